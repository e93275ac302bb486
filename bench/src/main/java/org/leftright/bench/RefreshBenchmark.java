// java -jar bench/target/benchmarks.jar RefreshBenchmark -p n=1000000 -p d=1000
package org.leftright.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.leftright.LeftRightLongMap;
import org.leftright.LongTable;
import org.leftright.LongWriteHandle;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/** What a batch of D new values for random keys costs, both sides counted. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms4g", "-Xmx4g", "-XX:+AlwaysPreTouch"})
@Warmup(iterations = 4, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 6, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class RefreshBenchmark {
    @Param({"1000000", "10000000"})
    int n;

    @Param({"10", "1000", "100000"})
    int d;

    private final SplittableRandom random = new SplittableRandom(20261121);
    private final Object[] values = {new Object(), new Object()};
    private LeftRightLongMap<Object> map;
    private LongTable<Object> table;
    private Map<Long, Object> hashMap;
    private int turn;

    /** Made by JMH. */
    public RefreshBenchmark() {}

    /**
     * Fills what the benchmark uses.
     *
     * @param params tells which one runs
     */
    @Setup
    public void fill(BenchmarkParams params) {
        boolean leftRight = params.getBenchmark().endsWith("leftRight");
        boolean ofHashMap = params.getBenchmark().endsWith("copyOfHashMap");
        map = LeftRightLongMap.create();
        table = new LongTable<>();
        hashMap = new HashMap<>();
        LongWriteHandle<Object> writer = map.writer();
        for (long key = 1; key <= n; key++) {
            if (leftRight) {
                writer.put(key, values[0]);
            } else if (ofHashMap) {
                hashMap.put(key, values[0]);
            } else {
                table.put(key, values[0]);
            }
            if ((key & 0xfffff) == 0) {
                writer.refresh(); // keeps the oplog short
            }
        }
        writer.refresh();
    }

    private long nextKey() {
        return random.nextInt(n) + 1L;
    }

    private Object nextValue() {
        return values[++turn & 1];
    }

    /**
     * A batch on the left-right map: D puts, the refresh, and the replay on the other side.
     *
     * @return the version
     */
    @Benchmark
    public long leftRight() {
        Object value = nextValue();
        LongWriteHandle<Object> writer = map.writer();
        for (int i = 0; i < d; i++) {
            writer.put(nextKey(), value);
        }
        long version = writer.refresh();
        if (!writer.settle(Duration.ofSeconds(1))) {
            throw new IllegalStateException("a replay is owed, and not measured");
        }
        return version;
    }

    /**
     * The same puts on one plain table: the limit, unsafe with readers.
     *
     * @return its size
     */
    @Benchmark
    public int plainTable() {
        Object value = nextValue();
        for (int i = 0; i < d; i++) {
            table.put(nextKey(), value);
        }
        return table.size();
    }

    /**
     * Copies the arrays of a plain table before the puts: the fastest copy-and-swap there is.
     *
     * @return its size
     */
    @Benchmark
    public int copyOfTable() {
        table = table.copy();
        return plainTable();
    }

    /**
     * Copies a HashMap before the puts: the usual copy-and-swap.
     *
     * @return its size
     */
    @Benchmark
    public int copyOfHashMap() {
        Object value = nextValue();
        Map<Long, Object> copy = new HashMap<>(hashMap);
        for (int i = 0; i < d; i++) {
            copy.put(nextKey(), value);
        }
        hashMap = copy;
        return copy.size();
    }
}
