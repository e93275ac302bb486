// java -jar bench/target/benchmarks.jar LongTableCandidatesBenchmark -p n=100000 -p ids=RANDOM
package org.leftright.bench;

import java.util.Arrays;
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

/** Which table for long keys: get of each candidate, nothing else going on. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms2g", "-Xmx2g", "-XX:+AlwaysPreTouch"})
@Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class LongTableCandidatesBenchmark {
    private static final int GETS = 1024;

    @Param({
        "LONG_TABLE",
        "AGRONA",
        "FASTUTIL",
        "HPPC",
        "ECLIPSE",
        "JCTOOLS",
        "CONCURRENT_HASH_MAP"
    })
    LongGets.Candidate map;

    @Param({"1000", "100000", "10000000"})
    int n;

    @Param Ids ids;

    private LongGets gets;
    private long[] hits;
    private long[] misses;
    private int next;

    /** Made by JMH. */
    public LongTableCandidatesBenchmark() {}

    /** Fills the map and makes the lists of what is asked. */
    @Setup
    public void fill() {
        Object[] values = new Object[1024];
        Arrays.setAll(values, i -> new Object());
        gets = map.create();
        for (int i = 0; i < n; i++) {
            gets.put(ids.id(i), values[i & 1023]);
            if ((i & 0xfffff) == 0) {
                gets.refresh(); // keeps the oplog short
            }
        }
        gets.refresh();
        hits = ids.queries(1 << 20, n);
        misses = new long[1 << 16];
        Arrays.setAll(misses, i -> ids.id(n + i));
    }

    private int nextIndex(int length) {
        int from = next;
        next = (from + GETS) & (length - 1);
        return from;
    }

    /**
     * One get of a key that is there.
     *
     * @param blackhole takes the value
     */
    @Benchmark
    @OperationsPerInvocation(GETS)
    public void hit(Blackhole blackhole) {
        int from = nextIndex(hits.length);
        for (int i = from; i < from + GETS; i++) {
            blackhole.consume(gets.get(hits[i]));
        }
    }

    /**
     * One get of a key that is not there.
     *
     * @param blackhole takes null
     */
    @Benchmark
    @OperationsPerInvocation(GETS)
    public void miss(Blackhole blackhole) {
        int from = nextIndex(misses.length);
        for (int i = from; i < from + GETS; i++) {
            blackhole.consume(gets.get(misses[i]));
        }
    }
}
