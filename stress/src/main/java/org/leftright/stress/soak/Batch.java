// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

/** The writes that one refresh makes visible, and what readers have to find then. */
final class Batch {
    enum State {
        PENDING,
        REFRESHING,
        REFRESHED,
        DISCARDED
    }

    /** Greater with each batch, discarded ones included. */
    final long number;

    // Set by the writer before the refresh that makes them visible.

    /** The digest of all cells that are live with this batch. */
    long digest;

    /** The number that its version gets. */
    long version;

    /** Whether the batch itself is the attachment of its version. */
    boolean attached;

    volatile State state = State.PENDING;

    Batch(long number) {
        this.number = number;
    }

    /** Whether a reader may see it; to be asked after the read. */
    boolean mayBeSeen() {
        State now = state;
        return now == State.REFRESHING || now == State.REFRESHED;
    }

    @Override
    public String toString() {
        return "batch " + number + " " + state;
    }
}
