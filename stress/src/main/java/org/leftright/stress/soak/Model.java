// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * The sequential reference of one subject: plain arrays for what is live and what is pending, kept
 * by the writer, and the bounds that readers hold against what they see. Nothing here allocates
 * once a batch has begun, so that it stays right when memory is short.
 */
final class Model {
    static final int KEYS = 48;

    /** Its cell is written in every batch. */
    static final int MARKER = 0;

    static final long TOTAL = 1_000_000;

    // The writer's
    private final @Nullable Cell[] live = new @Nullable Cell[KEYS];
    private final @Nullable Cell[] pending = new @Nullable Cell[KEYS];
    private final long[] since = new long[KEYS];
    private long lastNumber;
    private long lastId;
    private Batch batch = new Batch(0);

    /** The batch since which a key has always been present, 0 if it is not, or may not be. */
    private final AtomicLongArray presentSince = new AtomicLongArray(KEYS);

    /** The number of the last batch whose refresh has returned. */
    private volatile long refreshed;

    // The readers' part

    long refreshed() {
        return refreshed;
    }

    long presentSince(int key) {
        return presentSince.get(key);
    }

    // The writer's part

    Batch begin() {
        batch = new Batch(++lastNumber);
        return batch;
    }

    /** The one that has begun last. */
    Batch batch() {
        return batch;
    }

    Cell newCell(int key, long amount) {
        return new Cell(batch, key, amount, ++lastId);
    }

    @Nullable Cell pending(int key) {
        return pending[key];
    }

    void set(int key, @Nullable Cell cell) {
        pending[key] = cell;
    }

    /** Notes what a refresh is about to make visible. */
    void refreshing(long version, boolean attached) {
        long digest = 0;
        for (int key = 0; key < KEYS; key++) {
            Cell now = pending[key];
            Cell old = live[key];
            if (now != null) {
                digest += now.digest();
            } else {
                presentSince.set(key, 0);
            }
            if (old != null && old != now) {
                old.overwrittenBy = batch.number;
            }
        }
        batch.digest = digest;
        batch.version = version;
        batch.attached = attached;
        batch.state = Batch.State.REFRESHING;
    }

    /** Notes that a refresh failed and made nothing visible. */
    void notRefreshed() {
        batch.state = Batch.State.PENDING;
        for (int key = 0; key < KEYS; key++) {
            Cell old = live[key];
            if (old != null) {
                old.overwrittenBy = 0;
                presentSince.set(key, since[key]);
            }
        }
    }

    /** Notes that a refresh has returned. */
    void refreshed(Batch made) {
        made.state = Batch.State.REFRESHED;
        for (int key = 0; key < KEYS; key++) {
            if (pending[key] == null) {
                since[key] = 0;
            } else if (live[key] == null) {
                since[key] = made.number;
                presentSince.set(key, made.number);
            }
        }
        System.arraycopy(pending, 0, live, 0, KEYS);
        refreshed = made.number;
    }

    /** Notes that what was pending, perhaps nothing, was discarded. */
    void discarded() {
        if (batch.state != Batch.State.REFRESHED) {
            batch.state = Batch.State.DISCARDED;
        }
        System.arraycopy(live, 0, pending, 0, KEYS);
    }

    boolean liveEquals(Tally tally) {
        return equal(live, tally);
    }

    boolean pendingEquals(Tally tally) {
        return equal(pending, tally);
    }

    private static boolean equal(@Nullable Cell[] cells, Tally tally) {
        for (int key = 0; key < KEYS; key++) {
            if (cells[key] != tally.cells[key]) { // the very same, not only equal
                return false;
            }
        }
        return tally.misplaced == null;
    }
}
