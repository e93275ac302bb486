// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/**
 * A million virtual threads, each of which reads once, while a writer refreshes all the time; in
 * the interpreter, a tenth of that.
 */
@EnabledForJreRange(min = JRE.JAVA_21)
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class VirtualThreadsTest {
    private static final int THREADS =
            ManagementFactory.getRuntimeMXBean().getInputArguments().contains("-Xint")
                    ? 100_000
                    : 1_000_000;

    /** How many threads are alive at once, so that the test fits a small heap. */
    private static final int ALIVE = 10_000;

    /** How many of them may be parked in a section at once. */
    private static final int PARKED = 200;

    /**
     * Slots that exist at most for each section that was ever open at once, beyond the few that the
     * carriers have open. Segments double, and the last may be little used, so this is more than
     * one.
     */
    private static final int SLOTS_FOR_A_SECTION = 4;

    private final Accounts accounts = new Accounts();
    private final EndedThreads ended = new EndedThreads();
    private final Semaphore alive = new Semaphore(ALIVE);
    private final Semaphore parked = new Semaphore(PARKED);

    /** Opens when the batch that is being written now has been refreshed. */
    private volatile CountDownLatch nextRefresh = new CountDownLatch(1);

    private volatile boolean done;

    private void writeUntilDone() {
        while (!done) {
            CountDownLatch refreshed = nextRefresh;
            accounts.writeBatch();
            nextRefresh = new CountDownLatch(1);
            refreshed.countDown();
        }
    }

    /**
     * A virtual thread for each number, while another thread writes; waits until all have ended.
     */
    private void inEachThread(IntConsumer reads) throws InterruptedException {
        ExecutorService virtual = Actor.virtualThreads();
        try (Actor writer = new Actor("writer")) {
            Future<?> writing = writer.start(Executors.callable(this::writeUntilDone));
            for (int i = 0; i < THREADS; i++) {
                int number = i;
                alive.acquire();
                virtual.execute(() -> readAndEnd(reads, number));
            }
            virtual.shutdown();
            assertThat(virtual.awaitTermination(2, TimeUnit.MINUTES)).as("all end").isTrue();
            done = true;
            Actor.result(writing);
        } finally {
            virtual.shutdownNow();
        }
        accounts.checkEnd();
        assertThat(accounts.batchCount()).as("batches were written meanwhile").isGreaterThan(100);
        assertThat(accounts.map.stats().handleCount()).isZero();
        ended.awaitGarbage(accounts);
    }

    private void readAndEnd(IntConsumer reads, int number) {
        if (number % 1000 == 0) {
            ended.addCurrent();
        }
        accounts.keepingFailure(() -> reads.accept(number));
        alive.release();
    }

    @Test
    void eachReadsByLookupAndInSections() throws InterruptedException {
        inEachThread(number -> accounts.readAll());
        assertThat(accounts.checkedCount()).isGreaterThanOrEqualTo(4L * THREADS);
        // Nobody gives up a carrier inside a section here, so few are open at once.
        assertThat(accounts.map.stats().slotCount()).isLessThanOrEqualTo(64);
    }

    @Test
    void someParkInsideASectionAndStillSeeOneVersion() throws InterruptedException {
        inEachThread(
                number -> {
                    if (number % 20 == 0) {
                        parkInASection();
                    } else {
                        accounts.checked(() -> accounts.map.<Long>read(Accounts::batchOf));
                    }
                });
        assertThat(accounts.checkedCount()).isGreaterThanOrEqualTo(THREADS);
        assertThat(accounts.map.stats().slotCount())
                .isLessThanOrEqualTo(64 + SLOTS_FOR_A_SECTION * PARKED);
    }

    /** Waits in a section until the next refresh, at least. */
    private void parkInASection() {
        parked.acquireUninterruptibly();
        try {
            accounts.checked(
                    () ->
                            accounts.map.<Long>read(
                                    view -> {
                                        long batch = Accounts.batchOf(view);
                                        Actor.uninterrupted(nextRefresh::await);
                                        assertThat(Accounts.batchOf(view)).isEqualTo(batch);
                                        return batch;
                                    }));
        } finally {
            parked.release();
        }
    }
}
