// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The immutable object that {@code live} refers to; each refresh makes one.
 *
 * <p>The versions of the maps hold the table's arrays as well. So a lookup reaches the arrays with
 * one dependent load less, and finds arrays that belong together even while the table grows.
 */
class Version<S> {
    /** The side's state, held here too so that a lookup need not load the side. */
    final S state;

    final Side<S> side;
    final long number;
    final Instant refreshTime;
    final @Nullable Object attachment;

    Version(Side<S> side, long number, @Nullable Object attachment) {
        this.state = side.state;
        this.side = side;
        this.number = number;
        this.refreshTime = Instant.now();
        this.attachment = attachment;
    }

    /** Makes versions; called by the writer with a side that is not being changed. */
    interface Factory<S> {
        Version<S> create(Side<S> side, long number, @Nullable Object attachment);
    }
}
