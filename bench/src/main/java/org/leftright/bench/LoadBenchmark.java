// SPDX-License-Identifier: Apache-2.0
// java -jar bench/target/benchmarks.jar LoadBenchmark -p n=10000000 -f 3
package org.leftright.bench;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.leftright.LeftRightLongMap;
import org.leftright.LongWriteHandle;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long a fresh JVM takes to fill a map, once, until all can be read and written. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class LoadBenchmark extends ShortRuns {
    /** How it is filled. */
    public enum Way {
        /** Uses {@code load}, which is for this. */
        LEFT_RIGHT_LOAD,
        /** Uses puts, and one refresh at the end. */
        LEFT_RIGHT_PUTS,
        /** The same, presized. */
        LEFT_RIGHT_PUTS_PRESIZED,
        /** Uses puts. */
        CONCURRENT_HASH_MAP,
        /** Uses puts, presized. */
        CONCURRENT_HASH_MAP_PRESIZED
    }

    @Param Way way;

    @Param("10000000")
    int n;

    @Param({"SEQUENTIAL", "RANDOM"})
    Ids ids;

    /** Fills a map; both sides are as large when it returns. */
    @Benchmark
    public Object fill() {
        return switch (way) {
            case LEFT_RIGHT_LOAD -> {
                LeftRightLongMap<Object> map = LeftRightLongMap.create();
                LongWriteHandle<Object> writer = map.writer();
                writer.load(n, sink -> ids.putAll(n, sink::accept));
                yield refreshed(map);
            }
            case LEFT_RIGHT_PUTS -> putAll(LeftRightLongMap.create());
            case LEFT_RIGHT_PUTS_PRESIZED ->
                    putAll(LeftRightLongMap.<Object>builder().expectedSize(n).build());
            case CONCURRENT_HASH_MAP -> putAll(new ConcurrentHashMap<>());
            case CONCURRENT_HASH_MAP_PRESIZED -> putAll(new ConcurrentHashMap<>(n));
        };
    }

    private Object putAll(ConcurrentHashMap<Long, Object> map) {
        ids.putAll(n, map::put);
        return map;
    }

    private Object putAll(LeftRightLongMap<Object> map) {
        ids.putAll(n, map.writer()::put);
        return refreshed(map);
    }

    private Object refreshed(LeftRightLongMap<Object> map) {
        map.writer().refresh();
        if (map.writer().size() != n || map.size() != n) { // which makes the hidden side, if owed
            throw new IllegalStateException("not filled");
        }
        return map;
    }
}
