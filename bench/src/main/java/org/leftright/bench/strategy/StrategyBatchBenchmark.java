// SPDX-License-Identifier: Apache-2.0
// java -jar bench/target/benchmarks.jar StrategyBatchBenchmark -p n=100000 -p d=1000 -prof gc
package org.leftright.bench.strategy;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What a batch of D ops costs until every reader sees it, nobody reading meanwhile, and with {@code
 * -prof gc} what garbage it makes. All costs are counted: the left-right map replays the batch on
 * its other side inside the measured time ({@code settle}); the base with its side map merges
 * whenever that is due.
 */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class StrategyBatchBenchmark extends StrategyRuns {
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

    @Param({"1000", "100000", "1000000"})
    int n;

    @Param({"10", "100", "1000", "10000", "100000", "1000000"})
    int d;

    private Strategy<Object> map;
    private Workload.Batches batches;

    /** Made by JMH. */
    public StrategyBatchBenchmark() {}

    /** Fills the map. */
    @Setup
    public void fill() {
        Workload workload = new Workload(n);
        map = workload.filled(strategy);
        batches = workload.batches(d);
    }

    /** One batch, all its costs counted. */
    @Benchmark
    public void batch() {
        batches.advance();
        map.apply(batches.ids, batches.values);
        map.settle();
    }
}
