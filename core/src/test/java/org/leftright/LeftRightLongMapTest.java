// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The map with long keys: every read and every write. */
class LeftRightLongMapTest {
    private static final long OTHER = 123_456_789;

    private final LeftRightLongMap<String> map = LeftRightLongMap.create();
    private final LongWriteHandle<String> writer = map.writer();
    private final AtomicInteger calls = new AtomicInteger();

    private void given(long key, String value) {
        writer.put(key, value);
        writer.refresh();
    }

    private Map<Long, String> pending() {
        Map<Long, String> pending = new HashMap<>();
        writer.forEach(pending::put);
        assertThat(writer.size()).isEqualTo(pending.size());
        return pending;
    }

    /** Refreshes, and once more with the same content, so that both sides were read. */
    private Map<Long, String> live() {
        writer.refresh();
        Map<Long, String> live = Map.copyOf(map.asMap());
        writer.put(OTHER, "the other side");
        writer.refresh();
        writer.remove(OTHER);
        writer.refresh();
        assertThat(map.snapshot()).isEqualTo(live);
        return live;
    }

    @Test
    void whatIsPutIsHiddenUntilRefresh() {
        assertThat(writer.put(1, "a")).isNull();
        assertThat(writer.put(1, "b")).isEqualTo("a");
        assertThat(map.get(1)).isNull();
        assertThat(map.containsKey(1)).isFalse();
        assertThat(map.isEmpty()).isTrue();
        assertThat(writer.refresh()).isEqualTo(1);
        assertThat(map.get(1)).isEqualTo("b");
        assertThat(map.containsKey(1)).isTrue();
        assertThat(map.size()).isEqualTo(1);
        assertThat(map.getOrDefault(1, "c")).isEqualTo("b");
        assertThat(map.getOrDefault(2, "c")).isEqualTo("c");
        assertThat(map).hasToString("LeftRightLongMap[version=1, size=1]");
    }

    @Test
    void extremeKeysAreKeysLikeAnyOther() {
        long[] keys = {0, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, -(1L << 32)};
        for (long key : keys) {
            writer.put(key, "v" + key);
        }
        writer.refresh();
        for (long key : keys) {
            assertThat(map.get(key)).isEqualTo("v" + key);
        }
        writer.replaceAll((key, value) -> value + "!");
        writer.refresh();
        assertThat(map.snapshot())
                .hasSize(keys.length)
                .allSatisfy((key, value) -> assertThat(value).isEqualTo("v" + key + "!"));
        assertThat(writer.removeIf((key, value) -> key <= 0)).isEqualTo(4);
        assertThat(live()).containsOnlyKeys(1L, Long.MAX_VALUE, 1L << 32);
    }

    @Test
    void removeReturnsThePendingValueAndRecordsNothingForAMissingKey() {
        given(1, "a");
        assertThat(writer.remove(2)).isNull();
        assertThat(writer.pendingOpCount()).isZero();
        assertThat(writer.remove(1)).isEqualTo("a");
        assertThat(map.get(1)).isEqualTo("a");
        assertThat(live()).isEmpty();
    }

    @Test
    void clearPutAllAndPutIfAbsent() {
        given(1, "a");
        writer.clear();
        writer.putAll(Map.of(2L, "b", 3L, "c"));
        assertThat(writer.putIfAbsent(2, "x")).isEqualTo("b");
        assertThat(writer.putIfAbsent(4, "d")).isNull();
        assertThat(map.snapshot()).containsOnly(entry(1L, "a"));
        assertThat(live()).isEqualTo(Map.of(2L, "b", 3L, "c", 4L, "d"));
    }

