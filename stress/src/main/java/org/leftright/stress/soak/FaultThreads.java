// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/**
 * Brings about, one after the other and many at once, the faults that need threads of their own.
 */
final class FaultThreads implements Runnable {
    static final int AT_ONCE = 12;
    private static final int COHORT = 2000;
    private static final int CHURN = 16;
    private static final long LIMIT_MS = TimeUnit.NANOSECONDS.toMillis(SoakRun.STUCK_NS);
    private static final long FILL_PAUSE_NS = TimeUnit.SECONDS.toNanos(3);

    final AtomicLong progress = new AtomicLong();
    private final List<Watched> all;
    private final SplittableRandom random;
    private final Semaphore permits = new Semaphore(AT_ONCE);
    private long nextFillNs = System.nanoTime() + FILL_PAUSE_NS;

    FaultThreads(List<Watched> all, SplittableRandom random) {
        this.all = all;
        this.random = random;
    }

    @Override
    public void run() {
        List<BiConsumer<Watched, SplittableRandom>> kinds =
                List.of(
                        this::straggle,
                        this::dieInSection,
                        this::dropHandle,
                        this::dropHandleInSection,
                        this::churn,
                        this::interrupt,
                        this::virtualThreads);
        for (int i = 0; !all.get(0).ending; i++) {
            Watched watched = all.get(random.nextInt(all.size()));
            if (permits.tryAcquire()) {
                start(watched, kinds.get(i % kinds.size()));
            }
            if (System.nanoTime() - nextFillNs > 0) {
                nextFillNs = System.nanoTime() + FILL_PAUSE_NS;
                fillHeap(watched);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5 + random.nextInt(40)));
            progress.incrementAndGet();
        }
    }

    /** How many threads one fault may start. */
    static int mostThreadsEach() {
        return VirtualThreads.exist() ? COHORT : 1;
    }

    /** Waits for all that were started. Returns whether they have ended. */
    boolean await() throws InterruptedException {
        return permits.tryAcquire(AT_ONCE, LIMIT_MS, TimeUnit.MILLISECONDS);
    }

    private void start(Watched watched, BiConsumer<Watched, SplittableRandom> kind) {
        try {
            SplittableRandom own = random.split();
            Thread thread =
                    new Thread(
                            () -> {
                                try {
                                    kind.accept(watched, own);
                                } catch (Throwable t) {
                                    watched.thrownByRead(t);
                                } finally {
                                    permits.release();
                                }
                            },
                            "fault thread");
            thread.start();
        } catch (Throwable t) {
            permits.release();
            watched.thrownByRead(t);
        }
    }

    private void fillHeap(Watched watched) {
        try {
            watched.heap.fillFor(TimeUnit.MILLISECONDS.toNanos(50 + random.nextInt(250)));
            watched.faults.count(Fault.HEAP_FILLED);
        } catch (Throwable t) {
            watched.thrownByRead(t);
        }
    }

    // ---------------------------------------------------------------- each in a thread of its own

    private void straggle(Watched watched, SplittableRandom random) {
        Oracle oracle = new Oracle(watched, random);
        Subject subject = watched.subject;
        if (random.nextBoolean()) {
            straggle(watched, subject, oracle, random);
        } else {
            try (Reads.Handle handle = subject.handle()) {
                straggle(watched, handle, oracle, random);
            }
        }
    }

    private static void straggle(
            Watched watched, Reads way, Oracle oracle, SplittableRandom random) {
        long lower = oracle.lowerBound();
        way.read(
                sight -> {
                    Batch batch = oracle.section(sight, lower, true);
                    stay(watched, random);
                    if (batch != null) {
                        oracle.unchanged(sight, batch);
                    }
                    watched.faults.count(Fault.STRAGGLER);
                });
    }

    /** Stays for longer than any stall timeout, up to seconds. */
    private static void stay(Watched watched, SplittableRandom random) {
        long untilNs =
                System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300 + random.nextInt(2700));
        while (!watched.ending && System.nanoTime() - untilNs < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private void dieInSection(Watched watched, SplittableRandom random) {
        Oracle oracle = new Oracle(watched, random);
        long lower = oracle.lowerBound();
        Reads way = random.nextBoolean() ? watched.subject : watched.subject.handle();
        Sight sight = way.enter();
        if (sight != null) {
            watched.faults.count(Fault.DIED_IN_SECTION);
            oracle.section(sight, lower, true);
        }
    }

    private void dropHandle(Watched watched, SplittableRandom random) {
        Oracle oracle = new Oracle(watched, random);
        long lower = oracle.lowerBound();
        Reads.Handle dropped = watched.subject.handle();
        watched.faults.count(Fault.HANDLE_DROPPED);
        dropped.read(sight -> oracle.section(sight, lower, true));
    }

    /** The section stays in use; nothing but it knows the handle. */
    private void dropHandleInSection(Watched watched, SplittableRandom random) {
        Oracle oracle = new Oracle(watched, random);
        long lower = oracle.lowerBound();
        Sight sight = watched.subject.handle().enter();
        if (sight == null) {
            return;
        }
        watched.faults.count(Fault.HANDLE_DROPPED_IN_SECTION);
        Batch batch = oracle.section(sight, lower, true);
        stay(watched, random);
        if (batch != null) {
            oracle.unchanged(sight, batch);
        }
        stayReading(watched, random);
        if (random.nextBoolean()) {
            sight.close();
        }
    }

    /** Goes on in the same thread, which has a section open. */
    private static void stayReading(Watched watched, SplittableRandom random) {
        SoakReader reader = new SoakReader(watched, random);
        for (int i = 0; i < 32 && !watched.ending; i++) {
            reader.lookups();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(20)));
        }
    }

    private void churn(Watched watched, SplittableRandom random) {
        for (int i = 0; i < CHURN && !watched.ending; i++) {
            SplittableRandom own = random.split();
            Thread thread =
                    new Thread(
                            () -> {
                                comeAndGo(watched, own);
                                watched.faults.count(Fault.THREAD_CHURN);
                            },
                            "short-lived thread");
            thread.start();
            join(watched, thread);
        }
    }

    private static void comeAndGo(Watched watched, SplittableRandom random) {
        SoakReader reader = new SoakReader(watched, random);
        for (int i = random.nextInt(8); i > 0; i--) {
            reader.tryOnce();
        }
        reader.close();
    }

    private void virtualThreads(Watched watched, SplittableRandom random) {
        if (VirtualThreads.exist()) {
            watched.heap.calmly(
                    () -> {
                        Thread[] threads = new Thread[COHORT];
                        for (int i = 0; i < COHORT; i++) {
                            SplittableRandom own = random.split();
                            threads[i] = VirtualThreads.start(() -> virtualThread(watched, own));
                        }
                        for (Thread thread : threads) {
                            join(watched, thread);
                        }
                    });
        }
    }

    private static void virtualThread(Watched watched, SplittableRandom random) {
        try {
            Oracle oracle = new Oracle(watched, random);
            long lower = oracle.lowerBound();
            switch (random.nextInt(32)) {
                case 0 -> {
                    Sight sight = watched.subject.enter();
                    if (sight != null) {
                        watched.faults.count(Fault.DIED_IN_SECTION);
                        oracle.section(sight, lower, true);
                    }
                }
                case 1, 2, 3, 4, 5, 6, 7, 8 ->
                        watched.subject.read(
                                sight -> {
                                    Batch batch = oracle.section(sight, lower, false);
                                    LockSupport.parkNanos(random.nextInt(20_000_000));
                                    if (batch != null) {
                                        oracle.unchanged(sight, batch);
                                    }
                                    watched.faults.count(Fault.VIRTUAL_PARKED);
                                });
                default -> comeAndGo(watched, random);
            }
            watched.faults.count(Fault.VIRTUAL_THREAD);
        } catch (Throwable t) {
            watched.thrownByRead(t);
        }
    }

    /** Catches the writer while it waits; its write must succeed, and the flag must be kept. */
    private void interrupt(Watched watched, SplittableRandom random) {
        Thread writer = watched.writerThread;
        if (writer == null || watched.interrupting.getAndSet(true)) {
            return;
        }
        try {
            long seen = watched.interruptsSeen.get();
            long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
            while (writer.getState() != Thread.State.TIMED_WAITING) {
                if (watched.ending || System.nanoTime() - untilNs > 0) {
                    return;
                }
                Thread.onSpinWait();
            }
            writer.interrupt();
            watched.faults.count(Fault.INTERRUPT);
            long limitNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MS);
            while (watched.interruptsSeen.get() == seen && !watched.ending) {
                if (System.nanoTime() - limitNs > 0) {
                    watched.report.violation(watched.subject.name(), "an interrupt was swallowed");
                    return;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        } finally {
            watched.interrupting.set(false);
        }
    }

    private static void join(Watched watched, Thread thread) {
        try {
            thread.join(LIMIT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            watched.report.violation(watched.subject.name(), "a reader hangs: " + thread);
        }
    }
}
