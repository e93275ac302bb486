// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Each write, its result, and what is pending after it and live after a refresh. */
class WriteHandleTest {
    private final LeftRightMap<String, Integer> map = LeftRightMap.create();
    private final WriteHandle<String, Integer> writer = map.writer();
    private final AtomicInteger calls = new AtomicInteger();

    private void given(String key, int value) {
        writer.put(key, value);
        writer.refresh();
    }

    private Map<String, Integer> pending() {
        Map<String, Integer> pending = new HashMap<>();
        writer.forEach(pending::put);
        assertThat(writer.size()).isEqualTo(pending.size());
        return pending;
    }

    /** Refreshes, and refreshes once more with the same content, so that both sides were read. */
    private Map<String, Integer> live() {
        writer.refresh();
        Map<String, Integer> live = Map.copyOf(map.asMap());
        writer.put("the other side", 0);
        writer.refresh();
        writer.remove("the other side");
        writer.refresh();
        assertThat(map.snapshot()).isEqualTo(live);
        return live;
    }

    @Test
    void putReturnsThePendingValueBefore() {
        assertThat(writer.put("tea", 1)).isNull();
        assertThat(writer.put("tea", 2)).isEqualTo(1);
        assertThat(writer.pendingOpCount()).isEqualTo(2);
        assertThat(live()).containsOnly(entry("tea", 2));
    }

    @Test
    void aCheckedExceptionTakesABatchBackAndIsTheCause() {
        given("tea", 1);
        IOException cause = new IOException("half a file");

        assertThatThrownBy(
                        () ->
                                writer.batch(
                                        batch -> {
                                            batch.put("tea", 2);
                                            throw cause;
                                        }))
                .isInstanceOf(CompletionException.class)
                .hasCause(cause);
        assertThat(pending()).containsOnly(entry("tea", 1));
    }

    @Test
    void anInterruptInABatchIsNotLost() {
        assertThatThrownBy(
                        () ->
                                writer.batch(
                                        "attachment",
                                        batch -> {
                                            throw new InterruptedException();
                                        }))
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void putAllPutsAll() {
        writer.putAll(Map.of("tea", 1, "milk", 2));
        assertThat(writer.pendingOpCount()).isEqualTo(2);
        assertThat(live()).isEqualTo(Map.of("tea", 1, "milk", 2));
    }

    @Test
    void removeReturnsThePendingValueAndRecordsNothingForAMissingKey() {
        given("tea", 1);
        assertThat(writer.remove("milk")).isNull();
        assertThat(writer.pendingOpCount()).isZero();
        assertThat(writer.remove("tea")).isEqualTo(1);
        assertThat(writer.remove("tea")).isNull();
        assertThat(writer.pendingOpCount()).isEqualTo(1);
        assertThat(map.get("tea")).isEqualTo(1);
        assertThat(live()).isEmpty();
    }

    @Test
    void clearTakesAllAwayAndPutsAfterItStay() {
        given("tea", 1);
        writer.put("milk", 2);
        writer.clear();
        assertThat(pending()).isEmpty();
        writer.put("beer", 3);
        assertThat(map.get("tea")).isEqualTo(1);
        assertThat(live()).containsOnly(entry("beer", 3));
    }

    @Test
    void putIfAbsentPutsOnlyIfAbsent() {
        assertThat(writer.putIfAbsent("tea", 1)).isNull();
        assertThat(writer.putIfAbsent("tea", 2)).isEqualTo(1);
        assertThat(writer.pendingOpCount()).isEqualTo(1);
        assertThat(live()).containsOnly(entry("tea", 1));
    }

    @Test
    void computeReplacesAddsAndRemovesAndIsEvaluatedOnce() {
        given("tea", 1);
        assertThat(writer.compute("tea", (key, value) -> calls.incrementAndGet() + value))
                .isEqualTo(2);
        assertThat(writer.compute("milk", (key, value) -> value == null ? 7 : -1)).isEqualTo(7);
        assertThat(live()).isEqualTo(Map.of("tea", 2, "milk", 7));
        assertThat(calls).hasValue(1);
        assertThat(writer.compute("tea", (key, value) -> null)).isNull();
        assertThat(writer.compute("beer", (key, value) -> null)).isNull();
        assertThat(writer.pendingOpCount()).isEqualTo(1);
        assertThat(live()).containsOnly(entry("milk", 7));
    }

    @Test
    void computeIfAbsentIsEvaluatedOnceAndOnlyIfAbsent() {
        given("tea", 1);
        assertThat(writer.computeIfAbsent("tea", key -> calls.incrementAndGet())).isEqualTo(1);
        assertThat(calls).hasValue(0);
        assertThat(writer.computeIfAbsent("milk", key -> 10 + calls.incrementAndGet()))
                .isEqualTo(11);
        assertThat(writer.computeIfAbsent("beer", key -> null)).isNull();
        assertThat(live()).isEqualTo(Map.of("tea", 1, "milk", 11));
        assertThat(calls).hasValue(1);
    }

    @Test
    void computeIfPresentIsEvaluatedOnceAndOnlyIfPresent() {
        given("tea", 1);
        assertThat(writer.computeIfPresent("milk", (key, value) -> calls.incrementAndGet()))
                .isNull();
        assertThat(writer.computeIfPresent("tea", (key, value) -> value + calls.incrementAndGet()))
                .isEqualTo(2);
        assertThat(live()).containsOnly(entry("tea", 2));
        assertThat(calls).hasValue(1);
        assertThat(writer.computeIfPresent("tea", (key, value) -> null)).isNull();
        assertThat(live()).isEmpty();
    }

    @Test
    void mergePutsCombinesAndRemovesAndIsEvaluatedOnce() {
        assertThat(writer.merge("tea", 5, (a, b) -> calls.incrementAndGet())).isEqualTo(5);
        assertThat(calls).hasValue(0);
        assertThat(writer.merge("tea", 6, (a, b) -> a + b + calls.getAndIncrement())).isEqualTo(11);
        assertThat(live()).containsOnly(entry("tea", 11));
        assertThat(calls).hasValue(1);
        assertThat(writer.merge("tea", 6, (a, b) -> null)).isNull();
        assertThat(live()).isEmpty();
    }

    @Test
    void replaceAllIsEvaluatedOnceForEachEntry() {
        writer.putAll(Map.of("a", 1, "b", 2, "c", 3));
        writer.refresh();
        writer.replaceAll((key, value) -> value * 10 + 0 * calls.incrementAndGet());
        assertThat(map.get("a")).isEqualTo(1);
        assertThat(live()).isEqualTo(Map.of("a", 10, "b", 20, "c", 30));
        assertThat(calls).hasValue(3);
    }

    @Test
    void removeIfAsksOnceForEachEntryAndCountsWhatItRemoves() {
        for (int i = 0; i < 20; i++) {
            writer.put("k" + i, i);
        }
        writer.refresh();
        int removed =
                writer.removeIf((key, value) -> calls.incrementAndGet() > 0 && value % 2 == 0);
        assertThat(removed).isEqualTo(10);
        assertThat(writer.size()).isEqualTo(10);
        assertThat(map.size()).isEqualTo(20);
        assertThat(live()).hasSize(10).allSatisfy((key, value) -> assertThat(value).isOdd());
        assertThat(calls).hasValue(20);
    }

    @Test
    void aBulkLoadIsVisibleAfterARefreshOnBothSides() {
        given("tea", 1);
        Map<String, Integer> many = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            many.put("k" + i, i);
        }
        writer.load(many);
        assertThat(map.size()).isEqualTo(1);
        assertThat(writer.pendingOpCount()).isEqualTo(1000);
        many.put("tea", 1);
        assertThat(pending()).isEqualTo(many);
        assertThat(live()).isEqualTo(many);
    }