    @Test
    void computeAndItsKinAreEvaluatedOnce() {
        given(1, "a");
        assertThat(writer.compute(1, (key, value) -> value + key + calls.incrementAndGet()))
                .isEqualTo("a11");
        assertThat(writer.computeIfAbsent(2, key -> "b" + calls.incrementAndGet())).isEqualTo("b2");
        assertThat(writer.computeIfAbsent(2, key -> "never")).isEqualTo("b2");
        assertThat(writer.computeIfPresent(3, (key, value) -> "never")).isNull();
        assertThat(writer.computeIfPresent(2, (key, value) -> value + calls.incrementAndGet()))
                .isEqualTo("b23");
        assertThat(writer.merge(3, "c", (a, b) -> "never")).isEqualTo("c");
        assertThat(writer.merge(3, "d", (a, b) -> a + b + calls.incrementAndGet()))
                .isEqualTo("cd4");
        assertThat(live()).isEqualTo(Map.of(1L, "a11", 2L, "b23", 3L, "cd4"));
        assertThat(calls).hasValue(4);
    }

    @Test
    void aNullResultTakesTheKeyAway() {
        writer.putAll(Map.of(1L, "a", 2L, "b", 3L, "c"));
        writer.refresh();
        assertThat(writer.compute(1, (key, value) -> null)).isNull();
        assertThat(writer.computeIfPresent(2, (key, value) -> null)).isNull();
        assertThat(writer.merge(3, "x", (a, b) -> null)).isNull();
        assertThat(writer.compute(4, (key, value) -> null)).isNull();
        assertThat(writer.computeIfAbsent(5, key -> null)).isNull();
        assertThat(writer.pendingOpCount()).isEqualTo(3);
        assertThat(live()).isEmpty();
    }

