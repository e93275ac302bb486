// java -jar bench/target/benchmarks.jar bench.ReadBenchmark -p n=100000 -p ids=RANDOM -prof gc
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

/** What a read with a long key costs: one lookup, and a section of sixteen gets. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms3g", "-Xmx3g", "-XX:+AlwaysPreTouch"})
@Warmup(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class ReadBenchmark {
    private static final int GETS = 1024;

    @Param({
        "LONG_TABLE",
        "VOLATILE_LONG_TABLE",
        "LEFT_RIGHT",
        "LEFT_RIGHT_HANDLE",
        "CONCURRENT_HASH_MAP",
        "COPY_AND_SWAP"
    })
    LongGets.Candidate map;

    @Param({"1000", "100000", "10000000"})
    int n;

    @Param Ids ids;

    private LongGets gets;
    private long[] hits;
    private int next;

    /** Made by JMH. */
    public ReadBenchmark() {}

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
     * Sixteen gets of one version, where the map has versions; the time is for all sixteen.
     *
     * @param blackhole takes the values
     */
    @Benchmark
    @OperationsPerInvocation(GETS / LongGets.SIXTEEN)
    public void sixteenHits(Blackhole blackhole) {
        int from = nextIndex(hits.length);
        for (int i = from; i < from + GETS; i += LongGets.SIXTEEN) {
            gets.getSixteen(hits, i, blackhole);
        }
    }
}
