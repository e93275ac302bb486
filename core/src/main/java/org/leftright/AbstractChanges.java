// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import org.jspecify.annotations.Nullable;

/**
 * What one refresh has changed. Valid while the listener is called, in the thread that calls it.
 */
abstract sealed class AbstractChanges permits Changes, LongChanges, IdSetChanges, GroupChanges {
    private final long version;
    private final @Nullable Object attachment;

    private final Thread thread = Thread.currentThread();
    private boolean ended;

    AbstractChanges(Version<?> now) {
        this.version = now.number;
        this.attachment = now.attachment;
    }

    final void check() {
        if (ended || Thread.currentThread() != thread) {
            throw new IllegalStateException(
                    "changes are valid while the listener or function that got them is called, in its"
                            + " thread: copy what you need");
        }
    }

    void end() {
        ended = true;
    }

    /**
     * Returns the number of the version that the refresh has made live.
     *
     * @return the version number
     */
    public final long version() {
        return version;
    }

    /**
     * Returns what was refreshed with that version.
     *
     * @return the attachment, null if there is none
     */
    public final @Nullable Object attachment() {
        return attachment;
    }
}