    /** A large table gathers the entries of a load first. */
    @ParameterizedTest
    @ValueSource(ints = {1_000, 200_000})
    void aReadOfWhatIsPendingSeesWhatALoadHasPut(int count) {
        writer.load(
                count,
                sink -> {
                    for (long key = 0; key < count; key++) {
                        sink.accept(key, "first");
                        if (key % 100 == 0) {
                            assertThat(writer.get(key)).isEqualTo("first");
                            assertThat(writer.size()).isEqualTo((int) key + 1);
                            sink.accept(key, writer.get(key) + " and second");
                        }
                    }
                });
        writer.refresh();
        assertThat(map.size()).isEqualTo(count);
        assertThat(map.get(100)).isEqualTo("first and second");
        assertThat(map.get(101)).isEqualTo("first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"removeIf", "replaceAll"})
    void batchesThatBeginWithAChangeOfManyMakeTheTableSmaller(String write) {
        writer.load(10_000, sink -> LongStream.range(0, 10_000).forEach(i -> sink.accept(i, "v")));
        writer.refresh();
        writer.batch(w -> w.removeIf((key, value) -> key >= 10));
        int large = writer.<Integer>pending(LongTable::capacity);
        if (write.equals("removeIf")) {
            writer.removeIf((key, value) -> key == 3);
        } else {
            writer.replaceAll((key, value) -> "w");
        }
        assertThat(writer.<Integer>pending(LongTable::capacity)).isLessThan(large / 8);
        writer.refresh();
        assertThat(map.get(5)).isEqualTo(write.equals("removeIf") ? "v" : "w");
    }

    /** What is not replaced need not be copied. */
    @Test
    void whoReplacesAllByTheSameWritesNothing() {
        writer.load(10_000, sink -> LongStream.range(0, 10_000).forEach(i -> sink.accept(i, "v")));
        writer.refresh();
        assertThat(writer.<Boolean>pending(table -> table.log.isAll())).as("replayed").isFalse();
        writer.replaceAll((key, value) -> value);
        assertThat(writer.pendingOpCount()).isZero();
        assertThat(writer.<Boolean>pending(table -> table.log.isAll())).isFalse();
        writer.replaceAll((key, value) -> key == 7 ? "seven" : value);
        assertThat(writer.pendingOpCount()).isOne();
        writer.refresh();
        assertThat(map.get(7)).isEqualTo("seven");
        assertThat(map.get(8)).isEqualTo("v");
    }

    @Test
    void bulkLoadIsVisibleAfterARefreshOnBothSides() {
        given(-5, "before");
        Map<Long, String> many = new HashMap<>();
        for (long i = 0; i < 1000; i++) {
            many.put(i, "v" + i);
        }
        writer.load(many);
        writer.load(1, sink -> sink.accept(5000, "x"));
        assertThat(map.size()).isEqualTo(1);
        many.put(-5L, "before");
        many.put(5000L, "x");
        assertThat(pending()).isEqualTo(many);
        assertThat(live()).isEqualTo(many);
    }

    @Test
    void largeLoadIsWholeAndTheLastEntryOfAKeyCounts() {
        int count = 200_000; // so many that they are gathered by the parts of the table first
        writer.load(
                count,
                sink -> {
                    for (int i = 0; i < count; i++) {
                        sink.accept(i, "first");
                        sink.accept(i, "last");
                    }
                });
        assertThat(writer.size()).isEqualTo(count);
        writer.refresh();
        assertThat(map.size()).isEqualTo(count);
        for (int i = 0; i < count; i++) {
            assertThat(map.get(i)).isSameAs("last");
        }
        assertThat(writer.get(count - 1)).as("on the other side").isEqualTo("last");
    }

    @Test
    void theHandleReadsWhatIsPending() {
        given(1, "a");
        writer.put(2, "b");
        writer.remove(1);
        assertThat(writer.get(2)).isEqualTo("b");
        assertThat(writer.get(1)).isNull();
        assertThat(writer.containsKey(2)).isTrue();
        assertThat(writer.getOrDefault(1, "z")).isEqualTo("z");
        assertThat(writer.isEmpty()).isFalse();
        assertThat(pending()).containsOnly(entry(2L, "b"));
    }

    @Test
    void batchDiscardAndAttachmentsAreThoseOfTheOtherMap() {
        assertThat(writer.batch("att", w -> w.put(1, "a"))).isEqualTo(1);
        assertThat(map.attachment()).isEqualTo("att");
        writer.put(1, "b");
        writer.put(2, "c");
        assertThat(writer.discard()).isEqualTo(2);
        assertThat(writer.batch(w -> w.put(3, "d"))).isEqualTo(2);
        assertThat(writer.tryRefresh()).isTrue();
        assertThat(live()).isEqualTo(Map.of(1L, "a", 3L, "d"));
    }

    @Test
    void aViewHasAllReads() {
        given(1, "a");
        given(2, "b");
        Map<Long, String> visited = new HashMap<>();
        Map<Long, String> iterated = new HashMap<>();
        try (LongMapView<String> view = map.enter()) {
            assertThat(view.get(1)).isEqualTo("a");
            assertThat(view.getOrDefault(3, "z")).isEqualTo("z");
            assertThat(view.containsKey(2)).isTrue();
            assertThat(view.size()).isEqualTo(2);
            assertThat(view.isEmpty()).isFalse();
            assertThat(view.version()).isEqualTo(2);
            assertThat(view.attachment()).isNull();
            assertThat(view.refreshTime()).isEqualTo(map.refreshTime());
            assertThat(view).hasToString("LongMapView[version=2, size=2]");
            view.forEach(visited::put);
            view.iterator().forEachRemaining(e -> iterated.put(e.getKey(), e.getValue()));
        }
        assertThat(visited).isEqualTo(Map.of(1L, "a", 2L, "b")).isEqualTo(iterated);
    }

    @Test
    void aHandleReadsAsTheMapDoesAndItsSectionsSeeOneVersion() {
        given(1, "a");
        Map<Long, String> visited = new HashMap<>();
        try (Actor other = new Actor("writer");
                LongReadHandle<String> reader = map.reader()) {
            try (LongMapView<String> view = reader.enter()) {
                other.run(() -> given(1, "b"));
                assertThat(view.get(1)).isEqualTo("a");
                assertThat(reader.<String>read(inner -> inner.get(1))).isEqualTo("a");
                assertThat(reader.get(1)).as("a single read is live").isEqualTo("b");
            }
            assertThat(reader.<String>read(view -> view.get(1))).isEqualTo("b");
            assertThat(reader.getOrDefault(2, "z")).isEqualTo("z");
            assertThat(reader.containsKey(1)).isTrue();
            assertThat(reader.size()).isEqualTo(1);
            assertThat(reader.isEmpty()).isFalse();
            reader.forEach(visited::put);
        }
        map.forEach((key, value) -> visited.merge(key, value, String::concat));
        assertThat(visited).containsOnly(entry(1L, "bb"));
    }
}
