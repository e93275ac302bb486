// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.leftright.Actor.inThreadThatDies;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Threads whose side was abandoned, and that die in their section afterwards. */
class DeadStragglerTest extends CollectedTests {
    /** Enters, stays until its side has been abandoned, and dies there. */
    private void straggleAndDie(Runnable enter) {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch die = new CountDownLatch(1);
        Thread thread =
                new Thread(
                        () -> {
                            enter.run();
                            inside.countDown();
                            Actor.uninterrupted(die::await);
                        });
        thread.start();
        Actor.uninterrupted(inside::await);
        long before = hasty.stats().abandonCount();
        refreshWith(hasty, new Object());
        refreshWith(hasty, new Object());
        assertThat(hasty.stats().abandonCount()).isGreaterThan(before);
        die.countDown();
        Actor.uninterrupted(thread::join);
    }

    @Test
    void theirSlotsAreLentAgain() {
        for (int i = 0; i < 500; i++) {
            refreshWith(hasty, i);
            straggleAndDie(hasty::enter);
        }
        assertThat(hasty.stats().slotCount()).isLessThanOrEqualTo(64);
    }

    @Test
    void theirSidesBecomeGarbage() {
        List<WeakReference<Object>> values = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Object value = new Object();
            refreshWith(hasty, value);
            values.add(new WeakReference<>(value));
            straggleAndDie(hasty::enter);
        }
        collectUntil(
                () -> {
                    refreshWith(hasty, "other");
                    refreshWith(hasty, "other still");
                    return values.stream().allMatch(value -> value.get() == null);
                });
    }

    @Test
    void theirHandlesAreReclaimed() {
        for (int i = 0; i < 50; i++) {
            refreshWith(hasty, i);
            straggleAndDie(() -> hasty.reader().enter());
        }
        collectUntil(
                () -> {
                    refreshWith(hasty, new Object());
                    return hasty.stats().handleCount() == 0;
                });
    }

    /** Such a thread is one whose stack ends between a section's arrival and its load of live. */
    @Test
    void aThreadThatDiesWhileItArrivesLeavesNoStraggler() {
        refreshWith(hasty, 0);
        inThreadThatDies(() -> hasty.enter().close()); // a dead thread's name is in the slot then
        inThreadThatDies(() -> hasty.registry().slotFor(Thread.currentThread()));
        inThreadThatDies(
                () -> {
                    hasty.enter().close();
                    hasty.registry().slotFor(Thread.currentThread()); // its own slot again
                });
        inThreadThatDies(() -> hasty.registry().lendAnother(Thread.currentThread()).beginLookup());
        inThreadThatDies(() -> hasty.registry().register().cell.arrive());
        refreshWith(hasty, 1);
        refreshWith(hasty, 2);
        long clonesBefore = hasty.stats().cloneCount();
        for (int i = 0; i < 5; i++) {
            refreshWith(hasty, i);
        }
        assertThat(hasty.stats().cloneCount()).isEqualTo(clonesBefore);
        assertThat(hasty.stats().openStragglerCount()).isZero();
        assertThat(hasty.stats().reclaimedCount()).isEqualTo(4);
    }
}
