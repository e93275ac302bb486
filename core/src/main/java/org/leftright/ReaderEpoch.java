// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The padded cell through which one reader tells the writer whether it is reading: an epoch, odd
 * while it reads, and beside it what the reader knows of its section. A handle has a cell of its
 * own; a slot's cell is lent to one thread after the other.
 */
final class ReaderEpoch<S> extends ReaderEpochFields<S> {
    private static final VarHandle EPOCH;
    private static final VarHandle LOADED_EPOCH;
    private static final VarHandle OWNED_EPOCH;
    private static final VarHandle VERSION;
    private static final VarHandle DEPTH;
    private static final VarHandle OWNER;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            Class<?> fields = ReaderEpochFields.class;
            EPOCH = lookup.findVarHandle(fields, "epoch", long.class);
            LOADED_EPOCH = lookup.findVarHandle(fields, "loadedEpoch", long.class);
            OWNED_EPOCH = lookup.findVarHandle(fields, "ownedEpoch", long.class);
            VERSION = lookup.findVarHandle(fields, "version", Version.class);
            DEPTH = lookup.findVarHandle(fields, "depth", int.class);
            OWNER = lookup.findVarHandle(fields, "owner", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused")
    private long p0, p1, p2, p3, p4, p5, p6, p7;

    /** Whether the cell is a handle's, whose owner is the same in all sections. */
    private final boolean hasOneOwner;

    ReaderEpoch(@Nullable Thread owner) {
        this.owner = owner;
        this.hasOneOwner = owner != null;
    }

    /** The depth of a cell that is held for a lookup: nothing nests in it. */
    static final int LOOKUP = -1;

    static boolean isReading(long epoch) {
        return (epoch & 1) != 0;
    }

    // The reader's part

    /**
     * Handle's thread: begins to read. The new epoch is odd and differs from the old one, whatever
     * the old one was: a departure that a stack overflow cut short has left it odd (L1).
     */
    void arrive() {
        // Volatile: a StoreLoad barrier stands between this and the load of live that follows.
        // Pairs with the store of live before the epoch scan in flip: either that scan sees this
        // epoch, or that load sees the new version (L1). A release as well: the reads of a section
        // that was cut short stay before the change of its epoch.
        EPOCH.setVolatile(this, (epoch + 1) | 1);
    }

    /** Any thread: begins to read by taking an idle slot, unless another does so first. */
    boolean tryArrive() {
        long idle = getEpochOpaque();
        // The same barrier and the same partner as in arrive; in addition, it acquires what the
        // last
        // holder of the slot left here (L7).
        return !isReading(idle) && EPOCH.compareAndSet(this, idle, idle + 1);
    }

    /** Publishes that the owner of a slot is stored. The slot's holder calls this. */
    void own() {
        // Release: who sees this epoch here sees the owner that belongs to it. Pairs with the
        // acquire in isDead (L7).
        OWNED_EPOCH.setRelease(this, epoch);
    }

    /** Reader, after it has loaded {@code live} in its outermost section: says what it holds. */
    void hold(Version<S> loaded) {
        if (version != loaded) {
            version = loaded; // a store only when it changed: with G1 a reference store has a fence
        }
        // Release: who sees this epoch here sees the version that belongs to it. Pairs with the
        // acquire in mayHold (L4).
        LOADED_EPOCH.setRelease(this, epoch);
    }

    /**
     * Holder: ends to read, if the cell is reading still by the arrival that made this epoch. So
     * each departure has an arrival of its own, and an idle cell stays idle (L1, L7).
     */
    void depart(long arrival, Version<S> live) {
        if (epoch != arrival || !isReading(arrival)) {
            return;
        }
        if (version != live) {
            version = null; // an idle cell must not keep an abandoned side alive
        }
        // Release: the reads of the section stay before it. Pairs with the acquire of the epoch
        // by the writer that waits, before it changes the side (L1).
        EPOCH.setRelease(this, arrival + 1);
    }

    /**
     * Holder: enters or leaves a level. Zero when it holds the cell for no section, {@link #LOOKUP}
     * when it holds the cell for a lookup.
     */
    void setDepth(int levels) {
        // Release: who sees a depth here sees the owner stored before. Pairs with the acquire in
        // isSectionOf (L7).
        DEPTH.setRelease(this, levels);
    }

    /**
     * Whether this thread holds the cell for a section; false is certain only for the own thread.
     */
    boolean isSectionOf(Thread thread) {
        // The depth first: a depth above zero that another thread has set comes with its owner.
        return getDepthAcquire() > 0 && owner == thread;
    }

    /** Whether this thread holds the cell, for a section or a lookup; certain as above. */
    boolean isHeldBy(Thread thread) {
        return getDepthAcquire() != 0 && owner == thread;
    }

    /** How many sections are nested, by whoever holds the cell; {@link #LOOKUP} for a lookup. */
    int getDepthAcquire() {
        // Pairs with the release in setDepth: the owner that is loaded next is that one's or a
        // later one's (L7).
        return (int) DEPTH.getAcquire(this);
    }

    // The writer's part

    /** The epoch, in the one order of all volatile accesses: for the scan after the flip. */
    long getEpoch() {
        return (long) EPOCH.getVolatile(this);
    }

    private long getEpochOpaque() {
        return (long) EPOCH.getOpaque(this);
    }

    /**
     * Whether a reader that showed this odd epoch may hold that side: unless it has published that
     * it loaded another. A reader that stands between its epoch and its load of live may get any
     * later side, so its silence means yes.
     */
    @SuppressWarnings("unchecked")
    boolean mayHold(Side<S> side, long reading) {
        // Acquire: pairs with the release in hold (L4).
        if ((long) LOADED_EPOCH.getAcquire(this) != reading) {
            return true;
        }
        // Acquire: the look at the epoch comes after it. Else it could be the version of the next
        // section, and the snapshot of this one, which has departed, could be missed (L1).
        Version<S> held = (Version<S>) VERSION.getAcquire(this);
        // None: it is departing, and may still be reading. Another side: it is what this epoch's
        // section loaded only if that is still going on; if not, the reader has departed, and to
        // wait for its epoch costs nothing, but acquires the departure.
        return held == null || held.side == side || getEpoch() != reading;
    }

    /** Whether the thread that showed this odd epoch has died in its section. */
    boolean isDead(long reading) {
        // Acquire: pairs with the release in own. Before that, a slot may name its last owner.
        if (!hasOneOwner && (long) OWNED_EPOCH.getAcquire(this) != reading) {
            return false;
        }
        Thread thread = owner;
        return thread != null && !thread.isAlive() && getEpoch() == reading;
    }

    /** Notes that a flip has hidden the side of this odd epoch, unless one did so before. */
    void hide(long reading, long nowNs) {
        if (hiddenEpoch != reading) {
            hiddenNs = nowNs;
            hiddenEpoch = reading;
        }
    }

    /**
     * Any thread: how long ago the side of the section that is open now was hidden, or -1. No part
     * of the protocol.
     */
    long hiddenForNs(long nowNs) {
        long reading = hiddenEpoch;
        return isReading(reading) && getEpoch() == reading ? Math.max(0, nowNs - hiddenNs) : -1;
    }

    /**
     * What the section sees, for a report: plain reads, so null or a version before is possible.
     */
    @Nullable Version<S> heldVersion(long reading) {
        return loadedEpoch == reading ? version : null;
    }

    /** Departs for a dead thread, so that its slot can be lent again. */
    void departForDead(long reading) {
        depth = 0;
        version = null;
        owner = null;
        // Release: the three come before it. Pairs with the next holder's arrival (L7).
        EPOCH.setRelease(this, reading + 1);
    }

    /** Forgets a thread that held the cell last and has died since. */
    void forgetDeadOwner() {
        Thread last = owner;
        if (last != null && !last.isAlive() && !isReading(getEpoch())) {
            OWNER.compareAndSet(this, last, null);
        }
    }

    /**
     * Lets an idle cell forget a version that is not live any more: its side may have been given up
     * or changed, and its attachment may be large. A reading cell does so itself, or is caught the
     * next time, if it departs just now with a version that was live a moment ago.
     */
    void forgetUnless(Version<S> live) {
        Version<S> held = version;
        if (held != null && held != live && !isReading(getEpoch())) {
            // A reader that arrives meanwhile loads a newer version and stores that instead.
            VERSION.compareAndSet(this, held, null);
        }
    }
}

/** The fields of a cell, between padding: each is written by the thread that holds the cell. */
abstract class ReaderEpochFields<S> extends Padding {
    /** Even when idle, odd in a section; it only ever advances. */
    long epoch;

    /** The epoch for which {@link #version} was stored. */
    long loadedEpoch;

    /** The epoch for which {@link #owner} was stored; of a slot only. */
    long ownedEpoch;

    /** What the section sees; stays when it ends, until its side is changed or given up. */
    @Nullable Version<S> version;

    /** Who holds the cell, or held it last. */
    @Nullable Thread owner;

    /** How many sections are nested, or {@link ReaderEpoch#LOOKUP}. */
    int depth;

    /** The writer's: the epoch that has timed out, or 0. */
    long stalledEpoch;

    /** The writer's: when a flip first hid the side of {@link #hiddenEpoch}, a nanoTime. */
    long hiddenNs;

    /** The writer's: an odd epoch whose side a flip has hidden, or 0. Volatile for who counts. */
    volatile long hiddenEpoch;

    /** The writer's: how long its side has been hidden when a straggler is reported again. */
    long nextReportNs;
}
