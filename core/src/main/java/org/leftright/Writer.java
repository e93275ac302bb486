// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The writer's half of the protocol, and the argument for the whole. The readers' half is {@link
 * LeftRight#lookup} and {@link Reader#enter}, with {@link ReaderEpoch}. One thread at a time is
 * here: {@link WriterLock} sees to that.
 */
final class Writer<S> extends Padding {
    /*
     * ALGORITHMIC NOTES
     *
     * Left-right: Ramalhete and Correia, "Left-Right: A Concurrency Control Technique with Wait-Free
     * Population Oblivious Reads", 2013/2015. The oplog and the epoch per reader follow Rust's
     * left-right (Gjengset). What differs: lookups, abandon, recovery, snapshots, leased slots.
     *
     *   live                      volatile, refers to an immutable Version {side, state, ...}
     *
     *   lookup                    p := live; value := read p.state   (plain, racing)
     *   (get)                     acquireFence; live == p ? value : read in a section
     *
     *   section                   epoch := (epoch + 1) | 1; StoreLoad
     *                             p := live; ... read p.state ...
     *                             epoch := that epoch + 1, release, if it is that epoch still
     *
     *   write                     hiddenSideReady; op on hidden; append op to the oplog
     *   refresh                   live := new Version(hidden); full fence; note every odd epoch
     *                             hidden := the side that was live, which is owed a replay
     *                             all noted epochs changed within a short spin? replay : still owed
     *   hiddenSideReady           replay owed? wait for the noted epochs, at most the stall timeout;
     *                             all changed? replay : abandon
     *   replay                    releaseFence; oplog on hidden; clear it
     *   abandon                   hidden := new side, a clone of the live one; clear the oplog
     *
     * INVARIANTS
     *
     * L1  A section never sees a side that is being changed, and a lookup returns nothing that it
     *     read from one, nor anything that was not refreshed.
     * L2  A section sees one version, whole. Versions never go backwards for a thread, from section
     *     to section, and for its lookups outside of sections.
     * L3  What starts to read after refresh() has returned sees the batch. No reader that could hold
     *     the old side is missed by the scan.
     * L4  A side that a straggler may hold is never changed again.
     * L5  Both sides are equal when nothing is pending and no replay is owed.
     * L6  What was refreshed is never lost nor half applied, whatever throws.
     * L7  A departure ends the arrival that it belongs to, or nothing: only the holder departs a
     *     cell, and once. A thread that holds a slot for a section finds it (ReaderRegistry).
     *
     * WHY
     *
     * A section and the flip (Dekker). The reader stores its epoch, then loads live; the writer
     * stores live, then loads the epoch; all four are volatile, so in one order. If the writer's
     * load does not see the odd epoch, it precedes the reader's store, so the reader's load of live
     * follows the writer's store: the reader has the new version. If it does, the writer waits. The
     * registry is read after that store as well, so a cell published before its first arrival is not
     * missed. A changed epoch means that the noted section is over; whoever has arrived since then
     * did so after the flip.
     *
     * A lookup. A side is changed only after the flip that ended its version, at the replay first.
     * If a plain read of the lookup saw any such change, the two fences make its second load of
     * live see that flip as well, and the result is discarded. If not, all it read is what was
     * there when the version became live. Each version is an object of its own, and the lookup
     * holds on to it, so that no later one can be taken for it. To compare the side alone would let
     * through a lookup that slept over two flips; and so would a stamp on the side that is odd
     * during a change and even after it, over a replay and an eager write. (A stamp that is kept in
     * the version too, and advanced before the replay, was used here before: as sound, but a lookup
     * took 1 ns more for it, a quarter of the whole; and it is one more thing to keep in order.)
     *
     * A straggler that is seen with the same odd epoch again may not be taken for one that holds the
     * old side: it may stand between its epoch and its load of live. So a reader publishes which
     * version it has loaded; if it has not, each refresh counts it in, without waiting for it twice.
     *
     * Gaps. Proven on x86-64 by stress, elsewhere by this argument. "For a thread" in L2 includes
     * virtual threads. A section whose end overflows the stack may stay open, as one that is never
     * closed: it is a straggler, and later sections of its thread see its version, until it is
     * closed or the thread dies. The same goes for a section in which memory ends, since HotSpot may
     * then pop compiled frames without their finally blocks. A slot whose arrival overflows the
     * stack is a straggler until its thread dies; if the arrival ends before own, or a departure
     * after it has cleared the owner, the slot stays a straggler. A refresh whose stack overflows
     * after the flip throws although its batch is visible. Near the end of a stack the lock is not
     * taken, so that the code that handles a failure has room. That room is an estimate: no Java
     * code can tell how much is left. The holder reads the version in its cell plainly, which the
     * writer may compare and set: that it sees its own store rests on the coherence of one
     * location, which every JVM keeps for a reference, but the memory model promises from opaque
     * mode on.
     */

