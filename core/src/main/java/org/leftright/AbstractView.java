// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the views have in common: the version that they show, whole. Valid until the section ends,
 * in the thread that entered it; a kept one for ever, in any thread.
 *
 * @param <T> the table
 */
abstract sealed class AbstractView<T> implements AutoCloseable
        permits MapView, LongMapView, IdSetsView, GroupView {
    final Held<?> held;

    /** Which of a group's tables it shows; {@link GroupState#ALONE} if its state is the table. */
    private final int member;

    AbstractView(Held<?> held, int member) {
        this.held = held;
        this.member = member;
    }

    final T table() {
        return GroupState.table(held.heldState(), member);
    }

    /** The table on a side that will not change. */
    final T keptTable() {
        return GroupState.table(held.keep().heldState(), member);
    }

    /**
     * The number of the version that this view shows.
     *
     * @return the version number
     */
    public final long version() {
        return held.heldVersion().number;
    }

    /**
     * When the version that this view shows was refreshed.
     *
     * @return the refresh time
     */
    public final Instant refreshTime() {
        return held.heldVersion().refreshTime;
    }

    /**
     * What was refreshed with the version that this view shows.
     *
     * @return the attachment, null if there is none
     */
    public final @Nullable Object attachment() {
        return held.heldVersion().attachment;
    }

    /**
     * Ends the section that {@code enter()} began; no effect if it has ended, or if what is shown
     * is kept.
     *
     * @throws IllegalStateException if a section nested in this one is open, or if this is the view
     *     of {@code read(...)}, whose section ends with its function
     */
    @Override
    public final void close() {
        held.close();
    }
}
