// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.leftright.Straggler;

/** The soak itself, in the JVM with the small heap that {@link Soak} forks. */
public final class SoakRun {
    private static final int READERS = 2;

    /**
     * How long a thread may make no progress. On a busy machine a writer that has filled the heap
     * collects garbage for minutes.
     */
    static final long STUCK_NS = TimeUnit.MINUTES.toNanos(10);

    private static final long PROGRESS_NS = TimeUnit.SECONDS.toNanos(15);

    /** How much longer it goes on until all has happened: a busy machine takes its time. */
    private static final long LONGEST_EXTRA_NS = TimeUnit.MINUTES.toNanos(8);

    private final Report report;
    private final HeapPressure heap = new HeapPressure();
    private final SplittableRandom random;
    private final List<Watched> all = new ArrayList<>();
    private final List<ReferenceWriter> writers = new ArrayList<>();
    private final List<Actor> actors = new ArrayList<>();

    private SoakRun(long seed) {
        this.report = new Report(seed);
        this.random = new SplittableRandom(seed);
    }

    /** A thread that has to get on. */
    private static final class Actor {
        final Thread thread;
        final AtomicLong progress;
        long lastProgress = -1;
        long lastChangeNs;

        Actor(Runnable task, String name, AtomicLong progress) {
            this.thread = new Thread(task, name);
            this.progress = progress;
        }
    }

    /**
     * Runs the soak.
     *
     * @param args the duration in ISO format, and the seed
     * @throws InterruptedException never
     */
    public static void main(String[] args) throws InterruptedException {
        SoakRun run = new SoakRun(Long.parseLong(args[1]));
        boolean green;
        try {
            green = run.run(Duration.parse(args[0]));
        } catch (Throwable t) {
            run.report.violation("all", "the soak itself failed", t);
            run.printReport();
            green = false;
        }
        System.out.flush();
        System.exit(green ? 0 : 1);
    }

    private boolean run(Duration duration) throws InterruptedException {
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, thrown) -> {
                    // Of stragglers' listeners, which throw on purpose; anything else is a fault.
                    if (!report.faults.isExpected(thrown, Fault.OUT_OF_MEMORY_IN_READ)) {
                        report.violation(thread.getName(), "not caught", thrown);
                    }
                });
        addSubjects();
        writers.forEach(ReferenceWriter::beginFirst);
        FaultThreads faultThreads = new FaultThreads(all, random.split());
        actors.add(new Actor(faultThreads, "fault threads", faultThreads.progress));
        actors.forEach(actor -> actor.thread.start());

        watch(duration.toNanos());

        // Allocates nothing: the heap may be full at this moment.
        for (int i = 0; i < all.size(); i++) {
            all.get(i).ending = true;
        }
        for (int i = 0; i < actors.size(); i++) {
            Actor actor = actors.get(i);
            actor.thread.join(TimeUnit.NANOSECONDS.toMillis(STUCK_NS));
            if (actor.thread.isAlive()) {
                failAsStuck(actor);
            }
        }
        if (!faultThreads.await()) {
            report.violation("all", "fault threads hang");
            dumpThreads();
        }
        writers.forEach(ReferenceWriter::compareAtTheEnd);
        if (!report.hasViolation()) {
            all.forEach(this::checkGrowth);
            checkHeap();
        }
        return printReport();
    }

    private boolean printReport() {
        return report.print(System.out, subjects());
    }

    private List<Subject> subjects() {
        return all.stream().map(watched -> watched.subject).toList();
    }

    private void addSubjects() {
        Faults faults = report.faults;
        SplittableRandom listenersRandom = random.split();
        Consumer<Straggler> listener =
                straggler -> {
                    boolean throwing;
                    synchronized (listenersRandom) {
                        throwing = listenersRandom.nextInt(4) == 0;
                    }
                    if (throwing) {
                        faults.raiseException(Fault.LISTENER_THREW);
                    }
                };
        List<Subject> subjects =
                List.of(
                        new LongMapSubject(faults, listener),
                        new ObjectMapSubject(faults, listener),
                        new MirrorSubject(faults, listener),
                        new CatalogSubject(listener));
        for (Subject subject : subjects) {
            Watched watched = new Watched(subject, report, heap);
            ReferenceWriter writer = new ReferenceWriter(watched, random.split());
            Actor actor = new Actor(writer, "writer", watched.writerProgress);
            watched.writerThread = actor.thread;
            all.add(watched);
            writers.add(writer);
            actors.add(actor);
            for (int i = 0; i < READERS; i++) {
                SoakReader reader = new SoakReader(watched, random.split());
                actors.add(new Actor(reader, "reader " + i, reader.progress));
            }
        }
    }

    // ---------------------------------------------------------------- watching

    private void watch(long durationNs) {
        long startNs = System.nanoTime();
        long nextPrintNs = startNs + PROGRESS_NS;
        for (Actor actor : actors) {
            actor.lastChangeNs = startNs;
        }
        boolean goesOn = true;
        while (goesOn && !report.hasViolation()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            try {
                long overNs = System.nanoTime() - startNs - durationNs;
                goesOn = overNs < 0 || overNs < LONGEST_EXTRA_NS && !report.isComplete(subjects());
                for (Actor actor : actors) {
                    checkProgress(actor);
                }
                if (System.nanoTime() - nextPrintNs > 0) {
                    nextPrintNs += PROGRESS_NS;
                    report.printProgress(System.out);
                }
            } catch (OutOfMemoryError e) {
                // The heap is filled on purpose. Next time.
            }
        }
    }

    private void checkProgress(Actor actor) {
        long now = System.nanoTime();
        long progress = actor.progress.get();
        if (progress != actor.lastProgress) {
            actor.lastProgress = progress;
            actor.lastChangeNs = now;
        } else if (now - actor.lastChangeNs > STUCK_NS) {
            failAsStuck(actor);
        }
    }

    /** Reports a hang, and ends the process, since the threads cannot be ended. */
    private void failAsStuck(Actor actor) {
        report.violation("all", actor.thread.getName() + " makes no progress");
        dumpThreads();
        printReport();
        System.out.flush();
        Runtime.getRuntime().halt(1);
    }

    private static void dumpThreads() {
        for (ThreadInfo thread :
                ManagementFactory.getThreadMXBean().dumpAllThreads(true, true, 32)) {
            System.out.print(thread);
        }
    }

    // ---------------------------------------------------------------- growth

    /** Handles that were dropped or whose threads died must go, slots be as many as were needed. */
    private void checkGrowth(Watched watched) {
        Subject subject = watched.subject;
        ReferenceWriter writer = writers.get(all.indexOf(watched));
        for (int i = 0; i < 50 && subject.stats().handleCount() > 0; i++) {
            System.gc();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            writer.compareAtTheEnd();
        }
        int handles = subject.stats().handleCount();
        if (handles > 0) {
            report.violation(subject.name(), handles + " handles were never reclaimed");
        }
        int mostAtOnce = READERS + FaultThreads.AT_ONCE * (1 + FaultThreads.mostThreadsEach());
        int slots = subject.stats().slotCount();
        if (slots > 8 * mostAtOnce) {
            report.violation(
                    subject.name(), slots + " slots, for at most " + mostAtOnce + " readers");
        }
    }

    private void checkHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        long used = (runtime.totalMemory() - runtime.freeMemory()) >> 20;
        long most = runtime.maxMemory() >> 20;
        System.out.printf(Locale.ROOT, "%,d of %,d MiB in use at the end%n", used, most);
        if (used > most / 3) {
            report.violation("all", used + " MiB are in use at the end, of " + most);
        }
    }
}