    private final Live<S> live;
    private final ReaderRegistry<S> registry;
    private final UnaryOperator<S> copier;
    private final Oplog<S> oplog;
    private final @Nullable RefreshListener<S> refreshListener;
    private final long stallTimeoutNs;
    private final Consumer<? super Straggler> stragglerListener;

    private final String name;
    private final Events events;
    private final GracePeriod<S> gracePeriod;
    final WriterGuard guard = new WriterGuard();
    private final Counters counters = new Counters(); // other threads read these

    /** Null if it has to be rebuilt, from the live side and the pending ops. */
    private @Nullable Side<S> hidden;

    /** Whether the oplog holds refreshed ops that hidden has not seen, instead of pending ones. */
    private boolean replayOwed;

    /** Why hidden is null, if it is. */
    private RebuildReason rebuildReason = RebuildReason.FIRST_WRITE;

    Writer(
            Live<S> live,
            ReaderRegistry<S> registry,
            UnaryOperator<S> copier,
            Oplog<S> oplog,
            @Nullable RefreshListener<S> refreshListener,
            WriterOptions options) {
        this.live = live;
        this.registry = registry;
        this.copier = copier;
        this.oplog = oplog;
        this.refreshListener = refreshListener;
        this.stallTimeoutNs = WriterOptions.saturatedNs(options.stallTimeout);
        this.stragglerListener = options.stragglerListener;
        this.name = options.name;
        this.events = Events.of(name);
        this.gracePeriod = new GracePeriod<>(name, events, counters);
    }

    // ---------------------------------------------------------------- ops

    <R extends @Nullable Object> R apply(Op<? super S, ? extends R> op, S state) {
        if (!(oplog instanceof OpList<S> ops)) {
            throw new IllegalStateException("a map's oplog takes the ops of that map only");
        }
        try {
            ops.reserve();
            R result = op.apply(state);
            ops.append(op);
            return result;
        } catch (Throwable t) {
            dropHidden(RebuildReason.FAILED_OP); // perhaps half changed
            throw t;
        }
    }

    int pendingOps() {
        return replayOwed ? 0 : oplog.size();
    }

    /** Stores the count for other threads, which see it in their own time. */
    void tellPendingOps() {
        counters.pendingOpCount.lazySet(pendingOps());
    }

    /** What {@link #tellPendingOps} told last; for any thread. */
    int toldPendingOps() {
        return counters.pendingOpCount.get();
    }

    /** Whether the next op may have to wait for sections, or clone. */
    boolean isHiddenSideReady() {
        return hidden != null && !replayOwed;
    }

    /** The hidden side is not what it should be: the next write clones. Never fails. */
    void dropHidden(RebuildReason reason) {
        Side<S> side = hidden;
        hidden = null;
        if (side != null) {
            rebuildReason = reason;
            forgetInIdleCells();
        }
    }

    private void forgetInIdleCells() {
        try {
            registry.forgetAllBut(live.live());
        } catch (OutOfMemoryError ignored) {
            // Linking may need memory. A cell that keeps an old version drops it in its next
            // section, or at the next refresh.
        }
    }

    // ---------------------------------------------------------------- refresh

    void refuseToRefresh() {
        guard.refuseInUserCode();
        guard.refuseInSection(registry);
    }

    long refresh(@Nullable Object attachment) {
        refuseToRefresh();
        if (pendingOps() > 0) {
            hiddenSideReady(); // in case a failed op took it
            int opCount = oplog.size();
            events.refreshBegins();
            flip(attachment);
            try {
                tellOfChanges();
                if (replayOwed && gracePeriod.isOverWithinShortSpin()) {
                    replay();
                }
            } finally {
                events.refreshEnds(live.version(), opCount, replayOwed);
            }
            reportStragglersAgain();
        } else if (attachment != live.live().attachment) {
            live.setLive(live.newVersion(live.live().side, attachment));
            forgetInIdleCells(); // the old attachment
            removeDropped();
        }
        return live.live().number;
    }

