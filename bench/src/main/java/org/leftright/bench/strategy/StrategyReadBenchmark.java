// SPDX-License-Identifier: Apache-2.0
// java -jar bench/target/benchmarks.jar StrategyReadBenchmark -p n=100000 -prof gc
package org.leftright.bench.strategy;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What a read costs that finds its random id, with each strategy, while nothing is written. */
@State(Scope.Benchmark)
@Warmup(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class StrategyReadBenchmark extends StrategyRuns {
    private static final int GETS = 1024;

    @Param({
        "LEFT_RIGHT",
        "CONCURRENT_HASH_MAP",
        "SYNCHRONIZED_MAP",
        "READ_WRITE_LOCK",
        "STAMPED_LOCK",
        "SHARDED",
        "SWAP_HASH_MAP",
        "SWAP_AGRONA",
        "OVERLAY",
        "HASH_TRIE",
        "NON_BLOCKING",
        "PLAIN"
    })
    StrategyKind strategy;

    /** Entries. The run needs minutes more with 10 million. */
    @Param({"1000", "10000", "100000", "1000000"})
    int n;

    private Strategy<Object> map;
    private long[] ids;
    private int next;

    /** Made by JMH. */
    public StrategyReadBenchmark() {}

    /** Fills the map. */
    @Setup
    public void fill() {
        Workload workload = new Workload(n);
        map = workload.filled(strategy);
        ids = workload.hits();
    }

    /**
     * One get of an id that is there.
     *
     * @param blackhole takes the value
     */
    @Benchmark
    @OperationsPerInvocation(GETS)
    public void get(Blackhole blackhole) {
        int from = next;
        next = (from + GETS) & (ids.length - 1);
        for (int i = from; i < from + GETS; i++) {
            blackhole.consume(map.get(ids[i]));
        }
    }
}
