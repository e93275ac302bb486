// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.leftright.stress.soak.Report.Count;

/**
 * The one writer of a subject, and the keeper of its reference model: random batches, refreshed or
 * discarded, with faults; now and then it compares both sides with the model.
 */
final class ReferenceWriter implements Runnable {
    private static final int TRIES = 3;
    private static final long EXHAUSTION_PAUSE_NS = TimeUnit.SECONDS.toNanos(4);

    private final Watched watched;
    private final Subject subject;
    private final Model model;
    private final SplittableRandom random;
    private final Tally tally = new Tally();

    private int rounds;

    private long nextExhaustionNs = System.nanoTime();

    ReferenceWriter(Watched watched, SplittableRandom random) {
        this.watched = watched;
        this.subject = watched.subject;
        this.model = watched.model;
        this.random = random;
    }

    @Override
    public void run() {
        while (!watched.ending) {
            try {
                round();
            } catch (Throwable t) {
                watched.thrownByWrite(t);
                discard();
            }
            noteInterrupts();
            watched.writerProgress.incrementAndGet();
        }
    }

    private void noteInterrupts() {
        if (Thread.interrupted()) {
            watched.interruptsSeen.incrementAndGet();
        }
    }

    private void round() {
        rounds++;
        if (rounds % 512 == 0) {
            compareBothSides();
        } else if (System.nanoTime() - nextExhaustionNs > 0) {
            nextExhaustionNs = System.nanoTime() + EXHAUSTION_PAUSE_NS;
            exhaustMemory();
        } else if (random.nextInt(3) == 0) {
            batch();
        } else {
            singleOps();
        }
        switch (random.nextInt(16)) {
            case 0 -> subject.settle(Duration.ofMillis(random.nextInt(20)));
            case 1, 2 -> refreshNothing();
            case 3 -> expect(subject.discard() == 0, "a discard of nothing took ops back");
            default -> {}
        }
    }

    // ---------------------------------------------------------------- batches

    /** The version that the first round makes. */
    void beginFirst() {
        model.begin();
        set(Model.MARKER, model.newCell(Model.MARKER, 0));
        set(1, model.newCell(1, Model.TOTAL));
        refresh();
    }

    private void singleOps() {
        Batch batch = model.begin();
        boolean keep = random.nextInt(6) > 0;
        try {
            change();
            keep &= !(random.nextInt(8) == 0 && loadThatThrows());
        } catch (Throwable t) {
            watched.thrownByWrite(t);
            keep = false;
        }
        if (!keep || !refresh()) {
            discard();
        } else {
            expect(batch.state == Batch.State.REFRESHED, "not refreshed");
        }
    }

    private void batch() {
        Batch batch = model.begin();
        boolean keep = random.nextInt(6) > 0;
        long version = subject.version() + 1;
        try {
            subject.batch(
                    batch,
                    () -> {
                        change();
                        if (!keep) {
                            watched.faults.raise(Fault.BATCH_THREW);
                        }
                        model.refreshing(version, true);
                    });
            model.refreshed(batch);
        } catch (Throwable t) {
            watched.thrownByWrite(t);
            if (subject.version() == version) {
                wrong("a batch threw though it is visible", t);
                model.refreshed(batch);
                return;
            }
            model.notRefreshed();
            model.discarded();
            watched.count(Count.DISCARDS);
            return;
        }
        expect(subject.version() == version, "a batch made no version");
        watched.count(Count.BATCHES);
    }

    /** Makes what is pending visible. Returns false if that failed again and again. */
    private boolean refresh() {
        for (int i = 0; i < TRIES; i++) {
            long version = subject.version() + 1;
            boolean attach = random.nextBoolean();
            Batch batch = model.batch();
            model.refreshing(version, attach);
            try {
                long made =
                        attach
                                ? subject.refresh(batch)
                                : random.nextBoolean() ? subject.refresh() : tryRefresh();
                model.refreshed(batch);
                expect(made == version, "a refresh made another version than the next");
                watched.count(Count.REFRESHES);
                return true;
            } catch (Throwable t) {
                watched.thrownByWrite(t);
                if (subject.version() == version) {
                    wrong("a refresh threw though what it refreshed is visible", t);
                    model.refreshed(batch);
                    return true;
                }
                model.notRefreshed();
            }
        }
        return false;
    }

    private long tryRefresh() {
        return subject.tryRefresh() ? subject.version() : subject.refresh();
    }

    /** A second refresh, with nothing pending, must leave everything as it is. */
    private void refreshNothing() {
        long version = subject.version();
        expect(subject.refresh() == version, "a refresh of nothing made a version");
    }

    private void discard() {
        while (true) {
            try {
                int pending = subject.pendingOpCount();
                int count = subject.discard();
                model.discarded();
                expect(count == pending, "a discard took another number of ops back");
                watched.count(Count.DISCARDS);
                return;
            } catch (Throwable t) {
                watched.thrownByWrite(t);
                watched.writerProgress.incrementAndGet();
            }
        }
    }

