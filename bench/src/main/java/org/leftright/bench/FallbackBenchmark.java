// SPDX-License-Identifier: Apache-2.0
// java -jar bench/target/benchmarks.jar FallbackBenchmark -f 3
package org.leftright.bench;

import java.util.SplittableRandom;
import org.leftright.LeftRightLongMap;
import org.leftright.LongWriteHandle;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** How many lookups are repeated in a section while batches of 10,000 puts land back to back. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class FallbackBenchmark extends ShortRuns {
    private final LeftRightLongMap<Object> map = LeftRightLongMap.create();
    private final SplittableRandom random = new SplittableRandom(Ids.SEED);
    private LongQueries queries;

    @Param("10000")
    int d;

    /** Fills the map. */
    @Setup
    public void fill(LongQueries queries) {
        queries.ids.fill(LongPeer.of(map), queries.n);
        this.queries = queries;
    }

    /** What the reader counts. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Counts {
        /** All lookups. */
        public long lookups;

        /** Those that were repeated in a section. */
        public long fallbacks;

        private long before;
    }

    /** Lookups at full speed. */
    @Benchmark
    @Group("besideBatches")
    @GroupThreads(1)
    @OperationsPerInvocation(LongQueries.GETS)
    public void get(LongQueries.Position position, Counts counts, Blackhole blackhole) {
        long[] keys = position.hits;
        int from = position.advance(keys);
        for (int i = from; i < from + LongQueries.GETS; i++) {
            blackhole.consume(map.get(keys[i]));
        }
        counts.lookups += LongQueries.GETS;
        long now = map.stats().lookupFallbackCount();
        counts.fallbacks += now - counts.before;
        counts.before = now;
    }

    /** One batch after another. */
    @Benchmark
    @Group("besideBatches")
    @GroupThreads(1)
    public long batch() {
        LongWriteHandle<Object> writer = map.writer();
        for (int i = 0; i < d; i++) {
            writer.put(queries.ids.id(random.nextInt(queries.n)), Ids.value(random.nextInt()));
        }
        return writer.refresh();
    }
}
