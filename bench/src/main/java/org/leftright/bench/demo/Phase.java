// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

/**
 * One subject under load: start-up from what the topics hold, a warm-up without deltas, then reads
 * and deltas together until readers see the last one.
 */
final class Phase {
    private static final Duration START_LIMIT = Duration.ofMinutes(10);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);
    private static final long WARM_UP_MS = 2_000;
    private static final long SLICE_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int SLICES_A_ROW = 4;
    private static final int OPENING_FLUSH_OPS = 50_000;

    private final Plan plan;
    private final Console console;
    private final DeltaTopics topics;
    private final RefreshWindow refreshes = new RefreshWindow();
    private final LatencyBoard board = new LatencyBoard();
    private final Backlog backlog = new Backlog();
    private final List<Slice> slices = new ArrayList<>();
    private Backlog.State state = new Backlog.State(0, 0, 0);
    private long highestLag;

    /**
     * Creates a phase.
     *
     * @param plan what to do
     * @param topics where the deltas go
     * @param console where to show figures
     */
    Phase(Plan plan, DeltaTopics topics, Console console) {
        this.plan = plan;
        this.topics = topics;
        this.console = console;
    }

    /**
     * Runs it.
     *
     * @param factory makes the subject
     * @return the result
     * @throws Exception if the broker or the subject fails, or the thread is interrupted
     */
    PhaseResult run(BiFunction<DeltaTopics, RefreshWindow, Subject> factory) throws Exception {
        DeltaStream deltas = new DeltaStream(plan.lines(), plan.ids(), plan.variants());
        try (DeltaProducer producer = new DeltaProducer(topics, productId -> 0)) {
            sendOpening(deltas, producer);
            try (Subject subject = factory.apply(topics, refreshes)) {
                console.say("%n%s: %s", subject.name(), subject.notes());
                long began = System.nanoTime();
                subject.start(START_LIMIT);
                long openingMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
                Subject.Applied opening = producer.sent();
                console.say(
                        "start-up: %,d ops read from the broker in %,d ms",
                        opening.products() + opening.members(), openingMs);
                try (Readers readers = new Readers(plan, subject, refreshes, board)) {
                    return serve(subject, producer, deltas, readers, opening, openingMs);
                }
            }
        }
    }

    private void sendOpening(DeltaStream deltas, DeltaProducer producer) throws DemoException {
        long unflushed = 0;
        for (int i = 0; i < plan.openingCount(); i++) {
            Delta delta = deltas.next();
            producer.send(delta);
            unflushed += delta.size();
            if (unflushed > OPENING_FLUSH_OPS) {
                producer.flush();
                unflushed = 0;
            }
        }
        producer.mark();
        producer.flush();
    }

    private PhaseResult serve(
            Subject subject,
            DeltaProducer producer,
            DeltaStream deltas,
            Readers readers,
            Subject.Applied opening,
            long openingMs)
            throws Exception {
        Thread.sleep(WARM_UP_MS);
        board.forget();
        readers.checkFailure();
        long readsBefore = board.reads();
        long hitsBefore = board.hits();
        long allocatedBefore = readers.allocatedBytes();
        long refreshesBefore = refreshes.count();
        long refreshNsBefore = refreshes.totalNs();
        long[] collectionsBefore = collections();
        Pacer pacer = new Pacer(producer, deltas, backlog, plan.servingCount(), plan.duration());
        Thread pacing = new Thread(pacer, "delta-producer");
        console.heading();
        long start = System.nanoTime();
        pacing.start();
        try {
            watch(subject, pacer, pacing, readers, start);
        } finally {
            pacing.interrupt();
            pacing.join();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        long allocated = readers.allocatedBytes() - allocatedBefore;
        long reads = board.reads() - readsBefore;
        long hits = board.hits() - hitsBefore;
        long[] collectionsAfter = collections();
        readers.close();
        readers.checkFailure();
        Check check =
                Check.compare(
                        subject.contents(),
                        Replay.of(plan.lines(), plan.variants()),
                        plan.ids(),
                        plan.variants());
        console.say("%s is %s", subject.name(), check.summary());
        check.differences().forEach(difference -> console.say("  %s", difference));
        long openingOps = opening.products() + opening.members();
        return new PhaseResult(
                subject.name(),
                subject.counts(),
                List.copyOf(slices),
                board.total(),
                seconds,
                reads,
                hits,
                board.dangling(),
                subject.showsWholeBatches(),
                state.applied(),
                state.ops() - openingOps,
                highestLag,
                openingOps,
                openingMs,
                refreshes.count() - refreshesBefore,
                refreshes.totalNs() - refreshNsBefore,
                (double) allocated / reads,
                collectionsAfter[0] - collectionsBefore[0],
                collectionsAfter[1] - collectionsBefore[1],
                check);
    }

    /** Takes a slice at a time until readers see the last delta. */
    private void watch(Subject subject, Pacer pacer, Thread pacing, Readers readers, long start)
            throws Exception {
        LatencyBoard.Interval slice = LatencyBoard.Interval.empty();
        LatencyBoard.Interval row = LatencyBoard.Interval.empty();
        long readsAtSlice = board.reads();
        long readsAtRow = readsAtSlice;
        long sliceStart = start;
        long rowStart = start;
        long drainLimit = Long.MAX_VALUE;
        for (int i = 1; ; i++) {
            TimeUnit.NANOSECONDS.sleep(start + i * SLICE_NS - System.nanoTime());
            pacer.checkFailure();
            readers.checkFailure();
            boolean allSent = !pacing.isAlive();
            state = backlog.seen(subject.applied());
            highestLag = Math.max(highestLag, state.lag());
            long now = System.nanoTime();
            board.drain(slice);
            row.add(slice);
            long reads = board.reads();
            slices.add(
                    new Slice(
                            (now - start) / 1e9,
                            (reads - readsAtSlice) * 1e9 / (now - sliceStart),
                            Quantiles.of(slice.during()),
                            Quantiles.of(slice.outside())));
            readsAtSlice = reads;
            sliceStart = now;
            boolean done = allSent && state.lag() == 0;
            if (i % SLICES_A_ROW == 0 || done) {
                console.row(
                        (now - start) / 1e9,
                        (reads - readsAtRow) * 1e9 / (now - rowStart),
                        state,
                        row);
                row.reset();
                readsAtRow = reads;
                rowStart = now;
            }
            if (done) {
                return;
            }
            if (allSent && drainLimit == Long.MAX_VALUE) {
                drainLimit = now + DRAIN_LIMIT.toNanos();
            } else if (now > drainLimit) {
                throw new TimeoutException(
                        subject.name() + " does not show the last batches within " + DRAIN_LIMIT);
            }
        }
    }

    private static long[] collections() {
        long count = 0;
        long ms = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            count += Math.max(0, collector.getCollectionCount());
            ms += Math.max(0, collector.getCollectionTime());
        }
        return new long[] {count, ms};
    }
}
