// SPDX-License-Identifier: Apache-2.0
// java -jar bench/target/benchmarks.jar SectionBenchmark -p n=1000 -p ids=RANDOM -f 3
package org.leftright.bench;

import org.leftright.LeftRightLongMap;
import org.leftright.LongMapView;
import org.leftright.LongReadHandle;
import org.leftright.LongTable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What a section costs: sixteen gets of one version, beside as many gets on a plain table; and one
 * get alone in a section. On virtual threads with {@code -jvmArgsAppend -Djmh.executor=VIRTUAL}
 * (JDK 21 or later); a read handle is for a platform thread.
 */
public class SectionBenchmark extends ShortRuns {
    private static final int SIXTEEN = 16;
    private static final int SECTIONS = LongQueries.GETS / SIXTEEN;

    /** The limit. */
    @State(Scope.Benchmark)
    public static class TableState {
        private final LongTable<Object> table = new LongTable<>();

        /** Fills the table. */
        @Setup
        public void fill(LongQueries queries) {
            queries.ids.putAll(queries.n, table::put);
        }
    }

    /** The map. */
    @State(Scope.Benchmark)
    public static class MapState {
        private final LeftRightLongMap<Object> map = LeftRightLongMap.create();

        /** Fills both sides. */
        @Setup
        public void fill(LongQueries queries) {
            queries.ids.fill(LongPeer.of(map), queries.n);
        }
    }

    /** A thread's own. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH calls the set-up
    public static class Handle {
        private LongReadHandle<Object> reader;

        /** Registers the thread. */
        @Setup
        public void register(MapState state) {
            reader = state.map.reader();
        }
    }

    /** Sixteen gets on a plain table; the time is for all sixteen. */
    @Benchmark
    @OperationsPerInvocation(SECTIONS)
    public void sixteenPlain(TableState state, LongQueries.Position position, Blackhole blackhole) {
        LongTable<Object> table = state.table;
        long[] keys = position.hits;
        int from = position.advance(keys);
        for (int i = from; i < from + LongQueries.GETS; i++) {
            blackhole.consume(table.get(keys[i]));
        }
    }

    /** Sixteen lookups, each of what is live then. */
    @Benchmark
    @OperationsPerInvocation(SECTIONS)
    public void sixteenLookups(MapState state, LongQueries.Position position, Blackhole blackhole) {
        LeftRightLongMap<Object> map = state.map;
        long[] keys = position.hits;
        int from = position.advance(keys);
        for (int i = from; i < from + LongQueries.GETS; i++) {
            blackhole.consume(map.get(keys[i]));
        }
    }

    /** Sixteen gets in a section, without a handle. */
    @Benchmark
    @OperationsPerInvocation(SECTIONS)
    public void sixteenRead(MapState state, LongQueries.Position position, Blackhole blackhole) {
        LeftRightLongMap<Object> map = state.map;
        long[] keys = position.hits;
        int from = position.advance(keys);
        for (int i = from; i < from + LongQueries.GETS; i += SIXTEEN) {
            int first = i;
            map.read(view -> sixteen(view, keys, first, blackhole));
        }
    }

    /** Sixteen gets in a section, by a handle. */
    @Benchmark
    @OperationsPerInvocation(SECTIONS)
    public void sixteenReadByHandle(
            Handle handle, LongQueries.Position position, Blackhole blackhole) {
        LongReadHandle<Object> reader = handle.reader;
        long[] keys = position.hits;
        int from = position.advance(keys);
        for (int i = from; i < from + LongQueries.GETS; i += SIXTEEN) {
            int first = i;
            reader.read(view -> sixteen(view, keys, first, blackhole));
        }
    }

    private static boolean sixteen(
            LongMapView<Object> view, long[] keys, int from, Blackhole blackhole) {
        for (int i = from; i < from + SIXTEEN; i++) {
            blackhole.consume(view.get(keys[i]));
        }
        return true;
    }

    /** One get in a section of its own, without a handle. */
    @Benchmark
    @OperationsPerInvocation(LongQueries.GETS)
    public void oneRead(MapState state, LongQueries.Position position, Blackhole blackhole) {
        LeftRightLongMap<Object> map = state.map;
        long[] keys = position.hits;
        int from = position.advance(keys);
        for (int i = from; i < from + LongQueries.GETS; i++) {
            long key = keys[i];
            blackhole.consume(map.read(view -> view.get(key)));
        }
    }

    /** One get in a section of its own, by a handle. */
    @Benchmark
    @OperationsPerInvocation(LongQueries.GETS)
    public void oneReadByHandle(Handle handle, LongQueries.Position position, Blackhole blackhole) {
        LongReadHandle<Object> reader = handle.reader;
        long[] keys = position.hits;
        int from = position.advance(keys);
        for (int i = from; i < from + LongQueries.GETS; i++) {
            long key = keys[i];
            blackhole.consume(reader.read(view -> view.get(key)));
        }
    }
}
