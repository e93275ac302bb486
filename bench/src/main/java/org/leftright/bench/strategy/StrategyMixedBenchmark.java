// SPDX-License-Identifier: Apache-2.0
// java -jar bench/target/benchmarks.jar StrategyMixedBenchmark -p n=100000
package org.leftright.bench.strategy;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What a read costs on one thread while another applies batches back to back, and what a batch
 * costs then. Read the two results apart ({@code reads}, {@code batches}): their mean says nothing.
 * A strategy whose batches lock its readers out shows its price in {@code reads}; one that starves
 * its writer, in {@code batches}.
 */
@State(Scope.Group)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class StrategyMixedBenchmark extends StrategyRuns {
    private static final int GETS = 64;

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
        "NON_BLOCKING"
    })
    StrategyKind strategy;

    @Param({"1000", "100000", "1000000"})
    int n;

    @Param("1000")
    int d;

    private Strategy<Object> map;
    private Workload.Batches batches;
    private long[] ids;
    private int next;

    /** Made by JMH. */
    public StrategyMixedBenchmark() {}

    /** Fills the map. */
    @Setup
    public void fill() {
        Workload workload = new Workload(n);
        map = workload.filled(strategy);
        batches = workload.batches(d);
        ids = workload.queries();
    }

    /**
     * One get, of an id that is there four times of five.
     *
     * @param blackhole takes the value
     */
    @Benchmark
    @Group("mixed")
    @OperationsPerInvocation(GETS)
    public void reads(Blackhole blackhole) {
        int from = next;
        next = (from + GETS) & (ids.length - 1);
        for (int i = from; i < from + GETS; i++) {
            blackhole.consume(map.get(ids[i]));
        }
    }

    /** One batch. */
    @Benchmark
    @Group("mixed")
    public void batches() {
        batches.advance();
        map.apply(batches.ids, batches.values);
    }
}
