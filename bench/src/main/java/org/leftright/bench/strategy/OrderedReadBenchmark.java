// SPDX-License-Identifier: Apache-2.0
// java -jar bench/target/benchmarks.jar OrderedReadBenchmark -p n=100000
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

/** What reads of ordered data cost, random ids, while nothing is written. */
@State(Scope.Benchmark)
@Warmup(iterations = 3, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class OrderedReadBenchmark extends StrategyRuns {
    private static final int READS = 256;
    private static final int RANGE = 10;

    @Param({"SKIP_LIST", "LEFT_RIGHT_TREE"})
    StrategyKind strategy;

    @Param({"1000", "10000", "100000", "1000000"})
    int n;

    private OrderedStrategy<Object> map;
    private long[] ids;
    private int next;

    /** Made by JMH. */
    public OrderedReadBenchmark() {}

    /** Fills the map. */
    @Setup
    public void fill() {
        Workload workload = new Workload(n);
        map = (OrderedStrategy<Object>) workload.filled(strategy);
        ids = workload.hits();
    }

    private int advance() {
        int from = next;
        next = (from + READS) & (ids.length - 1);
        return from;
    }

    /**
     * One get of an id that is there.
     *
     * @param blackhole takes the value
     */
    @Benchmark
    @OperationsPerInvocation(READS)
    public void get(Blackhole blackhole) {
        int from = advance();
        for (int i = from; i < from + READS; i++) {
            blackhole.consume(map.get(ids[i]));
        }
    }

    /**
     * The value of the greatest id that is not above another.
     *
     * @param blackhole takes the value
     */
    @Benchmark
    @OperationsPerInvocation(READS)
    public void floor(Blackhole blackhole) {
        int from = advance();
        for (int i = from; i < from + READS; i++) {
            blackhole.consume(map.floor(ids[i] + 1));
        }
    }

    /**
     * The first ten values from an id on; the time is for all ten.
     *
     * @param blackhole takes the values
     */
    @Benchmark
    @OperationsPerInvocation(READS)
    public void rangeOfTen(Blackhole blackhole) {
        int from = advance();
        for (int i = from; i < from + READS; i++) {
            map.range(ids[i], RANGE, blackhole::consume);
        }
    }
}
