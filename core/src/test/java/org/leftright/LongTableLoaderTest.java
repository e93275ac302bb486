// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The loader puts what a map would hold, in tables where entries wait and where they do not. */
class LongTableLoaderTest {
    /** The least table in which entries wait has 2^18 slots. */
    private static final int LARGE = 160_000;

    @Test
    void theLastEntryOfAKeyCounts() {
        SplittableRandom random = new SplittableRandom(20261121);
        Map<Long, Integer> expected = new HashMap<>();
        LongTable<Integer> table = new LongTable<>(LARGE);
        table.put(1, -1);
        expected.put(1L, -1);
        LongTableLoader<Integer> loader = new LongTableLoader<>(table);
        for (int i = 0; i < 4 * LARGE; i++) {
            long key = random.nextInt(LARGE / 2); // 0 among them, and each one eight times
            loader.put(key, i);
            expected.put(key, i);
        }
        loader.flush();
        assertHolds(table, expected);
    }

    @Test
    void theTableMayGrowMeanwhile() {
        Map<Long, Integer> expected = new HashMap<>();
        LongTable<Integer> table = new LongTable<>(LARGE);
        int capacity = table.capacity();
        LongTableLoader<Integer> loader = new LongTableLoader<>(table);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 4 * LARGE; i++) {
            long key = random.nextLong();
            loader.put(key, i);
            expected.put(key, i);
        }
        loader.flush();
        assertThat(table.capacity()).isGreaterThan(capacity);
        assertHolds(table, expected);
    }

    @Test
    void keysInTheOrderOfAnotherTableAreAllPut() {
        LongTable<Integer> from = new LongTable<>(LARGE);
        Map<Long, Integer> expected = new HashMap<>();
        for (int i = 0; i < LARGE; i++) {
            from.put(i, i);
            expected.put((long) i, i);
        }
        LongTable<Integer> table = new LongTable<>(LARGE / 2); // grows: another multiplier or home
        LongTableLoader<Integer> loader = new LongTableLoader<>(table);
        from.forEach(loader::put);
        loader.flush();
        assertHolds(table, expected);
    }

    @Test
    void aSmallTableIsFilledAtOnce() {
        LongTable<Integer> table = new LongTable<>();
        LongTableLoader<Integer> loader = new LongTableLoader<>(table);
        Map<Long, Integer> expected = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            loader.put(i, i);
            expected.put((long) i, i);
        }
        assertHolds(table, expected);
        loader.flush();
        assertHolds(table, expected);
    }

    private static void assertHolds(LongTable<Integer> table, Map<Long, Integer> expected) {
        Map<Long, Integer> actual = new HashMap<>();
        table.forEach(actual::put);
        assertThat(table.size()).isEqualTo(expected.size());
        assertThat(actual).isEqualTo(expected);
        expected.forEach((key, value) -> assertThat(table.get(key)).isEqualTo(value));
    }
}
