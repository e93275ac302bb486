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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectTableTest {
    private final ObjectTable<Object, String> table = new ObjectTable<>();

    @Test
    void aNewTableIsEmpty() {
        assertThat(table.size()).isZero();
        assertThat(table.get("a", "a".hashCode())).isNull();
        assertThat(table.remove("a", "a".hashCode())).isNull();
        assertThat(table.nextIndex(0)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1, 2, 3, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void everyIntIsAHashCode(int hash) {
        assertThat(table.put("k", hash, "a")).isNull();
        assertThat(table.put("k", hash, "b")).isEqualTo("a");
        assertThat(table.get("k", hash)).isEqualTo("b");
        assertThat(table.containsKey("k", hash)).isTrue();
        assertThat(table.containsKey("other", hash)).isFalse();
        assertThat(table.size()).isEqualTo(1);
        assertThat(entriesOf(table)).isEqualTo(Map.of("k", "b"));
        assertThat(table.remove("other", hash)).isNull();
        assertThat(table.remove("k", hash)).isEqualTo("b");
        assertThat(table.size()).isZero();
        assertThat(entriesOf(table)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void answersAsAHashMapDoesWhateverIsDoneToIt(int seed) {
        for (int hashBits : new int[] {0, 3, 12, 32}) {
            compareWithHashMap(new SplittableRandom(seed), hashBits, 1 << (seed + 1));
        }
    }

    private static void compareWithHashMap(SplittableRandom random, int hashBits, int keyCount) {
        ObjectTable<Object, String> table = new ObjectTable<>(random.nextInt(keyCount));
        Map<Object, String> map = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            Key key = new Key(random.nextInt(keyCount), hashBits);
            int kind = random.nextInt(1000);
            if (kind < 500) {
                String value = "v" + step;
                assertThat(table.put(key, key.hashCode(), value)).isEqualTo(map.put(key, value));
            } else if (kind < 998) {
                assertThat(table.remove(key, key.hashCode())).isEqualTo(map.remove(key));
            } else if (kind < 999) {
                table.clear();
                map.clear();
            } else {
                table = table.copy();
            }
            assertThat(table.size()).isEqualTo(map.size());
            Key other = new Key(random.nextInt(keyCount), hashBits);
            assertThat(table.get(other, other.hashCode())).isEqualTo(map.get(other));
        }
        assertThat(entriesOf(table)).isEqualTo(map);
    }

    @Test
    void removalClosesTheGapAcrossTheEndOfTheArray() {
        int capacity = table.capacity();
        int last = hashWithHome(capacity - 1);
        int first = hashWithHome(0);
        table.put("a", last, "1");
        table.put("b", last, "2");
        table.put("c", last, "3");
        table.put("d", first, "4");
        assertThat(indicesOf(table)).containsExactly(0, 1, 2, capacity - 1);

        assertThat(table.remove("a", last)).isEqualTo("1");

        assertThat(indicesOf(table)).containsExactly(0, 1, capacity - 1);
        assertThat(table.get("b", last)).isEqualTo("2");
        assertThat(table.get("c", last)).isEqualTo("3");
        assertThat(table.get("d", first)).isEqualTo("4");
    }

    @Test
    void removalLeavesAnEntryAtHomeInPlace() {
        table.put("a", hashWithHome(0), "1");
        table.put("b", hashWithHome(0), "2");
        table.put("c", hashWithHome(2), "3");

        table.remove("a", hashWithHome(0));

        assertThat(indicesOf(table)).containsExactly(0, 2);
        assertThat(entriesOf(table)).isEqualTo(Map.of("b", "2", "c", "3"));
    }

    @Test
    void keepsTheKeyThatWasThereFirst() {
        String first = "key";
        String second = String.valueOf(new char[] {'k', 'e', 'y'});
        table.put(first, first.hashCode(), "a");
        table.put(second, second.hashCode(), "b");
        assertThat(table.keyAt(table.nextIndex(0))).isSameAs(first);
        assertThat(table.valueAt(table.nextIndex(0))).isEqualTo("b");
    }

    @Test
    void asksEqualsOnlyOfKeysWithTheSameHashCode() {
        for (int i = 0; i < 1000; i++) {
            table.put(new Unequalled(i), i, "v" + i);
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(table.get(table.keyAt(indexOfValue("v" + i)), i)).isEqualTo("v" + i);
        }
        assertThat(table.get(new Unequalled(5000), 5000)).isNull();
    }

    @Test
    void aThrowingEqualsChangesNothing() {
        IntStream.range(0, 4).forEach(i -> table.put("k" + i, 7, "v" + i));
        Map<Object, String> before = entriesOf(table);
        Object hostile = new Unequalled(0);

        assertThatThrownBy(() -> table.put(hostile, 7, "new"))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> table.remove(hostile, 7))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> table.get(hostile, 7)).isInstanceOf(IllegalStateException.class);

        assertThat(entriesOf(table)).isEqualTo(before);
        assertThat(table.put("k4", 7, "v4")).isNull();
        assertThat(table.size()).isEqualTo(5);
    }

    @Test
    void growthAndRemovalAskNoKeyForAnything() {
        for (int i = 0; i < 1000; i++) {
            table.put(new Mute(), i, "v" + i);
        }
        List<Object> keys = new ArrayList<>();
        table.forEach((key, value) -> keys.add(key));
        assertThat(table.copy().size()).isEqualTo(1000);
        for (int i = 0; i < 1000; i++) {
            Object key = table.keyAt(indexOfValue("v" + i));
            assertThat(table.remove(key, i)).isEqualTo("v" + i);
        }
        assertThat(keys).hasSize(1000);
        assertThat(table.size()).isZero();
    }

    @Test
    void isNeverMoreThanSixTenthsFullAndNeverGrowsEarlier() {
        for (int key = 1; key <= 10_000; key++) {
            int before = table.capacity();
            boolean full = table.size() >= (int) (before * 0.6);
            table.put(key, key, "v");
            assertThat(table.capacity()).isEqualTo(full ? 2 * before : before);
        }
        assertThat(table.capacity()).isEqualTo(32_768);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5, 1000, 78_643, 78_644})
    void aPresizedTableDoesNotGrow(int size) {
        ObjectTable<Integer, String> sized = new ObjectTable<>(size);
        table.ensureCapacity(size);
        int capacity = sized.capacity();
        assertThat(table.capacity()).isEqualTo(capacity);
        for (int key = 0; key < size; key++) {
            sized.put(key, key, "v");
        }
        assertThat(sized.capacity()).isEqualTo(capacity);
        assertThat(sized.size()).isEqualTo(size);
    }

    @Test
    void refusesANegativeSize() {
        assertThatThrownBy(() -> new ObjectTable<>(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expectedSize is negative: -1");
        assertThatThrownBy(() -> table.ensureCapacity(-5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expectedSize is negative: -5");
    }

    @Test
    void aGrowthThatFindsNoMemoryChangesNothing() {
        assumeTrue(Runtime.getRuntime().maxMemory() < 6L << 30, "heap too large to be exhausted");
        table.put("a", 1, "one");
        int capacity = table.capacity();
        assertThatThrownBy(() -> table.ensureCapacity(Integer.MAX_VALUE))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(table.capacity()).isEqualTo(capacity);
        assertThat(entriesOf(table)).isEqualTo(Map.of("a", "one"));
    }

    @Test
    void clearKeepsTheCapacity() {
        for (int key = 0; key < 1000; key++) {
            table.put(key, key, "v");
        }
        int capacity = table.capacity();
        table.clear();
        assertThat(table.size()).isZero();
        assertThat(entriesOf(table)).isEmpty();
        assertThat(table.get(3, 3)).isNull();
        assertThat(table.capacity()).isEqualTo(capacity);
    }

    @Test
    void aCopyAndItsOriginalDoNotShareChanges() {
        for (int key = 0; key < 100; key++) {
            table.put(key, key, "v" + key);
        }
        ObjectTable<Object, String> copy = table.copy();
        Map<Object, String> entries = entriesOf(table);
        assertThat(entriesOf(copy)).isEqualTo(entries);

        table.remove(50, 50);
        table.put(0, 0, "changed");
        table.put(1000, 1000, "new");
        assertThat(entriesOf(copy)).isEqualTo(entries);

        Map<Object, String> changed = entriesOf(table);
        copy.clear();
        assertThat(entriesOf(table)).isEqualTo(changed);
    }

    @Test
    void keysInTheOrderOfAnotherTableDoNotPileUp() {
        ObjectTable<Object, String> other = new ObjectTable<>();
        for (int i = 1; i <= 50_000; i++) {
            other.put("product-" + i, ("product-" + i).hashCode(), "v" + i);
        }
        other.forEach((key, value) -> table.put(key, key.hashCode(), value));
        assertThat(entriesOf(table)).isEqualTo(entriesOf(other));
        assertThat(table.multiplier).as("changed on the way").isNotEqualTo(other.multiplier);
        assertThat(longestRunOf(table)).isLessThan(5_000);
    }

    @Test
    void oneHashCodeForAllKeysIsSlowButRight() {
        for (int i = 0; i < 1000; i++) {
            table.put(i, 7, "v" + i);
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(table.get(i, 7)).isEqualTo("v" + i);
        }
        assertThat(table.multiplier).as("no other multiplier would help").isEqualTo(0x9E3779B9);
    }

    private static int longestRunOf(ObjectTable<?, ?> table) {
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

    private int indexOfValue(String value) {
        return indicesOf(table).stream()
                .filter(index -> table.valueAt(index).equals(value))
                .findFirst()
                .orElseThrow();
    }

    private static int hashWithHome(int home) {
        return IntStream.iterate(1, hash -> hash + 1)
                .filter(
                        hash -> {
                            ObjectTable<String, String> probe = new ObjectTable<>();
                            probe.put("", hash, "");
                            return probe.nextIndex(0) == home;
                        })
                .findFirst()
                .orElseThrow();
    }

    private static List<Integer> indicesOf(ObjectTable<?, ?> table) {
        List<Integer> indices = new ArrayList<>();
        for (int i = table.nextIndex(0); i >= 0; i = table.nextIndex(i + 1)) {
            indices.add(i);
        }
        return indices;
    }

    private static Map<Object, String> entriesOf(ObjectTable<Object, String> table) {
        Map<Object, String> entries = new HashMap<>();
        table.forEach((key, value) -> assertThat(entries.put(key, value)).isNull());
        assertThat(entries).hasSize(table.size());
        return entries;
    }

    /** A key whose hash code has few bits, so that keys collide. */
    private record Key(int id, int hashBits) {
        @Override
        public int hashCode() {
            return hashBits == 32 ? Integer.hashCode(id) : id & ((1 << hashBits) - 1);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.id == id;
        }
    }

    /** A key that cannot be compared. */
    private record Unequalled(int id) {
        @Override
        public boolean equals(@Nullable Object other) {
            throw new IllegalStateException("equals");
        }

        @Override
        public int hashCode() {
            return id;
        }
    }

    /** A key that can neither be compared nor hashed. */
    private static final class Mute {
        @Override
        public boolean equals(@Nullable Object other) {
            throw new IllegalStateException("equals");
        }

        @Override
        public int hashCode() {
            throw new IllegalStateException("hashCode");
        }
    }
}
