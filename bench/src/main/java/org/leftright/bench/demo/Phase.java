// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

/**
 * One subject under load: start-up from what the topics hold, a warm-up without batches, then
 * batches while requests are due at a fixed rate, and while readers go flat out.
 */
final class Phase {
    private static final Duration START_LIMIT = Duration.ofMinutes(10);
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(2);
    private static final long LONGEST_WARM_UP_MS = 2_000;
    private static final long SLICE_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int SLICES_A_ROW = 10;

    private final Plan plan;
    private final Console console;
    private final DeltaTopics topics;
    private final RefreshWindow refreshes = new RefreshWindow();
    private final LatencyBoard board = new LatencyBoard();
    private final Backlog backlog = new Backlog();
    private final List<Slice> slices = new ArrayList<>();
    private final LatencyBoard.Interval slice = LatencyBoard.Interval.empty();
    private final LatencyBoard.Interval row = LatencyBoard.Interval.empty();
    private Memory.Collections collectionsBefore = new Memory.Collections(0, 0);
    private long rowRequests;
    private long rowNs;

    /**
     * Creates a phase.
     *
     * @param plan what to do
     * @param topics where the batches go
     * @param console where to show figures
     */
    Phase(Plan plan, DeltaTopics topics, Console console) {
        this.plan = plan;
        this.topics = topics;
        this.console = console;
    }

    /** What serving came to. */
    private record Served(
            long paced,
            double flatOutRate,
            long requests,
            List<double[]> batches,
            long feedBytes,
            Memory.Collections collections) {}

    /**
     * Runs it.
     *
     * @param factory makes the subject
     * @return the result
     * @throws Exception if the broker or the subject fails, or the thread is interrupted
     */
    PhaseResult run(BiFunction<DeltaTopics, RefreshWindow, Subject> factory) throws Exception {
        try (DeltaProducer producer = new DeltaProducer(topics, productId -> 0)) {
            producer.send(plan.opening());
            producer.mark();
            producer.flush();
            long liveBefore = Memory.live();
            try (Subject subject = factory.apply(topics, refreshes)) {
                console.say("%n%s: %s", subject.name(), subject.notes());
                long began = System.nanoTime();
                subject.start(START_LIMIT);
                long openingMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
                long heapBytes = Memory.live() - liveBefore;
                Subject.Applied opening = producer.sent();
                long openingOps = opening.products() + opening.members();
                console.say(
                        "start-up: %,d records read from the broker in %,d ms; they take %,d MB",
                        openingOps, openingMs, heapBytes >> 20);
                Served served;
                try (Readers readers = new Readers(plan, subject, refreshes, board)) {
                    served = serve(subject, producer, readers);
                    readers.checkFailure();
                }
                Check check = check(subject);
                return new PhaseResult(
                        subject.name(),
                        subject.showsWholeBatches(),
                        subject.counts(),
                        List.copyOf(slices),
                        served.batches,
                        board.total(),
                        (long) plan.load().rate() * plan.load().seconds(),
                        served.paced,
                        served.flatOutRate,
                        served.requests,
                        board.torn(),
                        new PhaseResult.Cost(
                                openingOps,
                                openingMs,
                                heapBytes,
                                served.feedBytes / plan.batches().size(),
                                served.collections.count(),
                                served.collections.ms()),
                        check);
            }
        }
    }

    private Check check(Subject subject) {
        int variants = plan.load().variants();
        Replay expected = Replay.of(plan.lines(), variants);
        Check check = Check.compare(subject.contents(), expected, plan.ids(), variants);
        console.say("%s is %s", subject.name(), check.summary());
        check.differences().forEach(difference -> console.say("  %s", difference));
        return check;
    }

    private Served serve(Subject subject, DeltaProducer producer, Readers readers)
            throws Exception {
        Thread.sleep(Math.min(LONGEST_WARM_UP_MS, plan.load().seconds() * 500L));
        readers.checkFailure();
        board.forget();
        refreshes.spans().clear();
        long feedBytes = Memory.allocatedBy(subject.feedThread());
        collectionsBefore = Memory.collections();
        Pacer pacer = new Pacer(producer, plan, backlog);
        Thread pacing = new Thread(pacer, "delta-producer");
        console.heading();
        long requestsBefore = board.requests();
        long start = System.nanoTime();
        long flatOut = start + TimeUnit.SECONDS.toNanos(plan.load().seconds());
        long end = flatOut + TimeUnit.SECONDS.toNanos(plan.load().flatOutSeconds());
        rowRequests = requestsBefore;
        rowNs = start;
        readers.pace(start, plan.load().rate());
        pacing.start();
        try {
            watch(subject, pacer, readers, start, flatOut);
            long paced = board.requests();
            long pacedNs = System.nanoTime();
            board.drain(slice);
            readers.flatOut();
            watch(subject, pacer, readers, start, end);
            double flatOutRate = (board.requests() - paced) * 1e9 / (System.nanoTime() - pacedNs);
            pacing.join(DRAIN_LIMIT.toMillis());
            pacer.checkFailure();
            awaitAll(subject);
            return new Served(
                    paced - requestsBefore,
                    flatOutRate,
                    board.requests() - requestsBefore,
                    refreshes.spans().stream()
                            .map(s -> new double[] {(s[0] - start) / 1e9, (s[1] - start) / 1e9})
                            .toList(),
                    Memory.allocatedBy(subject.feedThread()) - feedBytes,
                    Memory.collections().minus(collectionsBefore));
        } finally {
            pacing.interrupt();
            pacing.join();
        }
    }

    private void watch(Subject subject, Pacer pacer, Readers readers, long start, long until)
            throws Exception {
        for (long next = System.nanoTime() + SLICE_NS;
                next - until <= SLICE_NS / 2;
                next += SLICE_NS) {
            TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
            pacer.checkFailure();
            readers.checkFailure();
            long now = System.nanoTime();
            board.drain(slice);
            row.add(slice);
            slice.outside().add(slice.during());
            slices.add(
                    new Slice(
                            (now - start) / 1e9,
                            Quantiles.of(slice.outside()),
                            board.torn().all(),
                            Memory.used(),
                            Memory.collections().minus(collectionsBefore).count()));
            if (slices.size() % SLICES_A_ROW == 0) {
                long requests = board.requests();
                row.outside().add(row.during());
                console.row(
                        (now - start) / 1e9,
                        (requests - rowRequests) * 1e9 / (now - rowNs),
                        backlog.seen(subject.applied()),
                        Quantiles.of(row.outside()),
                        board.torn());
                row.reset();
                rowRequests = requests;
                rowNs = now;
            }
        }
    }

    private void awaitAll(Subject subject) throws Exception {
        long limit = System.nanoTime() + DRAIN_LIMIT.toNanos();
        while (backlog.seen(subject.applied()).lag() > 0) {
            if (System.nanoTime() - limit > 0) {
                throw new TimeoutException(
                        subject.name() + " does not show the last batches within " + DRAIN_LIMIT);
            }
            Thread.sleep(10);
        }
    }
}
