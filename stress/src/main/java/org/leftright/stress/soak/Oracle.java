// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.leftright.stress.soak.Report.Count;

/** The judge of what one thread reads from one subject. */
final class Oracle {
    private final Subject subject;
    private final Model model;
    private final Report report;
    private final SplittableRandom random;
    private final Tally tally = new Tally();

    /** The newest batch that this thread has seen: from then on it must see no older one. */
    private long seen;

    Oracle(Watched watched, SplittableRandom random) {
        this.subject = watched.subject;
        this.model = watched.model;
        this.report = watched.report;
        this.random = random;
    }

    /** The oldest batch that a read may show which begins now. */
    long lowerBound() {
        return Math.max(model.refreshed(), seen);
    }

    /** Looks one key up. */
    void lookup(int key) {
        long since = model.presentSince(key);
        long lower = lowerBound();
        judge(key, since, lower, subject.lookup(key));
    }

    /** Judges a value that was looked up after the bounds were read. */
    void judge(int key, long since, long lower, @Nullable Cell cell) {
        if (cell == null) {
            if (since != 0 && since == model.presentSince(key)) {
                wrong("lookup of key " + key + " found none; it is there since batch " + since);
            }
            return;
        }
        long overwrittenBy = cell.overwrittenBy;
        if (cell.key != key) {
            wrong("lookup of key " + key + " found " + cell);
        } else if (!cell.batch.mayBeSeen()) {
            wrong("lookup found what was not refreshed: " + cell);
        } else if (overwrittenBy != 0 && overwrittenBy <= lower) {
            wrong("lookup found " + cell + ", overwritten by " + overwrittenBy + " <= " + lower);
        }
        seen = Math.max(seen, cell.batch.number);
    }

    /**
     * Judges all of a section, twice if there is time; returns its batch, null if that is unclear.
     */
    @Nullable Batch section(Sight sight, long lower, boolean twice) {
        Batch batch = whole(sight, lower);
        if (batch != null && twice) {
            pause();
            unchanged(sight, batch);
        }
        report.count(Count.SECTIONS, 1);
        return batch;
    }

    /** Judges one pass over all that is to be seen. */
    @Nullable Batch whole(Sight sight, long lower) {
        Batch batch = pass(sight);
        if (batch == null) {
            return null;
        }
        long version = sight.version();
        Object attachment = sight.attachment();
        if (!batch.mayBeSeen()) {
            wrong("a section shows what was not refreshed: " + batch);
        } else if (batch.number < lower) {
            wrong("a section shows " + batch + ", but " + lower + " was refreshed before it");
        } else if (version >= 0 && version != batch.version) {
            wrong("a section of version " + version + " shows that of " + batch.version);
        } else if (version >= 0 && batch.attached && attachment != batch) {
            wrong("a section shows " + batch + " with the attachment " + attachment);
        }
        String ownFault = sight.ownFault();
        if (ownFault != null) {
            wrong(ownFault);
        }
        seen = Math.max(seen, batch.number);
        return batch;
    }

    /** A pass of a section or snapshot that has to show the same as before. */
    void unchanged(Sight sight, Batch before) {
        Batch now = pass(sight);
        if (now != before) {
            wrong("a section or snapshot of " + before + " shows " + now + " later");
        }
    }

    private @Nullable Batch pass(Sight sight) {
        tally.clear();
        sight.forEach(tally);
        Cell marker = tally.cells[Model.MARKER];
        if (tally.misplaced != null) {
            wrong("a section shows something twice or at a wrong key: " + tally.misplaced);
            return null;
        }
        if (marker == null) {
            wrong("a section shows nothing at the key that every batch writes");
            return null;
        }
        Batch batch = marker.batch;
        if (tally.amount != Model.TOTAL) {
            wrong("a section of " + batch + " has the sum " + tally.amount);
        } else if (tally.digest != batch.digest) {
            wrong("a section of " + batch + " has not the digest of that batch: half a batch");
        }
        int key = random.nextInt(Model.KEYS);
        if (sight.version() >= 0 && sight.get(key) != tally.cells[key]) {
            wrong("a section of " + batch + " shows two values of key " + key);
        }
        return batch;
    }

    /** Pauses for nothing to milliseconds, so that a refresh or two can come in between. */
    void pause() {
        switch (random.nextInt(8)) {
            case 0 -> LockSupport.parkNanos(random.nextInt(3_000_000));
            case 1 -> LockSupport.parkNanos(1);
            case 2, 3, 4 -> {
                for (int i = random.nextInt(3000); i > 0; i--) {
                    Thread.onSpinWait();
                }
            }
            default -> {}
        }
    }

    void wrong(String what) {
        report.violation(subject.name(), what);
    }
}
