// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The reader threads of a phase, running from creation to close. */
final class Readers implements AutoCloseable {
    private static final long SEED = 0x9E37_79B9_7F4A_7C15L;

    private final List<ReadLoop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /**
     * Starts the threads.
     *
     * @param plan how many, and which keys
     * @param subject what they read
     * @param refreshes whether a batch is being applied
     * @param board where they record
     */
    Readers(Plan plan, Subject subject, RefreshWindow refreshes, LatencyBoard board) {
        Popularity popularity = new Popularity(plan.lines(), plan.ids(), plan.variants());
        for (int i = 1; i <= plan.readers(); i++) {
            ReadLoop loop =
                    new ReadLoop(
                            subject,
                            popularity,
                            refreshes,
                            board.addReader(),
                            plan.timedEvery(),
                            SEED * i);
            Thread thread = new Thread(loop, "reader-" + i);
            thread.setUncaughtExceptionHandler((t, e) -> failure.compareAndSet(null, e));
            loops.add(loop);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /**
     * Throws if a reader has failed.
     *
     * @throws IllegalStateException with the reader's exception as its cause
     */
    void checkFailure() {
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("a reader has failed", failed);
        }
    }

    /** Returns what the threads have allocated so far. */
    long allocatedBytes() {
        if (!(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean beans)) {
            return 0;
        }
        return threads.stream()
                .mapToLong(thread -> beans.getThreadAllocatedBytes(thread.getId()))
                .sum();
    }

    /** Ends the threads and waits for them. */
    @Override
    public void close() {
        loops.forEach(ReadLoop::stop);
        threads.forEach(Unhurried::join);
    }
}
