// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import java.time.Duration;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.leftright.Stats;

/**
 * One of the library's classes as a map from small numbers to cells. All of it is public API of
 * that class. A write that throws has left no trace, unless said otherwise.
 */
interface Subject extends Reads {
    String name();

    Stats stats();

    // Reads

    @Nullable Cell lookup(int key);

    Handle handle();

    /** A snapshot; null if the class has none. */
    default @Nullable Sight snapshot() {
        return null;
    }

    /** A map of what is live at each call, and of one version in each pass; null if none. */
    default @Nullable Sight liveMap() {
        return null;
    }

    // Writes

    /**
     * Puts a cell, or removes it if it is null.
     *
     * @param old what is pending
     * @param way chooses among the methods of the class that can do so
     */
    void write(int key, @Nullable Cell cell, @Nullable Cell old, int way);

    /** Whether {@link #write} is one op, so that it can be tried again if it fails. */
    default boolean writesAreSingleOps() {
        return true;
    }

    /** Puts all cells at once, none of which is at a new key. Leaves a trace if it throws. */
    void rewrite(Cell[] cells, int way);

    @Nullable Cell pending(int key);

    void forEachPending(Tally tally);

    int pendingOpCount();

    long version();

    long refresh();

    long refresh(Object attachment);

    boolean tryRefresh();

    int discard();

    boolean settle(Duration limit);

    void batch(Object attachment, Runnable body);

    // Faults

    /** A write that has to throw. Returns if the class runs no code of the user's in a write. */
    default void writeThatThrows(Cell cell, SplittableRandom random) {}

    /** A write for which no heap is large enough; inside a batch only. */
    void writeTooLarge(Cell cell, int way);

    /** A bulk load that throws and so discards what is pending. False if the class has none. */
    default boolean loadThatThrows(Cell cell) {
        return false;
    }

    /** Lets something of the user's throw soon, in an op, a replay, an undo or a copy. */
    default void arm(SplittableRandom random) {}
}
