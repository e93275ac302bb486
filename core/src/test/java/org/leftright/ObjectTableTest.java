// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectTableTest {
    private final TouchLog log = new TouchLog();
    private final ObjectTable<Object, String> table = new ObjectTable<>(0, log);

    @Test
    void aNewTableIsEmpty() {
        assertThat(table.size()).isZero();
        assertThat(table.get("a")).isNull();
        assertThat(table.remove("a")).isNull();
        assertThat(table.iterator()).isExhausted();
        assertThat(log.opCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, -1, 2, 3, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void everyIntIsAHashCode(int hash) {
        Hashed key = new Hashed("k", hash);
        Hashed other = new Hashed("other", hash);
        assertThat(table.put(key, "a")).isNull();
        assertThat(table.put(key, "b")).isEqualTo("a");
        assertThat(table.get(key)).isEqualTo("b");
        assertThat(table.get(other)).isNull();
        assertThat(table.size()).isEqualTo(1);
        assertThat(entriesOf(table)).isEqualTo(Map.of(key, "b"));
        assertThat(table.remove(other)).isNull();
        assertThat(table.remove(key)).isEqualTo("b");
        assertThat(table.size()).isZero();
        assertThat(entriesOf(table)).isEmpty();
    }

    /** Goes from chains to bins and back, with keys of several classes that compare, or do not. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void answersAsAHashMapDoesWhateverIsDoneToIt(int seed) {
        for (int hashBits : new int[] {0, 3, 12, 32}) {
            compareWithHashMap(new SplittableRandom(seed), hashBits, 1 << (seed + 1));
        }
    }

    private static void compareWithHashMap(SplittableRandom random, int hashBits, int keyCount) {
        TouchLog log = new TouchLog();
        ObjectTable<Object, String> table = new ObjectTable<>(random.nextInt(keyCount), log);
        ObjectTable<Object, String> otherSide = table.copy();
        Map<Object, String> map = new HashMap<>();
        for (int step = 0; step < 20_000; step++) {
            Object key = anyKey(random, keyCount, hashBits);
            int kind = random.nextInt(1000);
            if (kind < 500) {
                String value = "v" + step;
                assertThat(table.put(key, value)).isEqualTo(map.put(key, value));
            } else if (kind < 950) {
                assertThat(table.remove(key)).isEqualTo(map.remove(key));
            } else if (kind < 952) {
                table.clear();
                map.clear();
            } else if (kind < 954) {
                table.replaceAll((k, v) -> v.length() % 2 == 0 ? v : v + "'");
                map.replaceAll((k, v) -> v.length() % 2 == 0 ? v : v + "'");
            } else if (kind < 956) {
                int before = map.size();
                map.values().removeIf(v -> v.hashCode() % 3 == 0);
                assertThat(table.removeIf((k, v) -> v.hashCode() % 3 == 0))
                        .isEqualTo(before - map.size());
            } else {
                otherSide.copyTouched(table);
                log.clear();
                assertIdentical(otherSide, table);
                ObjectTable<Object, String> hidden = otherSide;
                otherSide = table;
                table = hidden;
            }
            assertThat(table.size()).isEqualTo(map.size());
            Object other = anyKey(random, keyCount, hashBits);
            assertThat(table.get(other)).isEqualTo(map.get(other));
        }
        assertThat(entriesOf(table)).isEqualTo(map);
    }

    private static Object anyKey(SplittableRandom random, int keyCount, int hashBits) {
        int id = random.nextInt(keyCount);
        return random.nextInt(4) == 0 ? new Key(id, hashBits) : new Ordered(id, hashBits);
    }

    /** Index by index: the same nodes, or bins of the same nodes. */
    static void assertIdentical(ObjectTable<?, ?> one, ObjectTable<?, ?> other) {
        assertThat(one.size()).isEqualTo(other.size());
        assertThat(one.capacity()).isEqualTo(other.capacity());
        for (int i = 0; i < one.capacity(); i++) {
            assertThat((Object) one.buckets[i]).as("bucket %d", i).isSameAs(other.buckets[i]);
        }
    }

    @Test
    void keepsTheKeyThatWasThereFirst() {
        String first = "key";
        String second = String.valueOf(new char[] {'k', 'e', 'y'});
        table.put(first, "a");
        table.put(second, "b");
        Map.Entry<Object, String> entry = table.iterator().next();
        assertThat(entry.getKey()).isSameAs(first);
        assertThat(entry.getValue()).isEqualTo("b");
    }

    @Test
    void aWriteThatChangesNothingLogsNothing() {
        String value = "v";
        table.put("key", value);
        log.clear();
        assertThat(table.put("key", value)).isSameAs(value);
        assertThat(table.remove("other")).isNull();
        table.replaceAll((k, v) -> v);
        assertThat(table.removeIf((k, v) -> false)).isZero();
        assertThat(log.opCount()).isZero();
        assertThat(log.size()).isZero();
        assertThat(log.isAll()).isFalse();
    }

    @Test
    void asksEqualsOnlyOfKeysWithTheSameHashCode() {
        List<Unequalled> keys = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            keys.add(new Unequalled(i));
            table.put(keys.get(i), "v" + i);
        }
        for (int i = 0; i < 1000; i++) {
            assertThat(table.get(keys.get(i))).isEqualTo("v" + i);
        }
        assertThat(table.get(new Unequalled(5000))).isNull();
    }

    @Test
    void aThrowingEqualsChangesNothing() {
        for (int count : new int[] {4, 20}) { // a chain, a bin
            IntStream.range(0, count).forEach(i -> table.put(new Hashed("k" + i, 7), "v" + i));
            Map<Object, String> before = entriesOf(table);
            Object hostile = new Unequalled(7);
            int opCount = log.opCount();

            assertThatThrownBy(() -> table.put(hostile, "new"))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> table.remove(hostile))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> table.get(hostile)).isInstanceOf(IllegalStateException.class);

            assertThat(entriesOf(table)).isEqualTo(before);
            assertThat(log.opCount()).isEqualTo(opCount);
        }
    }

    @Test
    void aFunctionThatThrowsHalfwayChangesNothing() {
        IntStream.range(0, 100).forEach(i -> table.put(i, "v" + i));
        Map<Object, String> before = entriesOf(table);
        int opCount = log.opCount();
        assertThatThrownBy(() -> table.replaceAll((k, v) -> (int) k == 70 ? null : "new"))
                .isInstanceOf(NullPointerException.class)
                .hasMessageStartingWith("value: ");
        assertThatThrownBy(() -> table.removeIf((k, v) -> 1 / ((int) k - 70) == 0))
                .isInstanceOf(ArithmeticException.class);
        assertThat(entriesOf(table)).isEqualTo(before);
        assertThat(log.opCount()).isEqualTo(opCount);
    }

    @Test
    void growsAtThreeQuartersAndNeverEarlier() {
        for (int key = 1; key <= 10_000; key++) {
            int before = table.capacity();
            boolean full = table.size() >= before - before / 4;
            table.put(key, "v");
            assertThat(table.capacity()).isEqualTo(full ? 2 * before : before);
        }
        assertThat(table.capacity()).isEqualTo(16_384);
    }

    @ParameterizedTest
    @ValueSource(strings = {"put", "replace", "remove", "removeIf"})
    void shrinksAtTheFirstChangeOfABatchOnly(String write) {
        Map<Object, String> left = new HashMap<>();
        for (int key = 0; key < 10_000; key++) {
            table.put(key, "v" + key);
        }
        int large = table.capacity();
        for (int key = 10; key < 10_000; key++) {
            table.remove(key);
        }
        table.forEach(left::put);
        assertThat(table.capacity()).as("within the batch").isEqualTo(large);
        log.clear(); // as a refresh does
        table.put(3, left.get(3));
        assertThat(table.capacity()).as("by a write that changes nothing").isEqualTo(large);
        if (write.equals("remove")) {
            assertThat(table.remove(4)).isEqualTo(left.remove(4)).isNotNull();
        } else if (write.equals("removeIf")) {
            assertThat(table.removeIf((key, value) -> key.equals(4))).isOne();
            left.remove(4);
        } else {
            int key = write.equals("put") ? 20_000 : 5;
            assertThat(table.put(key, "new")).isEqualTo(left.put(key, "new"));
        }
        assertThat(table.capacity()).isEqualTo(32);
        Map<Object, String> entries = new HashMap<>();
        table.forEach(entries::put);
        assertThat(entries).isEqualTo(left).hasSize(table.size());
    }

    @Test
    void aLoadKeepsTheRoomThatItHasMade() {
        table.beginLoad(10_000);
        int capacity = table.capacity();
        for (int key = 0; key < 10_000; key++) {
            table.put(key, "v");
        }
        assertThat(table.capacity()).isEqualTo(capacity);
    }

    @Test
    void neverShrinksBelowTheExpectedSize() {
        ObjectTable<Object, String> sized = new ObjectTable<>(1000, log);
        int capacity = sized.capacity();
        sized.put("a", "1");
        log.clear();
        sized.remove("a");
        log.clear();
        sized.put("b", "2");
        sized.clear();
        assertThat(sized.capacity()).isEqualTo(capacity);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 7, 1000, 98_304, 98_305})
    void aPresizedTableDoesNotGrow(int size) {
        ObjectTable<Integer, String> sized = new ObjectTable<>(size, log);
        table.ensureCapacity(size);
        int capacity = sized.capacity();
        assertThat(table.capacity()).isEqualTo(capacity);
        for (int key = 0; key < size; key++) {
            sized.put(key, "v");
        }
        assertThat(sized.capacity()).isEqualTo(capacity);
        assertThat(sized.size()).isEqualTo(size);
    }

    @Test
    void refusesANegativeSize() {
        assertThatThrownBy(() -> new ObjectTable<>(-1, log))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expectedSize is negative: -1");
    }

    @Test
    void aGrowthThatFindsNoMemoryChangesNothing() {
        assumeTrue(Runtime.getRuntime().maxMemory() < 4L << 30, "heap too large to be exhausted");
        table.put("a", "one");
        int capacity = table.capacity();
        assertThatThrownBy(() -> table.ensureCapacity(Integer.MAX_VALUE))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(table.capacity()).isEqualTo(capacity);
        assertThat(entriesOf(table)).isEqualTo(Map.of("a", "one"));
    }

    @Test
    void aCopyAndItsOriginalDoNotShareChanges() {
        for (int key = 0; key < 100; key++) {
            table.put(key, "v" + key);
        }
        ObjectTable<Object, String> copy = table.copy();
        Map<Object, String> entries = entriesOf(table);
        assertThat(entriesOf(copy)).isEqualTo(entries);

        table.remove(50);
        table.put(0, "changed");
        table.put(1000, "new");
        assertThat(entriesOf(copy)).isEqualTo(entries);

        Map<Object, String> changed = entriesOf(table);
        copy.clear();
        assertThat(entriesOf(table)).isEqualTo(changed);
    }

    @Test
    void whatManyOpsTouchedIsCopiedIntoTheArrayThatIsThere() {
        for (int key = 0; key < 1000; key++) {
            table.put(key, "v" + key);
        }
        ObjectTable<Object, String> other = table.copy();
        log.clear();
        Object array = other.buckets;
        for (int key = 0; key < 1000; key++) {
            table.put(key, "w" + key);
        }
        assertThat(log.isAll()).isTrue();
        other.copyTouched(table);
        assertThat(other.buckets).isSameAs(array);
        assertIdentical(other, table);
    }

    private record Colliding(String name, IntFunction<Object> keyOf) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Colliding> keysOfOneHashCode() {
        return Stream.of(
                new Colliding("a class that compares", i -> new Ordered(i, 0)),
                new Colliding("boxed (x << 32) | y", i -> ((long) i << 32) | i),
                new Colliding("Strings", ObjectTableTest::stringOfOneHashCode));
    }

    private static String stringOfOneHashCode(int i) {
        StringBuilder string = new StringBuilder();
        for (int bit = 0; bit < 10; bit++) {
            string.append((i >> bit & 1) == 0 ? "Aa" : "BB");
        }
        return string.toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keysOfOneHashCode")
    void aFewOfManyKeysOfOneHashCodeAreLookedAt(Colliding colliding) {
        for (int i = 0; i < 1024; i += 2) {
            table.put(colliding.keyOf.apply(i), "v" + i);
        }
        for (int i = 0; i < 1024; i += 73) {
            Object key = colliding.keyOf.apply(i);
            assertThat(table.get(key)).isEqualTo(i % 2 == 0 ? "v" + i : null);
            // Both ends, twice nine for the binary search, and a bit.
            assertThat(lookedAt(key)).isBetween(2, 24);
        }
        for (int i = 0; i < 1024; i += 2) {
            assertThat(table.remove(colliding.keyOf.apply(i))).isEqualTo("v" + i);
        }
        assertThat(table.size()).isZero();
    }

    /** Counts the nodes of the table's bin without which a get of the key fails. */
    private int lookedAt(Object key) {
        Node<Object, String> bin =
                Arrays.stream(table.buckets).filter(Objects::nonNull).findFirst().orElseThrow();
        Node<Object, String>[] nodes = Bin.nodesOf(bin);
        int count = 0;
        for (int i = 0; i < nodes.length; i++) {
            Node<Object, String> node = nodes[i];
            nodes[i] = null;
            try {
                table.get(key);
            } catch (NullPointerException looked) {
                count++;
            } finally {
                nodes[i] = node;
            }
        }
        return count;
    }

    /** As in a ConcurrentHashMap: eight of one hash code, or many that share a bucket. */
    @ParameterizedTest
    @ValueSource(ints = {8, 64})
    void keysAreEqualByEqualsAlthoughTheirOrderSaysOtherwise(int count) {
        IntUnaryOperator hashOf = id -> count == 8 ? 1 : id << 20;
        for (int id = 0; id < count; id++) {
            table.put(new Ordered(id, hashOf.applyAsInt(id), 0), "a");
            assertThat(table.put(new Ordered(id, hashOf.applyAsInt(id), 1), "b")).isEqualTo("a");
        }
        for (int id = 0; id < count; id++) {
            assertThat(table.get(new Ordered(id, hashOf.applyAsInt(id), 9))).isEqualTo("b");
            assertThat(table.remove(new Ordered(id, hashOf.applyAsInt(id), -9))).isEqualTo("b");
        }
        assertThat(table.size()).isZero();
    }

    @Test
    void keysThatDoNotCompareWithTheirOwnClassAreNeverCompared() {
        for (int id = 0; id < 100; id++) {
            assertThat(table.put(new ComparesWithOthers(id), "v" + id)).isNull();
            assertThat(table.get(new ComparesWithOthers(id / 2))).isEqualTo("v" + id / 2);
        }
    }

    @Test
    void iterationSeesEachEntryOnceInChainsAndBins() {
        Map<Object, String> expected = new HashMap<>();
        for (int i = 0; i < 3000; i++) {
            Object key = new Key(i, i % 3 == 0 ? 2 : 32);
            table.put(key, "v" + i);
            expected.put(key, "v" + i);
        }
        Map<Object, String> seen = new HashMap<>();
        table.iterator()
                .forEachRemaining(
                        entry -> assertThat(seen.put(entry.getKey(), entry.getValue())).isNull());
        assertThat(seen).isEqualTo(expected).isEqualTo(entriesOf(table));
    }

    private static Map<Object, String> entriesOf(ObjectTable<Object, String> table) {
        Map<Object, String> entries = new HashMap<>();
        table.forEach((key, value) -> assertThat(entries.put(key, value)).isNull());
        assertThat(entries).hasSize(table.size());
        return entries;
    }

    private record Hashed(String name, int hash) {
        @Override
        public int hashCode() {
            return hash;
        }
    }

    private static int hash(int id, int hashBits) {
        return hashBits == 32 ? Integer.hashCode(id) : id & ((1 << hashBits) - 1);
    }

    /** A key whose hash code has few bits, so that keys collide. */
    private record Key(int id, int hashBits) {
        @Override
        public int hashCode() {
            return hash(id, hashBits);
        }
    }

    /** The same, of keys that compare, by their ids or in another order. */
    private record Ordered(int id, int hash, int rank) implements Comparable<Ordered> {
        Ordered(int id, int hashBits) {
            this(id, ObjectTableTest.hash(id, hashBits), id);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Ordered key && key.id == id;
        }

        @Override
        public int compareTo(Ordered other) {
            return Integer.compare(rank, other.rank);
        }
    }

    private record ComparesWithOthers(int id) implements Comparable<String> {
        @Override
        public int hashCode() {
            return 7;
        }

        @Override
        public int compareTo(String other) {
            throw new AssertionError(other);
        }
    }

    /** A key that cannot be asked whether it is equal. */
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
}
