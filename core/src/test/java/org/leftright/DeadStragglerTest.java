// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Threads whose side was abandoned, and that die in their section afterwards. */
class DeadStragglerTest {
    private final LeftRightMap<String, Object> map =
            LeftRightMap.<String, Object>builder()
                    .stallTimeout(Duration.ZERO)
                    .stragglerListener(straggler -> {})
                    .build();

    private void refreshWith(Object value) {
        map.writer().put("tea", new Object()); // the very value that is there would be no op
        map.writer().put("tea", value);
        map.writer().refresh();
    }

    /** Enters, stays until its side has been abandoned, and dies there. */
    private void straggleAndDie(Runnable enter) {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch die = new CountDownLatch(1);
        Thread thread =
                new Thread(
                        () -> {
                            enter.run();
                            inside.countDown();
                            try {
                                die.await();
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                        });
        thread.start();
        try {
            inside.await();
            long before = map.stats().abandonCount();
            refreshWith(new Object());
            refreshWith(new Object());
            assertThat(map.stats().abandonCount()).isGreaterThan(before);
            die.countDown();
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theirSlotsAreLentAgain() {
        for (int i = 0; i < 500; i++) {
            refreshWith(i);
            straggleAndDie(map::enter);
        }
        assertThat(map.stats().slotCount()).isLessThanOrEqualTo(64);
    }

    @Test
    void theirSidesBecomeGarbage() {
        List<WeakReference<Object>> values = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Object value = new Object();
            refreshWith(value);
            values.add(new WeakReference<>(value));
            straggleAndDie(map::enter);
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> {
                            System.gc();
                            refreshWith("other");
                            refreshWith("other still");
                            return values.stream().allMatch(value -> value.get() == null);
                        });
    }

    @Test
    void theirHandlesAreReclaimed() {
        for (int i = 0; i < 50; i++) {
            refreshWith(i);
            straggleAndDie(() -> map.reader().enter());
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> {
                            System.gc();
                            refreshWith(new Object());
                            return map.stats().handleCount() == 0;
                        });
    }

    /** Such a thread is one whose stack ends between a section's arrival and its load of live. */
    @Test
    void aThreadThatDiesWhileItArrivesLeavesNoStraggler() throws InterruptedException {
        refreshWith(0);
        run(() -> map.enter().close()); // a dead thread's name is in the slot then
        run(() -> map.registry().slotFor(Thread.currentThread()));
        run(
                () -> {
                    map.enter().close();
                    map.registry().slotFor(Thread.currentThread()); // its own slot again
                });
        run(() -> map.registry().lendAnother(Thread.currentThread()).beginLookup());
        run(() -> map.registry().register().cell.arrive());
        refreshWith(1);
        refreshWith(2);
        long clonesBefore = map.stats().cloneCount();
        for (int i = 0; i < 5; i++) {
            refreshWith(i);
        }
        assertThat(map.stats().cloneCount()).isEqualTo(clonesBefore);
        assertThat(map.stats().openStragglerCount()).isZero();
        assertThat(map.stats().reclaimedCount()).isEqualTo(4);
    }

    private static void run(Runnable task) throws InterruptedException {
        Thread thread = new Thread(task);
        thread.start();
        thread.join();
    }
}
