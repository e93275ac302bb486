// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Refresh in all its forms, discard, batches, attachments and settling. */
class RefreshTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final LeftRightMap<String, Integer> map = LeftRightMap.create();
    private final WriteHandle<String, Integer> writer = map.writer();

    @Test
    void refreshWithoutOpsChangesNothing() {
        writer.put("tea", 1);
        assertThat(writer.refresh()).isEqualTo(1);
        Object time = map.refreshTime();
        assertThat(writer.refresh()).isEqualTo(1);
        assertThat(writer.refresh()).isEqualTo(1);
        assertThat(map.refreshTime()).isSameAs(time);
        assertThat(map.get("tea")).isEqualTo(1);
        assertThat(map.stats().refreshCount()).isEqualTo(1);
    }

    @Test
    void aSecondRefreshWithTheReplayOwedKeepsTheNewSideLive() {
        writer.put("tea", 1);
        writer.refresh();
        writer.put("tea", 2);
        try (Actor reader = new Actor("reader")) {
            MapView<String, Integer> view = reader.call(map::enter);
            writer.refresh();
            assertThat(writer.refresh()).isEqualTo(2);
            assertThat(writer.refresh("attachment")).isEqualTo(3);
            assertThat(map.get("tea")).isEqualTo(2);
            assertThat(reader.<Integer>call(() -> view.get("tea"))).isEqualTo(1);
            reader.run(view::close);
        }
        assertThat(writer.get("tea")).isEqualTo(2);
    }

    @Test
    void aNewAttachmentAloneMakesANewVersion() {
        writer.put("tea", 1);
        writer.refresh("a");
        assertThat(writer.refresh("b")).isEqualTo(2);
        assertThat(map.attachment()).isEqualTo("b");
        assertThat(map.get("tea")).isEqualTo(1);
        assertThat(writer.refresh("b")).as("the same object again").isEqualTo(2);
        assertThat(writer.refresh()).as("keeps the attachment").isEqualTo(2);
        assertThat(map.attachment()).isEqualTo("b");
        assertThat(writer.refresh(null)).isEqualTo(3);
        assertThat(map.attachment()).isNull();
    }

    @Test
    void aSectionKeepsTheAttachmentOfItsVersion() {
        writer.put("tea", 1);
        writer.refresh("a");
        try (Actor other = new Actor("writer");
                MapView<String, Integer> view = map.enter()) {
            other.call(() -> writer.refresh("b"));
            assertThat(view.attachment()).isEqualTo("a");
            assertThat(view.version()).isEqualTo(1);
        }
        assertThat(map.<Object>read(MapView::attachment)).isEqualTo("b");
    }

    @Test
    void refreshWithoutAnArgumentKeepsTheAttachment() {
        writer.put("tea", 1);
        writer.refresh("a");
        writer.put("tea", 2);
        writer.refresh();
        assertThat(map.attachment()).isEqualTo("a");
    }

    @Test
    void tryRefreshRefreshesUnlessAnotherWriterHoldsTheLock() throws Exception {
        writer.put("tea", 1);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        try (Actor other = new Actor("writer")) {
            Future<Integer> computing =
                    other.start(
                            () ->
                                    writer.compute(
                                            "milk",
                                            (key, value) -> {
                                                inside.countDown();
                                                Actor.uninterrupted(leave::await);
                                                return 2;
                                            }));
            inside.await();
            assertThat(writer.tryRefresh()).isFalse();
            assertThat(map.isEmpty()).isTrue();
            assertThat(writer.settle(Duration.ZERO)).isFalse();
            leave.countDown();
            Actor.result(computing);
        }
        assertThat(writer.tryRefresh()).isTrue();
        assertThat(map.snapshot()).isEqualTo(Map.of("tea", 1, "milk", 2));
        assertThat(writer.tryRefresh()).as("nothing is pending").isTrue();
    }

    @Test
    void discardTakesAllPendingOpsBack() {
        writer.putAll(Map.of("a", 1, "b", 2));
        writer.refresh();
        writer.put("a", 10);
        writer.put("c", 3);
        writer.remove("b");
        writer.put("b", 20);
        writer.remove("c");
        assertThat(writer.discard()).isEqualTo(5);
        assertThat(writer.pendingOpCount()).isZero();
        assertThat(writer.get("a")).isEqualTo(1);
        assertThat(writer.get("b")).isEqualTo(2);
        assertThat(writer.get("c")).isNull();
        assertThat(writer.discard()).isZero();
        writer.put("d", 4);
        writer.refresh();
        assertThat(map.snapshot()).isEqualTo(Map.of("a", 1, "b", 2, "d", 4));
    }

    @Test
    void discardUndoesAFewOpsWithoutAClone() {
        for (int i = 0; i < 1000; i++) {
            writer.put("k" + i, i);
        }
        writer.refresh();
        writer.put("k1", -1);
        long clones = map.stats().cloneCount();
        writer.remove("k2");
        writer.discard();
        writer.put("k3", -3);
        writer.refresh();
        assertThat(map.stats().cloneCount()).isEqualTo(clones);
        assertThat(map.size()).isEqualTo(1000);
        assertThat(map.get("k1")).isEqualTo(1);
    }

    @Test
    void discardOfAClearOrALoadRestoresAll() {
        writer.putAll(Map.of("a", 1, "b", 2));
        writer.refresh();
        writer.clear();
        writer.discard();
        assertThat(writer.size()).isEqualTo(2);
        writer.load(Map.of("c", 3));
        assertThat(writer.discard()).isEqualTo(1);
        assertThat(writer.size()).isEqualTo(2);
        assertThat(writer.refresh()).isEqualTo(1);
        assertThat(map.snapshot()).isEqualTo(Map.of("a", 1, "b", 2));
    }

    @Test
    void batchRefreshesOnSuccess() {
        long version = writer.batch("att", w -> w.putAll(Map.of("a", 1, "b", 2)));
        assertThat(version).isEqualTo(1);
        assertThat(map.attachment()).isEqualTo("att");
        assertThat(map.size()).isEqualTo(2);
        assertThat(writer.batch(w -> w.remove("a"))).isEqualTo(2);
        assertThat(map.attachment()).isEqualTo("att");
        assertThat(writer.batch(w -> {})).as("nothing written").isEqualTo(2);
    }

    @Test
    void batchDiscardsOnAnyFailure() {
        writer.batch("att", w -> w.put("a", 1));
        for (Throwable failure : new Throwable[] {new ArithmeticException("x"), new Error("y")}) {
            assertThatThrownBy(
                            () ->
                                    writer.batch(
                                            "later",
                                            w -> {
                                                w.put("a", 2);
                                                w.put("b", 3);
                                                Actor.<RuntimeException>sneak(failure);
                                            }))
                    .isSameAs(failure);
            assertThat(map.snapshot()).containsOnly(entry("a", 1));
            assertThat(writer.get("a")).isEqualTo(1);
            assertThat(writer.pendingOpCount()).isZero();
            assertThat(map.attachment()).isEqualTo("att");
            assertThat(map.version()).isEqualTo(1);
        }
        writer.batch(w -> w.put("c", 3));
        assertThat(map.snapshot()).isEqualTo(Map.of("a", 1, "c", 3));
    }

    @Test
    void aBatchShutsOtherWritersOut() {
        try (Actor other = new Actor("other writer")) {
            writer.batch(
                    w -> {
                        w.put("a", 1);
                        Future<Integer> waiting = other.start(() -> writer.put("b", 2));
                        assertThat(writer.pendingOpCount()).isEqualTo(1);
                        assertThat(waiting).isNotDone();
                    });
            other.run(() -> {}); // the waiting put comes before this
        }
        assertThat(map.snapshot()).containsOnly(entry("a", 1));
        assertThat(writer.get("b")).isEqualTo(2);
    }

    @Test
    void settleBringsTheHiddenSideUpToDateOnceReadersHaveLeft() {
        writer.put("tea", 1);
        writer.refresh();
        writer.put("tea", 2);
        assertThat(writer.settle(Duration.ZERO)).as("nothing is owed").isTrue();
        try (Actor reader = new Actor("reader")) {
            MapView<String, Integer> view = reader.call(map::enter);
            writer.refresh();
            long replayed = map.stats().replayedOpCount();
            assertThat(writer.settle(Duration.ZERO)).isFalse();
            Future<Boolean> settling;
            try (Actor settler = new Actor("settler")) {
                settling = settler.start(() -> writer.settle(LONG));
                reader.run(view::close);
                assertThat(Actor.result(settling)).isTrue();
            }
            assertThat(map.stats().replayedOpCount()).isGreaterThan(replayed);
            assertThat(map.stats().abandonCount()).isZero();
        }
        assertThat(writer.settle(LONG)).isTrue();
    }

    @Test
    void statsTellWhatHasHappened() {
        writer.put("a", 1);
        Stats pending = map.stats();
        assertThat(pending.pendingOpCount()).isEqualTo(1);
        assertThat(pending.version()).isZero();
        writer.refresh();
        writer.put("b", 2);
        writer.refresh();
        Stats stats = map.stats();
        assertThat(stats.refreshCount()).isEqualTo(2);
        assertThat(stats.replayedOpCount()).isEqualTo(2);
        assertThat(stats.version()).isEqualTo(2);
        assertThat(stats.pendingOpCount()).isZero();
        assertThat(stats.abandonCount()).isZero();
        assertThat(stats.replayFailureCount()).isZero();
    }
}
