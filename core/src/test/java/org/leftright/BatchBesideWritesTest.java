// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A batch joins the ops that are pending when it begins, and a failed one leaves them as they were.
 */
class BatchBesideWritesTest {
    static Stream<Named<Subject>> subjects() {
        return Stream.of(
                Named.of("object keys", Subject.table()),
                Named.of("long keys", Subject.longKeys()),
                Named.of("a state", Subject.state()));
    }

    private static void fail(Subject map, Runnable writes) {
        assertThatThrownBy(
                        () ->
                                map.batch(
                                        () -> {
                                            writes.run();
                                            throw new UnsupportedOperationException("as planned");
                                        }))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static void putFromTo(Subject map, int from, int to) {
        for (int key = from; key < to; key++) {
            map.put(key, key);
        }
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void aBatchMakesTheOpsBeforeItVisibleToo(Subject map) {
        map.put(1, 10);
        assertThat(map.batch(() -> map.put(2, 20))).isEqualTo(1);
        assertThat(map.live()).isEqualTo(Map.of(1, 10, 2, 20));
        assertThat(map.pendingOpCount()).isZero();
        map.assertSidesAreEqual();
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void aFailedBatchLeavesTheOpsBeforeItPending(Subject map) {
        map.put(1, 1);
        map.put(2, 2);
        map.refresh(null);
        map.put(1, 10);
        map.remove(2);
        map.put(3, 30);
        fail(
                map,
                () -> {
                    map.put(1, 100);
                    map.put(2, 200);
                    map.remove(3);
                    map.put(4, 400);
                });
        assertThat(map.pending()).isEqualTo(Map.of(1, 10, 3, 30));
        assertThat(map.live()).isEqualTo(Map.of(1, 1, 2, 2));
        assertThat(map.pendingOpCount()).isEqualTo(3);

        map.refresh(null);
        assertThat(map.live()).isEqualTo(Map.of(1, 10, 3, 30));
        map.assertSidesAreEqual();
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void opsBeforeAFailedBatchCanStillBeDiscarded(Subject map) {
        map.put(1, 1);
        map.refresh(null);
        map.put(1, 10);
        fail(map, () -> map.put(1, 100));
        assertThat(map.discard()).isEqualTo(1);
        assertThat(map.pending()).isEqualTo(Map.of(1, 1));
        map.assertSidesAreEqual();
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void aFailedBatchThatGrewTheTableLeavesTheOpsBeforeIt(Subject map) {
        putFromTo(map, 0, 20);
        map.refresh(null);
        map.put(5, 50);
        fail(map, () -> putFromTo(map, 100, 5_000));
        assertThat(map.pending().get(5)).isEqualTo(50);
        assertThat(map.pending()).hasSize(20);
        map.refresh(null);
        assertThat(map.live().get(5)).isEqualTo(50);
        map.assertSidesAreEqual();
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void aFailedBatchThatClearedLeavesTheOpsBeforeIt(Subject map) {
        putFromTo(map, 0, 20);
        map.refresh(null);
        map.put(5, 50);
        fail(map, map::clear);
        assertThat(map.pending()).hasSize(20).containsEntry(5, 50);
        map.refresh(null);
        map.assertSidesAreEqual();
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void aFailedBatchLeavesAClearAndALoadBeforeIt(Subject map) {
        putFromTo(map, 0, 20);
        map.refresh(null);
        map.clear();
        Map<Integer, Integer> loaded = new HashMap<>();
        for (int key = 1_000; key < 4_000; key++) {
            loaded.put(key, key);
        }
        map.load(loaded);
        int opCount = map.pendingOpCount();
        fail(
                map,
                () -> {
                    map.removeIf((key, value) -> key % 2 == 0);
                    putFromTo(map, 10_000, 30_000);
                });
        assertThat(map.pending()).isEqualTo(loaded);
        assertThat(map.pendingOpCount()).isEqualTo(opCount);
        map.put(7, 7); // the other entries are not shared with what was remembered
        loaded.put(7, 7);
        map.refresh(null);
        assertThat(map.live()).isEqualTo(loaded);
        map.assertSidesAreEqual();
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void aFailedBatchAfterAFailedBatchLeavesTheSame(Subject map) {
        map.put(1, 1);
        for (int i = 0; i < 3; i++) {
            fail(map, () -> putFromTo(map, 0, 100));
            assertThat(map.pending()).isEqualTo(Map.of(1, 1));
        }
    }

    @Test
    void aBatchWithAFailedLoadLeavesTheOpsBeforeIt() {
        LeftRightMap<String, Integer> map = LeftRightMap.create();
        map.writer().put("tea", 1);
        assertThatThrownBy(
                        () ->
                                map.writer()
                                        .batch(
                                                batch -> {
                                                    assertThatThrownBy(() -> loadAndFail(batch));
                                                    batch.put("beer", 3);
                                                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("load");
        assertThat(map.writer().pendingOpCount()).isEqualTo(1);
        map.writer().refresh();
        assertThat(map.snapshot()).isEqualTo(Map.of("tea", 1));
    }

    private static void loadAndFail(WriteHandle<String, Integer> writer) {
        writer.load(
                5_000,
                sink -> {
                    sink.accept("milk", 2);
                    throw new UnsupportedOperationException("as planned");
                });
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void aBatchOfNothingMakesTheOpsBeforeItVisible(Subject map) {
        map.put(1, 1);
        map.batch(() -> {});
        assertThat(map.live()).isEqualTo(Map.of(1, 1));
    }

    /** The batch goes on with a clone, as after a load that failed for want of memory. */
    @Test
    void theOpsBeforeABatchAreRestoredInACloneToo() {
        TouchLog log = new TouchLog();
        LongTable<String> live = new LongTable<>(0, log);
        LongTable<String> hidden = live.copy();
        hidden.put(1, "one");
        Oplog<LongTable<String>> oplog = TableOplog.ofLongTable(log);
        Oplog.Savepoint<LongTable<String>> savepoint = oplog.savepoint(hidden);
        oplog.clear();
        LongTable<String> clone = live.copy();
        clone.put(2, "two");
        assertThat(savepoint.restore(clone, live)).isTrue();
        assertThat(clone.get(1)).isEqualTo("one");
        assertThat(clone.get(2)).isNull();
        assertThat(oplog.size()).isEqualTo(1);
    }

    @Test
    void theSetsBeforeABatchAreRestoredInACloneToo() {
        IdSetLog log = new IdSetLog();
        IdSetTable live = new IdSetTable(log);
        live.add(1, 10);
        log.clear();
        IdSetTable hidden = live.copy();
        hidden.add(1, 11);
        hidden.add(2, 20);
        Consumer<IdSetTable> savepoint = hidden.savepoint();
        Runnable mark = log.mark();
        log.clear();
        IdSetTable clone = live.copy();
        mark.run();
        savepoint.accept(clone);
        assertThat(clone.sets.get(1).contains(11)).isTrue();
        assertThat(clone.sets.get(2).contains(20)).isTrue();
    }
}
