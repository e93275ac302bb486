// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Reads allocate nothing, whether compiled or interpreted: no test here needs a certain mode. Only
 * {@code enter()} makes its section and view, which the compiler removes where it can; what is left
 * of them when compiled is measured by the benchmarks.
 */
class AllocationTest {
    private static final int READS = 10_000;
    private static final int SECTION_AND_VIEW = 100;
    private static final Function<MapView<String, Integer>, Integer> READ = view -> view.get("tea");
    private static final Function<LongMapView<String>, String> READ_LONG = view -> view.get(7);

    private final LeftRightMap<String, Integer> map = LeftRightMap.create();
    private final LeftRightLongMap<String> longs = LeftRightLongMap.create();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long found;

    @BeforeEach
    void fill() {
        for (int side = 0; side < 2; side++) {
            map.writer().batch(w -> w.put("tea", 1));
            longs.writer().batch(w -> w.put(7, "seven"));
        }
    }

    private void assertAllocatesNothing(Runnable reads) {
        // The measurement allocates a little itself; one object a read would be 16 bytes each.
        assertAllocatesLessThan(1, reads);
    }

    private void assertAllocatesLessThan(int bytesForEach, Runnable reads) {
        assertAllocatesLessThan(bytesForEach, READS, reads);
    }

    private void assertAllocatesLessThan(int bytesForEach, int count, Runnable reads) {
        for (int i = 0; i < count; i++) {
            reads.run();
        }
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        for (int i = 0; i < count; i++) {
            reads.run();
        }
        long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        assertThat(found).isPositive();
        assertThat(after - before)
                .as("bytes in %d reads", count)
                .isLessThan((long) bytesForEach * count);
    }

    @Test
    void lookups() {
        assertAllocatesNothing(
                () -> {
                    found += map.get("tea") + map.getOrDefault("milk", 0) + map.size();
                    found += map.containsKey("tea") ? 1 : 0;
                    found += longs.get(7).length() + longs.getOrDefault(8, "").length();
                    found += longs.containsKey(8) || longs.isEmpty() ? 1 : 0;
                });
    }

    @Test
    void sectionsWithoutAHandle() {
        assertAllocatesNothing(() -> found += map.read(READ) + longs.read(READ_LONG).length());
        assertAllocatesLessThan(
                SECTION_AND_VIEW,
                () -> {
                    try (MapView<String, Integer> view = map.enter()) {
                        found += view.get("tea");
                    }
                });
    }

    @Test
    void sectionsOfAHandle() {
        try (ReadHandle<String, Integer> handle = map.reader();
                LongReadHandle<String> longHandle = longs.reader()) {
            assertAllocatesNothing(
                    () -> {
                        found += handle.read(READ) + handle.get("tea");
                        found += longHandle.read(READ_LONG).length() + longHandle.size();
                    });
        }
    }

    @Test
    void nestedSectionsAndLookupsInThem() {
        assertAllocatesLessThan(
                2 * SECTION_AND_VIEW,
                () -> {
                    try (MapView<String, Integer> outer = map.enter();
                            MapView<String, Integer> inner = map.enter()) {
                        found += outer.get("tea") + inner.get("tea") + map.get("tea");
                    }
                });
    }

    @Test
    void longKeysOfAViewByEntry() {
        longs.writer().batch(w -> LongStream.range(1_000, 2_000).forEach(i -> w.put(i, "x")));
        LongObjConsumer<String> eachEntry = (key, value) -> found += key;
        LongConsumer eachKey = key -> found += key;
        Function<LongMapView<String>, Integer> cursor =
                view -> {
                    LongMapCursor<String> entries = view.cursor();
                    while (entries.advance()) {
                        found += entries.key() + entries.value().length();
                    }
                    return 0;
                };
        Function<LongMapView<String>, Integer> keys =
                view -> {
                    view.keyStream().forEach(eachKey);
                    return 0;
                };
        // A thousand entries each time: the objects of a stream are far from one byte for each.
        assertAllocatesLessThan(SECTION_AND_VIEW, 100, () -> longs.read(cursor));
        assertAllocatesLessThan(1_000, 100, () -> longs.read(keys));
        assertAllocatesLessThan(SECTION_AND_VIEW, 100, () -> longs.forEach(eachEntry));
    }
}
