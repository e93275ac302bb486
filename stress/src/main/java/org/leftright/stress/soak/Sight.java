// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import org.jspecify.annotations.Nullable;

/** What a section or a snapshot shows. */
interface Sight extends AutoCloseable {
    @Nullable Cell get(int key);

    void forEach(Tally tally);

    /** The number of the version, or -1 if that cannot be told. */
    default long version() {
        return -1;
    }

    default @Nullable Object attachment() {
        return null;
    }

    /** Says what is wrong in a way that only this class knows; null if nothing is. */
    default @Nullable String ownFault() {
        return null;
    }

    @Override
    default void close() {}
}