    @Test
    void loadTakesWhatItsSourceHandsOver() {
        writer.put("tea", 1);
        writer.load(
                2,
                sink -> {
                    sink.accept("milk", 2);
                    sink.accept("tea", 3);
                });
        writer.put("beer", 4);
        assertThat(live()).isEqualTo(Map.of("milk", 2, "tea", 3, "beer", 4));
    }

    @Test
    void theHandleReadsWhatIsPending() {
        given("tea", 1);
        writer.put("milk", 2);
        writer.remove("tea");
        assertThat(writer.get("milk")).isEqualTo(2);
        assertThat(writer.get("tea")).isNull();
        assertThat(writer.containsKey("milk")).isTrue();
        assertThat(writer.containsKey("tea")).isFalse();
        assertThat(writer.getOrDefault("tea", 9)).isEqualTo(9);
        assertThat(writer.getOrDefault("milk", 9)).isEqualTo(2);
        assertThat(writer.size()).isEqualTo(1);
        assertThat(writer.isEmpty()).isFalse();
        assertThat(pending()).containsOnly(entry("milk", 2));
        assertThat(map.snapshot()).containsOnly(entry("tea", 1));
    }

    @Test
    void aVeryLargeBatchIsFollowedByASmallOne() {
        LeftRightMap<Integer, Integer> numbers = LeftRightMap.create();
        LeftRightLongMap<Integer> byId = LeftRightLongMap.create();
        int count = 80_000;
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < count; i++) {
                numbers.writer().put(i, i + round);
                byId.writer().put(i, i + round);
            }
            numbers.writer().refresh();
            byId.writer().refresh();
            for (int i = 0; i < 3; i++) {
                int change = -i;
                numbers.writer().batch(w -> w.put(7, change));
                byId.writer().batch(w -> w.put(7, change));
            }
            assertThat(numbers.size()).isEqualTo(count).isEqualTo(byId.size());
            assertThat(numbers.get(7)).isEqualTo(-2).isEqualTo(byId.get(7));
            assertThat(numbers.get(count - 1)).isEqualTo(count - 1 + round);
        }
    }
}