    /** Writes more than fits the heap. That must fail, and leave no trace. */
    private void exhaustMemory() {
        model.begin();
        Cell cell = model.newCell(Model.MARKER, 0);
        watched.heap.tryUsingUp(
                () -> {
                    long version = subject.version();
                    try {
                        subject.batch(
                                cell.batch, () -> subject.writeTooLarge(cell, random.nextInt(4)));
                        wrong("a write larger than the heap succeeded", null);
                    } catch (Throwable t) {
                        watched.faults.count(Fault.WRITE_TOO_LARGE);
                        watched.thrownByWrite(t);
                    }
                    expect(subject.version() == version, "a failed batch made a version");
                });
        model.discarded();
    }

    // ---------------------------------------------------------------- changes

    private void change() {
        set(Model.MARKER, model.newCell(Model.MARKER, 0));
        for (int steps = 1 + random.nextInt(8); steps > 0; steps--) {
            switch (random.nextInt(16)) {
                case 0, 1 -> writeThatThrows();
                case 2 -> subject.arm(random);
                case 3 -> checkPending(random.nextInt(Model.KEYS));
                default -> transfer();
            }
        }
        if (random.nextInt(16) == 0) {
            rewrite(); // the last, since a load cannot be repeated if a later write fails
        } else if (random.nextInt(2) == 0) {
            set(Model.MARKER, model.newCell(Model.MARKER, 0));
        }
    }

    /** Moves an amount from one key to another; a key is removed when it is left with none. */
    private void transfer() {
        int from = 1 + random.nextInt(Model.KEYS - 1);
        int to = 1 + random.nextInt(Model.KEYS - 1);
        Cell source = model.pending(from);
        if (source == null || from == to) {
            return;
        }
        Cell target = model.pending(to);
        long moved = random.nextInt(4) == 0 ? source.amount : random.nextLong(source.amount + 1);
        long before = target == null ? 0 : target.amount;
        set(to, model.newCell(to, before + moved));
        long left = source.amount - moved;
        set(from, left == 0 ? null : model.newCell(from, left));
    }

    private void set(int key, @Nullable Cell cell) {
        Cell old = model.pending(key);
        int way = random.nextInt(64);
        int tries = subject.writesAreSingleOps() ? TRIES : 1;
        for (int i = 1; ; i++) {
            int before = subject.pendingOpCount();
            try {
                subject.write(key, cell, old, way);
                break;
            } catch (Throwable t) {
                if (i == tries) {
                    throw t;
                }
                watched.thrownByWrite(t);
                expect(subject.pendingOpCount() == before, "a write that threw left a trace");
            }
        }
        model.set(key, cell);
    }

    private void writeThatThrows() {
        Cell cell = model.newCell(Model.MARKER, 0);
        int before = subject.pendingOpCount();
        try {
            subject.writeThatThrows(cell, random);
        } catch (Throwable t) {
            watched.thrownByWrite(t);
        }
        expect(subject.pendingOpCount() == before, "a write that threw left a trace");
    }

    private boolean loadThatThrows() {
        Cell cell = model.newCell(Model.MARKER, 0);
        try {
            return subject.loadThatThrows(cell);
        } catch (Throwable t) {
            watched.thrownByWrite(t);
            return true;
        }
    }

    private void rewrite() {
        int count = 0;
        for (int key = 0; key < Model.KEYS; key++) {
            count += model.pending(key) == null ? 0 : 1;
        }
        Cell[] cells = new Cell[count];
        for (int key = Model.KEYS - 1; key >= 0; key--) {
            Cell old = model.pending(key);
            if (old != null) {
                cells[--count] = model.newCell(key, old.amount);
            }
        }
        subject.rewrite(cells, random.nextInt(64));
        for (Cell cell : cells) {
            model.set(cell.key, cell);
        }
    }

    // ---------------------------------------------------------------- comparisons

    private void checkPending(int key) {
        Cell found = subject.pending(key);
        expect(found == model.pending(key), "what is pending is not what the reference has");
    }

    /** Compares both sides once nobody else reads or writes. */
    void compareAtTheEnd() {
        for (int i = 0; i < 100; i++) { // traps may still be set
            try {
                compareBothSides();
                expect(subject.settle(Duration.ofSeconds(10)), "a replay stayed owed at the end");
                return;
            } catch (Throwable t) {
                watched.thrownByWrite(t);
                discard();
            }
        }
        wrong("the last comparison failed again and again", null);
    }

    /** Compares the side that is live, then the other by making that live, then the first again. */
    void compareBothSides() {
        for (int i = 0; i < 3; i++) {
            compareLive();
            model.begin();
            set(Model.MARKER, model.newCell(Model.MARKER, 0));
            comparePending();
            if (!refresh()) {
                discard();
            }
        }
        compareLive();
    }

    private void compareLive() {
        tally.clear();
        subject.read(sight -> sight.forEach(tally));
        expect(model.liveEquals(tally), "the live side is not equal to the reference");
        watched.count(Count.COMPARISONS);
    }

    private void comparePending() {
        tally.clear();
        subject.forEachPending(tally);
        expect(model.pendingEquals(tally), "the hidden side is not equal to the reference");
        watched.count(Count.COMPARISONS);
    }

    private void expect(boolean right, String otherwise) {
        if (!right) {
            wrong(otherwise, null);
        }
    }

    private void wrong(String what, @Nullable Throwable thrown) {
        if (thrown == null) {
            watched.report.violation(subject.name(), what);
        } else {
            watched.report.violation(subject.name(), what, thrown);
        }
    }
}