    /** Tells while the old side is as it was. The batch is visible: the refresh does not fail. */
    private void tellOfChanges() {
        RefreshListener<S> listener = refreshListener;
        if (listener == null || !replayOwed) {
            return;
        }
        guard.inUserCode = true;
        try {
            listener.refreshed(requireHidden().state, live.live());
        } catch (Throwable t) {
            logFailed(t);
        } finally {
            guard.inUserCode = false;
        }
    }

    private void logFailed(Throwable t) {
        try {
            System.getLogger("org.leftright")
                    .log(
                            System.Logger.Level.WARNING,
                            "the refresh listener of \"" + name + "\" has failed",
                            t);
        } catch (Throwable ignored) {
            // No memory, or a logger that fails in its turn.
        }
    }

    /** Tells of those that are still there. The batch is visible: the refresh does not fail. */
    private void reportStragglersAgain() {
        guard.inUserCode = true;
        try {
            gracePeriod.reportAgain(registry, live.version(), stragglerListener);
        } catch (Throwable ignored) {
            // No memory for a report, or a handler that throws. The next refresh reports them.
        } finally {
            guard.inUserCode = false;
        }
    }

    /*
     * From here on to the clone, no caller keeps the old side in a local variable: while the
     * interpreter executes a method, all its variables keep what they refer to alive, used again or
     * not, and a clone would then need memory for three sides instead of two.
     */

    private void flip(@Nullable Object attachment) {
        Side<S> old = live.live().side;
        // The last that can fail: until here nothing has happened (L6).
        Version<S> next = live.newVersion(requireHidden(), attachment);
        live.setLive(next);
        // A StoreLoad barrier between the store of live and the scan. Pairs with the one in arrive
        // (L1, L3). The volatile store has a barrier of its own, but the interpreter left that out
        // for references on AArch64 (JDK-8351997), and what runs twice an hour is interpreted.
        VarHandle.fullFence();
        hidden = old;
        replayOwed = true;
        try {
            gracePeriod.begin(registry, old);
        } catch (Throwable e) {
            // No memory to note the readers in: each of them may hold the side (L4).
            giveUpHidden(RebuildReason.OUT_OF_MEMORY);
        }
        counters.pendingOpCount.lazySet(0);
        Counters.add(counters.refreshCount, 1);
    }

    // ---------------------------------------------------------------- the hidden side

    S hiddenSideReady() {
        if (replayOwed) {
            guard.refuseToWaitFor(gracePeriod, registry);
            if (gracePeriod.await(stallTimeoutNs)) {
                replay();
            } else {
                abandon();
            }
        }
        if (hidden == null) {
            cloneLive();
        }
        return requireHidden().state;
    }

    /** Pays an owed replay if nobody is waited for; whether none is owed any more. */
    boolean replayIfGraceIsOver() {
        if (replayOwed) {
            guard.refuseToWaitFor(gracePeriod, registry);
            if (gracePeriod.isOver()) {
                replay();
            } else {
                gracePeriod.departForTheDead();
            }
        }
        return !replayOwed;
    }

    /** The grace period is over: nobody reads the hidden side in a section. Never fails. */
    private void replay() {
        replayOwed = false;
        guard.inUserCode = true;
        try {
            gracePeriod.end(live.version());
            if (requireHidden().isPinned()) { // acquired with the departures (L1)
                giveUpHidden(RebuildReason.SNAPSHOT);
            } else {
                // Keeps the changes after the flip that ended this side's version. Pairs with the
                // acquire fence in Live.isLive: who saw a change sees the flip (L1). A release
                // fence, since the published models of Java's access modes have no store-store
                // fence.
                VarHandle.releaseFence();
                oplog.replay(requireHidden().state, live.live().state);
                Counters.add(counters.replayedOpCount, oplog.size());
                // What was removed, and arrays outgrown: an old version may hold them still.
                forgetInIdleCells();
            }
        } catch (Throwable t) {
            // The batch is visible and stays so (L6). The next write clones, or says why it cannot.
            giveUpHidden(RebuildReason.FAILED_REPLAY);
            Counters.add(counters.replayFailureCount, 1);
            // Asked in this order: without memory, the class of that failure cannot be loaded here.
            if (oplog.isChecked() && t instanceof ReplayCheck.Failure) {
                throw t; // asked for
            }
        } finally {
            guard.inUserCode = false;
        }
        oplog.clear();
        removeDropped();
    }

