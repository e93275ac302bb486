// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Threads that die, and handles that are dropped. */
class ReclaimTest extends CollectedTests {
    @Test
    void aThreadThatDiedInASectionCountsAsDeparted() {
        refreshWith(map, 1);
        Actor.inThreadThatDies(map::enter);
        refreshWith(map, 2);
        refreshWith(map, 3);
        assertThat(map.stats().abandonCount()).isZero();
        assertThat(map.stats().reclaimedCount()).isEqualTo(1);
        assertThat(map.get("tea")).isEqualTo(3);
    }

    @Test
    void aThreadThatDiedInASectionOfItsHandleCountsAsDeparted() {
        refreshWith(map, 1);
        List<ReadHandle<String, Object>> kept = new ArrayList<>();
        Actor.inThreadThatDies(
                () -> {
                    kept.add(map.reader());
                    kept.get(0).enter();
                    kept.get(0).enter();
                });
        refreshWith(map, 2);
        refreshWith(map, 3);
        assertThat(map.stats().abandonCount()).isZero();
        kept.get(0).close();
    }

    @Test
    void theSlotOfADeadThreadIsLentAgain() {
        refreshWith(map, 1);
        for (int i = 0; i < 500; i++) {
            Actor.inThreadThatDies(map::enter);
            refreshWith(map, i);
            map.writer().settle(Duration.ofSeconds(20));
        }
        assertThat(map.stats().reclaimedCount()).isEqualTo(500);
        assertThat(map.stats().slotCount()).isLessThanOrEqualTo(64);
        assertThat(map.stats().abandonCount()).isZero();
    }

    @Test
    void settleLetsGoOfTheDeadToo() {
        refreshWith(map, 1);
        Actor.inThreadThatDies(map::enter);
        refreshWith(map, 2);
        assertThat(map.writer().settle(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void aHandleThatWasDroppedUnclosedIsReclaimed() {
        reader.run(() -> map.reader().get("tea"));
        assertThat(map.stats().handleCount()).isEqualTo(1);
        collectUntil(
                () -> {
                    refreshWith(map, new Object());
                    return map.stats().handleCount() == 0;
                });
        assertThat(map.stats().reclaimedCount()).isEqualTo(1);
        assertThat(map.stats().abandonCount()).isZero();
    }

    @Test
    void aHandleThatWasDroppedInsideASectionIsReclaimedAfterItsSideIsAbandoned() {
        refreshWith(hasty, 1);
        reader.run(() -> hasty.reader().enter());
        collectUntil(
                () -> {
                    refreshWith(hasty, "v");
                    return hasty.stats().handleCount() == 0;
                });
        assertThat(hasty.stats().reclaimedCount()).isEqualTo(1);
        assertThat(hasty.stats().abandonCount()).isEqualTo(1);
    }

    @Test
    void theHandleOfADeadThreadIsClosedByWhoeverHasIt() {
        List<ReadHandle<String, Object>> kept = new ArrayList<>();
        Actor.inThreadThatDies(() -> kept.add(map.reader()));
        assertThat(map.stats().handleCount()).isEqualTo(1);
        kept.get(0).close();
        kept.get(0).close();
        assertThat(map.stats().handleCount()).isZero();
    }

    @Test
    void theHandlesOfDeadThreadsMayBeClosedAgainWhenTheirPlacesAreGone() {
        List<ReadHandle<String, Object>> kept = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Actor.inThreadThatDies(() -> kept.add(map.reader()));
        }
        kept.forEach(ReadHandle::close);
        refreshWith(map, 1); // moves the handles that are left into a smaller array
        reader.run(
                () -> {
                    try (ReadHandle<String, Object> handle = map.reader()) {
                        kept.forEach(ReadHandle::close);
                        assertThat(map.stats().handleCount()).isEqualTo(1);
                        assertThat(handle.<Object>get("tea")).isEqualTo(1);
                    }
                });
        assertThat(map.stats().handleCount()).isZero();
    }

    @Test
    void aThreadThatDroppedAHandleInsideASectionCanStillRefresh() {
        refreshWith(hasty, 1);
        hasty.reader().enter();
        collectUntil(
                () -> {
                    try {
                        refreshWith(hasty, "v");
                        return hasty.stats().handleCount() == 0;
                    } catch (IllegalStateException notYetCollected) {
                        return false;
                    }
                });
        assertThat(hasty.get("tea")).isEqualTo("v");
    }

    @Test
    void aViewKeepsItsHandleAlive() {
        refreshWith(hasty, 1);
        MapView<String, Object> view = reader.call(() -> hasty.reader().enter());
        for (int i = 2; i < 10; i++) {
            System.gc();
            refreshWith(hasty, i);
        }
        assertThat(hasty.stats().handleCount()).isEqualTo(1);
        assertThat(reader.<Object>call(() -> view.get("tea"))).isEqualTo(1);
        reader.run(view::close);
    }

    @Test
    void theClosedHandlesOfManyThreadsLeaveNothingBehind() {
        for (int i = 0; i < 2000; i++) {
            Actor.inThreadThatDies(
                    () -> {
                        try (ReadHandle<String, Object> handle = map.reader()) {
                            handle.read(view -> view.get("tea"));
                        }
                    });
        }
        assertThat(map.stats().handleCount()).isZero();
    }

    @Test
    void theForgottenHandlesOfManyThreadsAreReclaimed() {
        for (int i = 0; i < 2000; i++) {
            Actor.inThreadThatDies(() -> map.reader().read(view -> view.get("tea")));
        }
        collectUntil(
                () -> {
                    refreshWith(map, new Object());
                    return map.stats().handleCount() == 0;
                });
        assertThat(map.stats().reclaimedCount()).isEqualTo(2000);
    }

    @Test
    void manyThreadsWithoutHandlesShareAFewSlots() {
        for (int i = 0; i < 3000; i++) {
            Actor.inThreadThatDies(() -> map.read(view -> map.read(inner -> view.get("tea"))));
        }
        assertThat(map.stats().slotCount()).isBetween(1, 64);
        assertThat(map.stats().handleCount()).isZero();
    }

    @Test
    void slotsGrowWithTheSectionsThatAreOpenAtOnceAndAreUsedAgain() throws Exception {
        for (int round = 0; round < 3; round++) {
            CountDownLatch inside = new CountDownLatch(300);
            CountDownLatch leave = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                Thread thread = new Thread(() -> stay(inside, leave));
                threads.add(thread);
                thread.start();
            }
            inside.await();
            assertThat(map.stats().slotCount()).isBetween(300, 5000);
            leave.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(map.stats().slotCount()).isLessThanOrEqualTo(5000);
    }

    private void stay(CountDownLatch inside, CountDownLatch leave) {
        map.read(
                view -> {
                    inside.countDown();
                    Actor.uninterrupted(leave::await);
                    return view.size();
                });
    }
}
