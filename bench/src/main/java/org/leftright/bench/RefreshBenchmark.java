// SPDX-License-Identifier: Apache-2.0
// java -jar bench/target/benchmarks.jar bench.RefreshBenchmark -p n=1000000
package org.leftright.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.leftright.LeftRightLongMap;
import org.leftright.LongTable;
import org.leftright.LongWriteHandle;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What a batch of D ops costs, all of both sides counted, beside the same ops on one plain table,
 * and beside what copy-and-swap has to copy for each batch.
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RefreshBenchmark extends ShortRuns {
    /** How large. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH sets the fields
    public static class Sizes {
        @Param("10000000")
        int n;

        @Param("RANDOM")
        Ids ids;
    }

    /** The batches. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH sets the fields
    public static class Ops {
        @Param("1000")
        int d;

        private Batches batches;

        /** Makes the batches. */
        @Setup
        public void begin(Sizes sizes) {
            batches = new Batches(sizes.ids, sizes.n, d);
        }

        /** Makes the next batch: other ids each time. */
        @Setup(Level.Invocation)
        public void next() {
            batches.next();
        }
    }

    /** The map. */
    @State(Scope.Thread)
    public static class LeftRightState {
        private final LeftRightLongMap<Object> map = LeftRightLongMap.create();

        /** Fills both sides. */
        @Setup
        public void fill(Sizes sizes) {
            sizes.ids.fill(LongPeer.of(map), sizes.n);
        }
    }

    /** A table. */
    @State(Scope.Thread)
    public static class TableState {
        private final LongTable<Object> table = new LongTable<>();

        /** Fills the table. */
        @Setup
        public void fill(Sizes sizes) {
            sizes.ids.putAll(sizes.n, table::put);
        }
    }

    /** A HashMap. */
    @State(Scope.Thread)
    public static class HashMapState {
        private final Map<Long, Object> map = new HashMap<>();

        /** Fills the map. */
        @Setup
        public void fill(Sizes sizes) {
            sizes.ids.putAll(sizes.n, map::put);
        }
    }

    /** A batch on the left-right map: D ops, the refresh, and the replay on the other side. */
    @Benchmark
    public long leftRight(LeftRightState state, Ops ops) {
        LongWriteHandle<Object> writer = state.map.writer();
        return settled(writer, writer.batch(batch -> ops.batches.apply(batch::put, batch::remove)));
    }

    /** The same with ops written one by one, each of which takes the lock. */
    @Benchmark
    public long leftRightOneByOne(LeftRightState state, Ops ops) {
        LongWriteHandle<Object> writer = state.map.writer();
        ops.batches.apply(writer::put, writer::remove);
        return settled(writer, writer.refresh());
    }

    private static long settled(LongWriteHandle<Object> writer, long version) {
        if (!writer.settle(Duration.ofSeconds(1))) {
            throw new IllegalStateException("a replay is owed, and not measured");
        }
        return version + writer.size();
    }

    /** The same ops on one plain table: the limit, unsafe with readers. */
    @Benchmark
    public int plainTable(TableState state, Ops ops) {
        ops.batches.apply(state.table::put, state.table::remove);
        return state.table.size();
    }

    /** Copies the bare arrays of a table: the least that copy-and-swap costs, before any op. */
    @Benchmark
    public Object copyOfTable(TableState state) {
        return state.table.copy();
    }

    /** Copies a HashMap: what copy-and-swap usually costs, before any op. */
    @Benchmark
    public Object copyOfHashMap(HashMapState state) {
        return new HashMap<>(state.map);
    }
}
