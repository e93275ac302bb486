// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.leftright.stress.soak.Report.Count;

/** Reads one subject in all ways there are, from one thread, and has all of it judged. */
final class SoakReader implements Runnable {
    private static final int LOOKUPS = 32;

    final AtomicLong progress = new AtomicLong();
    private final Watched watched;
    private final Subject subject;
    private final SplittableRandom random;
    private final Oracle oracle;

    private Reads.@Nullable Handle handle;
    private @Nullable Sight kept;

    /** The last section that this thread entered and closed by hand. */
    private @Nullable Sight closed;

    private @Nullable Batch keptBatch;

    SoakReader(Watched watched, SplittableRandom random) {
        this.watched = watched;
        this.subject = watched.subject;
        this.random = random;
        this.oracle = new Oracle(watched, random);
    }

    @Override
    public void run() {
        while (!watched.ending) {
            tryOnce();
            progress.incrementAndGet();
        }
        close();
    }

    void close() {
        Reads.Handle opened = handle;
        if (opened != null) {
            opened.close();
            handle = null;
        }
    }

    /** Any one of the ways to read. */
    void tryOnce() {
        try {
            read();
        } catch (Throwable t) {
            watched.thrownByRead(t);
        }
    }

    private void read() {
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> {
                long lower = oracle.lowerBound();
                way().read(sight -> oracle.section(sight, lower, true));
            }
            case 3, 4 -> nested();
            case 10 -> closedAgain();
            case 5 -> thrownInSection();
            case 6 -> keepSnapshot();
            case 7 -> recheckSnapshot();
            case 8 -> liveMap();
            case 9 -> reopenHandle();
            default -> lookups();
        }
    }

    void lookups() {
        for (int i = 0; i < LOOKUPS; i++) {
            oracle.lookup(random.nextInt(Model.KEYS));
        }
        watched.report.count(Count.LOOKUPS, LOOKUPS);
    }

    private Reads way() {
        Reads opened = handle;
        return opened == null || random.nextBoolean() ? subject : opened;
    }

    /** One section in another has to show the same; a lookup in it shows what is live. */
    private void nested() {
        Reads way = way();
        long lower = oracle.lowerBound();
        try (Sight outer = way.enter()) {
            if (outer == null) {
                way.read(sight -> inner(way, sight, lower));
            } else {
                inner(way, outer, lower);
            }
            closed = outer;
        }
    }

    /** A section that was closed is closed again, in a later one, which has to stay as it is. */
    private void closedAgain() {
        Sight old = closed;
        if (old != null) {
            long lower = oracle.lowerBound();
            way().read(
                            sight -> {
                                old.close();
                                watched.faults.count(Fault.CLOSED_AGAIN);
                                Batch batch = oracle.section(sight, lower, true);
                                if (batch != null) {
                                    oracle.pause();
                                    oracle.unchanged(sight, batch);
                                }
                            });
        }
    }

    private void inner(Reads way, Sight outer, long lower) {
        Batch batch = oracle.section(outer, lower, true);
        if (batch == null) {
            return;
        }
        oracle.lookup(random.nextInt(Model.KEYS));
        oracle.pause();
        way.read(sight -> oracle.unchanged(sight, batch));
        oracle.unchanged(outer, batch);
        watched.count(Count.NESTED);
    }

    private void thrownInSection() {
        way().read(
                        sight -> {
                            sight.get(Model.MARKER);
                            watched.faults.raise(Fault.READ_THREW);
                        });
    }

    private void keepSnapshot() {
        long lower = oracle.lowerBound();
        Sight snapshot = subject.snapshot();
        if (snapshot != null) {
            Batch batch = oracle.whole(snapshot, lower);
            if (batch != null && kept == null) {
                keptBatch = batch;
                kept = snapshot;
            }
        }
    }

    private void recheckSnapshot() {
        Sight snapshot = kept;
        Batch batch = keptBatch;
        if (snapshot != null && batch != null) {
            oracle.unchanged(snapshot, batch);
            watched.count(Count.SNAPSHOTS);
            if (random.nextInt(8) == 0) {
                kept = null;
            }
        }
    }

    private void liveMap() {
        Sight map = subject.liveMap();
        if (map != null) {
            oracle.whole(map, oracle.lowerBound());
            int key = random.nextInt(Model.KEYS);
            long since = watched.model.presentSince(key);
            oracle.judge(key, since, oracle.lowerBound(), map.get(key));
        }
    }

    private void reopenHandle() {
        close();
        handle = subject.handle();
    }
}
