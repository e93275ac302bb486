// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongTableTest {
    /** The multiplier of the hash, inverted modulo 2^64: i times this has home slot 0. */
    static final long INVERSE_OF_GOLDEN = 0xF1DE83E19937733DL;

    private final LongTable<String> table = new LongTable<>();

    @Test
    void aNewTableIsEmpty() {
        assertThat(table.size()).isZero();
        assertThat(table.get(0)).isNull();
        assertThat(table.get(1)).isNull();
        assertThat(table.remove(0)).isNull();
        assertThat(table.remove(1)).isNull();
        assertThat(table.nextIndex(0)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2})
    void aNullValueIsRefusedAndChangesNothing(long key) {
        assertThatThrownBy(() -> table.put(key, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("value");
        assertThat(table.size()).isZero();
        assertThat(table.containsKey(key)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, INVERSE_OF_GOLDEN})
    void everyLongIsAKey(long key) {
        assertThat(table.put(key, "a")).isNull();
        assertThat(table.put(key, "b")).isEqualTo("a");
        assertThat(table.get(key)).isEqualTo("b");
        assertThat(table.containsKey(key)).isTrue();
        assertThat(table.containsKey(key + 1)).isFalse();
        assertThat(table.size()).isEqualTo(1);
        assertThat(entriesOf(table)).isEqualTo(Map.of(key, "b"));
        assertThat(table.remove(key)).isEqualTo("b");
        assertThat(table.get(key)).isNull();
        assertThat(table.size()).isZero();
        assertThat(entriesOf(table)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void answersAsAHashMapDoesWhateverIsDoneToIt(int seed) {
        for (LongUnaryOperator keys : kindsOfKeys()) {
            compareWithHashMap(new SplittableRandom(seed), keys, 1 << (seed + 3));
        }
    }

    private static void compareWithHashMap(
            SplittableRandom random, LongUnaryOperator keys, int keyCount) {
        LongTable<String> table = new LongTable<>(random.nextInt(keyCount));
        Map<Long, String> map = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            long key = keys.applyAsLong(random.nextInt(keyCount) - keyCount / 2);
            int kind = random.nextInt(1000);
            if (kind < 500) {
                String value = "v" + step;
                assertThat(table.put(key, value)).isEqualTo(map.put(key, value));
            } else if (kind < 998) {
                assertThat(table.remove(key)).isEqualTo(map.remove(key));
            } else if (kind < 999) {
                table.clear();
                map.clear();
            } else {
                table = table.copy();
            }
            assertThat(table.size()).isEqualTo(map.size());
            long other = keys.applyAsLong(random.nextInt(keyCount) - keyCount / 2);
            assertThat(table.get(other)).isEqualTo(map.get(other));
        }
        assertThat(entriesOf(table)).isEqualTo(map);
    }

    private static List<LongUnaryOperator> kindsOfKeys() {
        SplittableRandom random = new SplittableRandom(20261121);
        long[] many = random.longs(4096).toArray();
        return List.of(
                i -> i,
                i -> i * 4096,
                i -> i << 52,
                i -> i * INVERSE_OF_GOLDEN,
                i -> many[(int) i + many.length / 2]);
    }

    @Test
    void removalClosesTheGapAcrossTheEndOfTheArray() {
        int capacity = table.capacity();
        long[] last = keysWithHome(capacity - 1, 3);
        long[] first = keysWithHome(0, 1);
        for (long key : last) {
            table.put(key, "last" + key);
        }
        table.put(first[0], "first");
        assertThat(indicesOf(table)).containsExactly(0, 1, 2, capacity - 1);

        assertThat(table.remove(last[0])).isEqualTo("last" + last[0]);

        assertThat(indicesOf(table)).containsExactly(0, 1, capacity - 1);
        assertThat(table.get(last[1])).isEqualTo("last" + last[1]);
        assertThat(table.get(last[2])).isEqualTo("last" + last[2]);
        assertThat(table.get(first[0])).isEqualTo("first");
    }

    @Test
    void removalLeavesAnEntryAtHomeInPlace() {
        long[] zero = keysWithHome(0, 2);
        long[] two = keysWithHome(2, 1);
        table.put(zero[0], "a");
        table.put(zero[1], "b");
        table.put(two[0], "c");

        table.remove(zero[0]);

        assertThat(indicesOf(table)).containsExactly(0, 2);
        assertThat(table.get(zero[1])).isEqualTo("b");
        assertThat(table.get(two[0])).isEqualTo("c");
    }

    @Test
    void isNeverMoreThanSixTenthsFullAndNeverGrowsEarlier() {
        for (long key = 1; key <= 10_000; key++) {
            int before = table.capacity();
            boolean full = table.size() >= (int) (before * 0.6);
            table.put(key, "v");
            assertThat(table.capacity()).isEqualTo(full ? 2 * before : before);
        }
        assertThat(table.capacity()).isEqualTo(32_768);
    }

    @Test
    void replacingAValueOfAFullTableDoesNotGrowIt() {
        LongStream.rangeClosed(1, 4).forEach(key -> table.put(key, "a"));
        int capacity = table.capacity();
        LongStream.rangeClosed(1, 4).forEach(key -> table.put(key, "b"));
        assertThat(table.capacity()).isEqualTo(capacity);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5, 1000, 78_643, 78_644})
    void aPresizedTableDoesNotGrow(int size) {
        LongTable<String> sized = new LongTable<>(size);
        table.ensureCapacity(size);
        int capacity = sized.capacity();
        assertThat(table.capacity()).isEqualTo(capacity);
        for (long key = 0; key < size; key++) {
            sized.put(key, "v");
        }
        assertThat(sized.capacity()).isEqualTo(capacity);
        assertThat(sized.size()).isEqualTo(size);
    }

    @Test
    void ensuringLessThanThereIsChangesNothing() {
        LongTable<String> large = new LongTable<>(1000);
        large.put(7, "v");
        large.ensureCapacity(10);
        assertThat(large.capacity()).isEqualTo(2048);
        assertThat(large.get(7)).isEqualTo("v");
    }

    @Test
    void refusesANegativeSize() {
        assertThatThrownBy(() -> new LongTable<>(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expectedSize is negative: -1");
        assertThatThrownBy(() -> table.ensureCapacity(-5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expectedSize is negative: -5");
    }

    @Test
    void aGrowthThatFindsNoMemoryChangesNothing() {
        assumeTrue(Runtime.getRuntime().maxMemory() < 8L << 30, "heap too large to be exhausted");
        table.put(0, "zero");
        table.put(1, "one");
        int capacity = table.capacity();
        assertThatThrownBy(() -> table.ensureCapacity(Integer.MAX_VALUE))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(table.capacity()).isEqualTo(capacity);
        assertThat(entriesOf(table)).isEqualTo(Map.of(0L, "zero", 1L, "one"));
        assertThat(table.put(2, "two")).isNull();
        assertThat(table.size()).isEqualTo(3);
    }

    @Test
    void clearKeepsTheCapacity() {
        for (long key = -500; key < 500; key++) {
            table.put(key, "v");
        }
        int capacity = table.capacity();
        table.clear();
        assertThat(table.size()).isZero();
        assertThat(entriesOf(table)).isEmpty();
        assertThat(table.get(0)).isNull();
        assertThat(table.get(3)).isNull();
        assertThat(table.capacity()).isEqualTo(capacity);
    }

    @Test
    void aCopyAndItsOriginalDoNotShareChanges() {
        for (long key = 0; key < 100; key++) {
            table.put(key, "v" + key);
        }
        LongTable<String> copy = table.copy();
        Map<Long, String> entries = entriesOf(table);
        assertThat(entriesOf(copy)).isEqualTo(entries);

        table.remove(50);
        table.put(0, "changed");
        table.put(1000, "new");
        assertThat(entriesOf(copy)).isEqualTo(entries);

        Map<Long, String> changed = entriesOf(table);
        copy.clear();
        assertThat(entriesOf(table)).isEqualTo(changed);
    }

    @Test
    void forEachPassesEachEntryOnce() {
        for (long key = -100; key <= 100; key++) {
            table.put(key << 40, "v" + key);
        }
        Map<Long, String> seen = new HashMap<>();
        table.forEach((key, value) -> assertThat(seen.put(key, value)).isNull());
        assertThat(seen).isEqualTo(entriesOf(table)).hasSize(201);
    }

    @Test
    void nextIndexFindsTheEntryAtAnIndexItselfAndNoneBeyondTheLast() {
        table.put(0, "zero");
        table.put(5, "five");
        List<Integer> indices = indicesOf(table);
        assertThat(indices).hasSize(2);
        for (int index : indices) {
            assertThat(table.nextIndex(index)).isEqualTo(index);
        }
        assertThat(table.nextIndex(indices.get(1) + 1)).isEqualTo(-1);
        assertThat(table.nextIndex(Integer.MAX_VALUE)).isEqualTo(-1);
    }

    @Test
    void keysMadeToCollideAreSpreadByAnotherMultiplier() {
        int count = 50_000;
        for (long i = 1; i <= count; i++) {
            table.put(i * INVERSE_OF_GOLDEN, "v" + i);
        }
        assertThat(table.size()).isEqualTo(count);
        assertThat(table.capacity()).as("grown by count alone").isEqualTo(131_072);
        assertThat(longestRunOf(table)).isLessThan(count / 10);
        for (long i = 1; i <= count; i++) {
            assertThat(table.get(i * INVERSE_OF_GOLDEN)).isEqualTo("v" + i);
        }
    }

    @Test
    void keysEachAtHomeInOneRunAreSpreadByAnotherMultiplier() {
        int count = 50_000;
        table.ensureCapacity(count);
        int shift = table.shift;
        for (long i = 1; i <= count; i++) {
            table.put((i << shift) * INVERSE_OF_GOLDEN, "v" + i); // at home in slot i
        }
        assertThat(table.capacity()).as("grown by count alone").isEqualTo(131_072);
        // A removal walks to the end of its run. A bad multiplier, one in a thousand, lasts for a
        // quarter of these puts.
        assertThat(longestRunOf(table)).isLessThan(count / 2);
    }

    /** A multiple of a Fibonacci number is at home beside the one before. */
    @ParameterizedTest
    @ValueSource(longs = {377, 610, 987, 2584})
    void fewKeysInOneRunAreSpread(long stride) {
        for (long i = 1; i <= 150; i++) {
            table.put(stride * i, "v" + i);
        }
        assertThat(table.capacity()).isEqualTo(256);
        assertThat(longestRunOf(table)).isLessThan(100);
        for (long i = 1; i <= 150; i++) {
            assertThat(table.get(stride * i)).isEqualTo("v" + i);
        }
    }

    @Test
    void aRemovalBreaksUpALongRunToo() {
        LongTable<String> copied = new LongTable<>(50_000);
        for (int i = 1; i <= 50_000; i++) { // as if no put had measured
            copied.keys[i] = ((long) i << copied.shift) * INVERSE_OF_GOLDEN;
            copied.values[i] = "v";
        }
        copied.size = 50_000;

        assertThat(copied.remove(copied.keys[7])).isEqualTo("v");

        assertThat(longestRunOf(copied)).isLessThan(25_000);
        assertThat(copied.size()).isEqualTo(49_999);
    }

    @Test
    void keysInTheOrderOfAnotherTableDoNotPileUp() {
        LongTable<String> other = new LongTable<>();
        for (long key = 1; key <= 50_000; key++) {
            other.put(key, "v" + key);
        }
        other.forEach(table::put);
        assertThat(entriesOf(table)).isEqualTo(entriesOf(other));
        assertThat(table.multiplier).as("changed on the way").isNotEqualTo(other.multiplier);
        assertThat(longestRunOf(table)).isLessThan(5_000);
    }

    private static long[] keysWithHome(int home, int count) {
        return LongStream.iterate(1, key -> key + 1)
                .filter(
                        key -> {
                            LongTable<String> probe = new LongTable<>();
                            probe.put(key, "");
                            return probe.nextIndex(0) == home;
                        })
                .limit(count)
                .toArray();
    }

    private static List<Integer> indicesOf(LongTable<?> table) {
        List<Integer> indices = new ArrayList<>();
        for (int i = table.nextIndex(0); i >= 0; i = table.nextIndex(i + 1)) {
            indices.add(i);
        }
        return indices;
    }

    private static int longestRunOf(LongTable<?> table) {
        int longest = 0;
        int run = 0;
        int previous = -2;
        for (int index : indicesOf(table)) {
            run = index == previous + 1 ? run + 1 : 1;
            longest = Math.max(longest, run);
            previous = index;
        }
        return longest;
    }

    static Map<Long, String> entriesOf(LongTable<String> table) {
        Map<Long, String> entries = new HashMap<>();
        for (int i = table.nextIndex(0); i >= 0; i = table.nextIndex(i + 1)) {
            assertThat(entries.put(table.keyAt(i), table.valueAt(i))).isNull();
        }
        assertThat(entries).hasSize(table.size());
        return entries;
    }
}
