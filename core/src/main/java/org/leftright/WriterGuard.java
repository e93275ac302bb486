// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import org.jspecify.annotations.Nullable;

/**
 * Rejects calls that would hang the writer or spoil a batch. The caller holds the writers' lock.
 */
final class WriterGuard extends Padding {
    /** Set while the function given to batch(...) runs. */
    boolean inBatch;

    /** Set while an op, a copier, a listener, or a function given to a write runs. */
    boolean inUserCode;

    /** Set while a function reads the pending state, which must not change meanwhile. */
    boolean readsPending;

    /** Puts what a load has gathered into its table; null if no load gathers entries. */
    @Nullable Runnable flush;

    /** Set when a failed load discarded ops of the batch: the rest must not become visible. */
    boolean isBatchSpoilt;

    // Changed by each op, so kept away from what readers load.
    @SuppressWarnings("unused")
    private long p0, p1, p2, p3, p4, p5, p6, p7;

    void refuseInUserCode() {
        if (inUserCode) {
            throw new IllegalStateException(
                    "a write, or a read of what is pending, from inside an op, a listener, or a"
                            + " function given to a write: do it after that");
        }
    }

    void refuseInBatch() {
        if (inBatch) {
            throw new IllegalStateException(
                    "inside batch(...): it refreshes when its function returns, and discards when"
                            + " that throws");
        }
    }

    void refuseSpoiltBatch() {
        if (isBatchSpoilt) {
            throw new IllegalStateException(
                    "a load(...) inside this batch has failed, so the whole batch is discarded: let"
                            + " the load's exception leave the batch's function");
        }
    }

    void refuseInSection(ReaderRegistry<?> registry) {
        if (registry.isReading(Thread.currentThread())) {
            throw new IllegalStateException(
                    "refresh from inside a section of the same thread, or from a key's equals or"
                            + " hashCode that a read calls: close the section first, or refresh after the"
                            + " read");
        }
    }

    void refuseToWaitFor(GracePeriod<?> gracePeriod, ReaderRegistry<?> registry) {
        Thread thread = Thread.currentThread();
        // A handle that was dropped inside its section has one that nobody could close: a write
        // waits for that one, unless its thread is in another section.
        if (!gracePeriod.isOver() && gracePeriod.waitsFor(thread) && registry.isReading(thread)) {
            throw new IllegalStateException(
                    "this write would wait for a section of its own thread, or for a read that calls"
                            + " the key's equals or hashCode from which it comes: write after"
                            + " that");
        }
    }
}