    /**
     * Tidies up after a refresh. A failure here must not fail the refresh: the next one tries
     * again.
     */
    private void removeDropped() {
        try {
            registry.removeDropped(live.live().side, hidden);
        } catch (OutOfMemoryError nextTime) {
            // It has lost nothing: what takes memory there comes before what it changes.
        }
    }

    /** Leaves the hidden side to its stragglers: it will not change any more (L4). */
    private void abandon() {
        giveUpHidden(RebuildReason.ABANDONED);
        Counters.add(counters.abandonCount, 1);
        removeDropped();
        guard.inUserCode = true;
        try {
            gracePeriod.giveUp(live.live().number, stragglerListener);
        } finally {
            guard.inUserCode = false;
        }
    }

    /**
     * Forgets the side that was hidden by the last flip, and its oplog: the live side has it all.
     */
    private void giveUpHidden(RebuildReason reason) {
        replayOwed = false;
        oplog.clear();
        dropHidden(reason);
    }

    private void cloneLive() {
        boolean nested = guard.inUserCode;
        guard.inUserCode = true;
        try {
            events.rebuildBegins();
            S state = copier.apply(live.live().state);
            if (state == null || state == live.live().state) {
                throw new IllegalStateException(
                        "the copier must return a new copy of the state, not "
                                + (state == null ? "null" : "the state itself"));
            }
            oplog.redo(state); // what is pending, if a failed op made this necessary
            hidden = new Side<>(state);
            Counters.add(counters.cloneCount, 1);
            events.rebuildEnds(rebuildReason, live.version(), oplog.entryCount(state));
        } catch (Throwable t) {
            throw new IllegalStateException(
                    "the hidden side could not be cloned from the live one; reads go on, nothing"
                            + " refreshed is lost, and "
                            + (pendingOps() > 0
                                    ? "discard() the pending ops if the next write fails, too"
                                    : "the next write tries again"),
                    t);
        } finally {
            guard.inUserCode = nested;
        }
    }

    private Side<S> requireHidden() {
        return Objects.requireNonNull(hidden);
    }

    // ---------------------------------------------------------------- discard

    int discard() {
        int count = pendingOps();
        if (!replayOwed) { // with no op, a load may have failed after it made space
            Side<S> side = hidden;
            boolean nested = guard.inUserCode;
            guard.inUserCode = true;
            try {
                if (side != null && !oplog.undo(side.state, live.live().state)) {
                    dropHidden(RebuildReason.DISCARD);
                }
            } catch (Throwable t) {
                dropHidden(RebuildReason.DISCARD); // half undone
            } finally {
                guard.inUserCode = nested;
            }
            oplog.clear();
        }
        counters.pendingOpCount.lazySet(0);
        return count;
    }

    /** Null if nothing is pending. */
    Oplog.@Nullable Savepoint<S> savepoint() {
        return pendingOps() > 0 ? oplog.savepoint(hiddenSideReady()) : null;
    }

    void rollBack(Oplog.Savepoint<S> savepoint) {
        Side<S> side = hidden;
        guard.inUserCode = true;
        try {
            if (!savepoint.restore(side != null ? side.state : null, live.live().state)) {
                dropHidden(RebuildReason.DISCARD);
            }
        } catch (Throwable t) {
            dropHidden(RebuildReason.DISCARD); // half restored
        } finally {
            guard.inUserCode = false;
        }
        tellPendingOps();
    }

    Stats stats(long lookupFallbackCount) {
        return new StatsRecord(
                live.version(),
                counters.refreshCount.get(),
                counters.pendingOpCount.get(),
                counters.replayedOpCount.get(),
                counters.replayFailureCount.get(),
                counters.cloneCount.get(),
                counters.abandonCount.get(),
                counters.stragglerCount.get(),
                registry.hiddenSectionCount(stallTimeoutNs),
                registry.reclaimedCount() + counters.departedForDeadCount.get(),
                lookupFallbackCount,
                registry.handleCount(),
                registry.slotCount());
    }

    @SuppressWarnings("unused")
    private long p0, p1, p2, p3, p4, p5, p6, p7;
}
