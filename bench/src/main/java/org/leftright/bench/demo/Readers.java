// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

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
     * Starts the threads, flat out.
     *
     * @param plan how many, and which keys
     * @param subject what they read
     * @param refreshes whether a batch is being applied
     * @param board where they record
     */
    Readers(Plan plan, Subject subject, RefreshWindow refreshes, LatencyBoard board) {
        Popularity popularity = new Popularity(plan.lines(), plan.ids(), plan.load().variants());
        for (int i = 1; i <= plan.load().readers(); i++) {
            ReadLoop loop =
                    new ReadLoop(subject, plan, popularity, refreshes, board.addReader(), SEED * i);
            Thread thread = new Thread(loop, "reader-" + i);
            thread.setUncaughtExceptionHandler((t, e) -> failure.compareAndSet(null, e));
            loops.add(loop);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /**
     * Makes requests due from now on.
     *
     * @param startNs when the first is due
     * @param rate how many are due a second, of all threads
     */
    void pace(long startNs, int rate) {
        long intervalNs = 1_000_000_000L * loops.size() / rate;
        for (int i = 0; i < loops.size(); i++) {
            long ownStartNs = startNs + intervalNs * i / loops.size();
            loops.get(i).setPace(new ReadLoop.Pace(ownStartNs, intervalNs));
        }
    }

    /** Lets them answer as fast as they can. */
    void flatOut() {
        loops.forEach(loop -> loop.setPace(ReadLoop.Pace.FLAT_OUT));
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

    /** Ends the threads and waits for them. */
    @Override
    public void close() {
        loops.forEach(ReadLoop::stop);
        threads.forEach(Unhurried::join);
    }
}
