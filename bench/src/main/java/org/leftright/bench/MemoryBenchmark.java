// SPDX-License-Identifier: Apache-2.0
// java -jar bench/target/benchmarks.jar MemoryBenchmark -p n=1000000
package org.leftright.bench;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.leftright.LeftRightLongMap;
import org.leftright.LongWriteHandle;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jol.info.GraphStats;
import org.openjdk.jol.vm.VM;

/**
 * What a map of long keys weighs by JOL: all that is reachable from it, the boxed keys and the
 * nodes of {@link ConcurrentHashMap} and both sides of the left-right map, but not the values,
 * which are the same object everywhere. The map is filled by puts, has grown as it does, and its
 * oplog is drained. Only the counter {@code bytes} counts here, not the time.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(
        value = 1,
        jvmArgs = {
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "-Djol.skipDynamicAttach=true", // without, JOL weighs the same, and at once
            "-Djol.skipHotspotSAAttach=true"
        },
        jvmArgsAppend = {"-Xms4g", "-Xmx4g"})
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class MemoryBenchmark extends ShortRuns {
    private static final Object VALUE = new Object();

    /** What is weighed. */
    public enum Kind {
        LEFT_RIGHT,
        CONCURRENT_HASH_MAP
    }

    @Param Kind map;

    @Param({"1000000", "1250000", "1500000", "1750000", "2000000", "10000000"})
    int n;

    /** The weight. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Weight {
        /** All that is reachable, but the value. */
        public long bytes;
    }

    /** Fills and weighs a map. */
    @Benchmark
    public Object weigh(Weight weight) throws ReflectiveOperationException {
        if (map == Kind.LEFT_RIGHT) {
            LeftRightLongMap<Object> filled = leftRight();
            weight.bytes =
                    GraphStats.parseInstance(filled).totalSize()
                            - GraphStats.parseInstance(VALUE).totalSize();
            return filled;
        }
        ConcurrentHashMap<Long, Object> filled = hashMap();
        weight.bytes = weightOf(filled);
        return filled;
    }

    private LeftRightLongMap<Object> leftRight() {
        LeftRightLongMap<Object> map = LeftRightLongMap.create();
        LongWriteHandle<Object> writer = map.writer();
        for (int i = 0; i < n; i++) {
            writer.put(i + 1, VALUE);
            if ((i & 0xffff) == 0) {
                writer.refresh(); // keeps the oplog short
            }
        }
        writer.refresh();
        if (!writer.settle(Duration.ofSeconds(10))) {
            throw new IllegalStateException("the oplog is not drained");
        }
        return map;
    }

    private ConcurrentHashMap<Long, Object> hashMap() {
        ConcurrentHashMap<Long, Object> map = new ConcurrentHashMap<>();
        for (int i = 0; i < n; i++) {
            map.put(i + 1L, VALUE);
        }
        return map;
    }

    /**
     * The map, its array, and for each entry a key and a node. That is the whole graph, since ids
     * in sequence make no bins that become trees; JOL would walk the nodes for minutes.
     */
    private static long weightOf(ConcurrentHashMap<Long, Object> map)
            throws ReflectiveOperationException {
        Field table = ConcurrentHashMap.class.getDeclaredField("table");
        table.setAccessible(true);
        Object[] bins = (Object[]) table.get(map);
        Object bin = Arrays.stream(bins).filter(Objects::nonNull).findFirst().orElseThrow();
        long ofEntry = VM.current().sizeOf(bin) + VM.current().sizeOf(Long.valueOf(1));
        return VM.current().sizeOf(map)
                + VM.current().sizeOf(bins)
                + Math.multiplyExact(ofEntry, map.size());
    }
}
