// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One of the two copies, with the pin by which a snapshot keeps it as it is. A side that was
 * abandoned is never used again; its replacement is a new {@code Side}.
 */
final class Side<S> {
    private static final VarHandle PINNED;

    static {
        try {
            PINNED = MethodHandles.lookup().findVarHandle(Side.class, "pinned", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Changed only while this side is hidden, after the grace period, with the pin unset. */
    final S state;

    /** Set by readers. */
    @SuppressWarnings("unused") // by the handle
    private boolean pinned;

    Side(S state) {
        this.state = state;
    }

    /** Reader, inside a section on this side. */
    void pin() {
        // Pairs with isPinned through the departure that follows: the writer asks after the grace
        // period, when it has seen every departure (L1).
        PINNED.setOpaque(this, true);
    }

    /** Writer, after the grace period. */
    boolean isPinned() {
        return (boolean) PINNED.getOpaque(this);
    }
}
