// java -jar bench/target/benchmarks.jar StringReadBenchmark -p n=100000 -p queries=EQUAL -prof gc
package org.leftright.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** What a lookup with a String key costs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms3g", "-Xmx3g", "-XX:+AlwaysPreTouch"})
@Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class StringReadBenchmark {
    private static final int GETS = 1024;

    @Param({
        "OBJECT_TABLE",
        "VOLATILE_OBJECT_TABLE",
        "LEFT_RIGHT",
        "CONCURRENT_HASH_MAP",
        "COPY_AND_SWAP"
    })
    StringGets.Candidate map;

    @Param({"1000", "100000", "4000000"})
    int n;

    @Param StringTableCandidatesBenchmark.Queries queries;

    private StringGets gets;
    private String[] asked;
    private int next;

    /** Made by JMH. */
    public StringReadBenchmark() {}

    /** Fills the map and makes the list of what is asked. */
    @Setup
    public void fill() {
        Object[] values = new Object[1024];
        Arrays.setAll(values, i -> new Object());
        gets = map.create();
        String[] keys = new String[n];
        for (int i = 0; i < n; i++) {
            keys[i] = name(i);
            gets.put(keys[i], values[i & 1023]);
            if ((i & 0xfffff) == 0) {
                gets.refresh(); // keeps the oplog short
            }
        }
        gets.refresh();
        SplittableRandom random = new SplittableRandom(20261121);
        asked = new String[1 << 16];
        for (int i = 0; i < asked.length; i++) {
            int id = random.nextInt(n);
            asked[i] =
                    switch (queries) {
                        case SAME -> keys[id];
                        case EQUAL -> name(id);
                        case MISS -> name(n + id);
                    };
        }
    }

    private static String name(int id) {
        return "product-" + id;
    }

    /**
     * One get.
     *
     * @param blackhole takes the value
     */
    @Benchmark
    @OperationsPerInvocation(GETS)
    public void get(Blackhole blackhole) {
        int from = next;
        next = (from + GETS) & (asked.length - 1);
        for (int i = from; i < from + GETS; i++) {
            blackhole.consume(gets.get(asked[i]));
        }
    }
}
