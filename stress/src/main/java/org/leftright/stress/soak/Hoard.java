// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import org.jspecify.annotations.Nullable;

/** Fills the heap until there is no space for one more object, however small. */
final class Hoard {
    private static final int LARGEST = 1 << 18;

    /** A chain from the smallest link to the largest. */
    private @Nullable Object @Nullable [] links;

    void fill() {
        int length = LARGEST;
        while (length > 0) {
            try {
                @Nullable Object[] next = new @Nullable Object[length];
                next[0] = links;
                links = next;
            } catch (OutOfMemoryError e) {
                length /= 4;
            }
        }
    }

    /** Gives the smallest link back. */
    void giveBack() {
        Object[] first = links;
        if (first != null) {
            links = (@Nullable Object[]) first[0];
        }
    }

    void release() {
        links = null;
    }
}
