package org.leftright;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One of the two copies, with the stamp by which it says that it has begun to change and the pin by
 * which a snapshot keeps it as it is. A side that was abandoned is never used again; its
 * replacement is a new {@code Side}.
 */
final class Side<S> extends SideFields<S> {
    private static final VarHandle STAMP;
    private static final VarHandle PINNED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STAMP = lookup.findVarHandle(SideFields.class, "stamp", long.class);
            PINNED = lookup.findVarHandle(SideFields.class, "pinned", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused")
    private long p0, p1, p2, p3, p4, p5, p6, p7;

    Side(S state) {
        super(state);
    }

    long getStampOpaque() {
        return (long) STAMP.getOpaque(this);
    }

    /** Writer, before its first change to the side after it was live. */
    void advanceStamp() {
        STAMP.setOpaque(this, stamp + 1);
        // Keeps the changes that follow after the new stamp. Pairs with the acquire fence in
        // Version.isUnchanged: who saw a change sees the stamp (L1).
        VarHandle.storeStoreFence();
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

/**
 * The fields of a side, between padding: lookups read the stamp while the writer changes its own.
 */
abstract class SideFields<S> extends Padding {
    /** Not to be changed unless this is the hidden side, the stamp advanced and the pin unset. */
    final S state;

    /** Advanced by the writer. */
    long stamp;

    /** Set by readers. */
    boolean pinned;

    SideFields(S state) {
        this.state = state;
    }
}
