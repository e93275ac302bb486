// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What {@code live} refers to. Made by each refresh, immutable.
 *
 * <p>The maps' own two kinds hold the table's arrays as well: their lookups reach them with one
 * dependent load less, and find arrays that belong together even while the table grows.
 */
class Version<S> {
    /** The side's state, held here too: a lookup saves the way through the side. */
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
