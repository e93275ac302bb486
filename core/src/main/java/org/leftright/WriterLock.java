// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.jspecify.annotations.Nullable;

/** Lets one thread at a time write, and has what a batch and a wait are made of. For any thread. */
final class WriterLock<S> {
    /** Frames to ask for before an op or an unlock; asking takes about 10 ns. */
    private static final int FEW_FRAMES = 24;

    /** Frames to ask for before a refresh, a replay or a rollback. */
    private static final int MANY_FRAMES = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Live<S> live;
    private final Writer<S> writer;
    private final WriterGuard guard;

    WriterLock(Live<S> live, Writer<S> writer) {
        this.live = live;
        this.writer = writer;
        this.guard = writer.guard;
    }

    // ---------------------------------------------------------------- ops

    <R extends @Nullable Object> R write(Op<? super S, ? extends R> op) {
        if (guard.inBatch) { // else begin() asks
            requireStack(FEW_FRAMES);
        }
        S state = begin();
        try {
            return writer.apply(op, state);
        } finally {
            end();
        }
    }

    /**
     * Takes the lock and makes the hidden side ready for an op, which the caller applies and
     * records in the oplog. Whatever happens, {@link #end} follows.
     */
    S begin() {
        // In a batch the lock is held, and to take it again would cost each op two fences.
        boolean isHeld = lock.isHeldByCurrentThread();
        if (!isHeld) {
            requireStack(FEW_FRAMES);
            lock.lock();
        }
        try {
            guard.refuseInUserCode();
            if (!writer.isHiddenSideReady()) {
                requireStack(MANY_FRAMES);
            }
            S state = writer.hiddenSideReady();
            guard.inUserCode = true;
            return state;
        } catch (Throwable t) {
            if (!isHeld) {
                lock.unlock();
            }
            throw t;
        }
    }

    /** Whether a function reads the pending state. The thread that holds the lock asks. */
    boolean isReadingPending() {
        return guard.readsPending;
    }

    /** Says what to do before a read of the pending state, while a load runs; null: nothing. */
    void flushBeforeReads(@Nullable Runnable flush) {
        guard.flush = flush;
    }

    void end() {
        guard.inUserCode = false;
        writer.tellPendingOps();
        if (!guard.inBatch) {
            lock.unlock();
        }
    }

    <R extends @Nullable Object> R pending(Function<? super S, ? extends R> fn) {
        requireStack(lock.isHeldByCurrentThread() ? FEW_FRAMES : MANY_FRAMES);
        lock.lock();
        boolean nested = guard.inUserCode;
        boolean nestedRead = guard.readsPending;
        try {
            if (!writer.isHiddenSideReady()) {
                guard.refuseInUserCode();
            }
            S state = writer.hiddenSideReady();
            guard.inUserCode = true;
            Runnable flush = guard.flush;
            if (flush != null) {
                flush.run();
            }
            guard.readsPending = true;
            return fn.apply(state);
        } finally {
            guard.inUserCode = nested;
            guard.readsPending = nestedRead;
            lock.unlock();
        }
    }

    private void acquire() {
        requireStack(MANY_FRAMES);
        lock.lock();
    }

    /**
     * Fails near the end of the stack, before anything has changed. A later overflow could also
     * reach the code that handles it, and unlock(): then all other writes would wait for ever.
     */
    private static int requireStack(int frameCount) {
        return frameCount == 0 ? 0 : 1 + requireStack(frameCount - 1);
    }

    int pendingOpCount() {
        return writer.toldPendingOps();
    }

    // ---------------------------------------------------------------- refresh

    long refresh() {
        acquire();
        try {
            return refreshKeepingAttachment();
        } finally {
            lock.unlock();
        }
    }

    long refresh(@Nullable Object attachment) {
        acquire();
        try {
            guard.refuseInBatch();
            return writer.refresh(attachment);
        } finally {
            lock.unlock();
        }
    }

    boolean tryRefresh() {
        requireStack(MANY_FRAMES);
        if (!lock.tryLock()) {
            return false;
        }
        try {
            refreshKeepingAttachment();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private long refreshKeepingAttachment() {
        guard.refuseInBatch();
        return writer.refresh(live.live().attachment);
    }

    long batch(Runnable fn, boolean withAttachment, @Nullable Object attachment) {
        acquire();
        try {
            guard.refuseInBatch();
            writer.refuseToRefresh();
            long version = live.version();
            // Ops of others that are pending become visible with the batch, or stay pending.
            Oplog.Savepoint<S> savepoint = writer.savepoint();
            guard.inBatch = true;
            try {
                fn.run();
                guard.refuseSpoiltBatch();
                return writer.refresh(withAttachment ? attachment : live.live().attachment);
            } catch (Throwable t) {
                if (savepoint == null) {
                    writer.discard();
                } else if (live.version() == version) {
                    writer.rollBack(savepoint);
                }
                throw t;
            } finally {
                guard.inUserCode = false; // the end() of an op may have overflowed the stack
                guard.inBatch = false;
                guard.isBatchSpoilt = false;
            }
        } finally {
            lock.unlock();
        }
    }

    int discard() {
        acquire();
        try {
            guard.refuseInBatch();
            guard.refuseInUserCode();
            return writer.discard();
        } finally {
            lock.unlock();
        }
    }

    /** A load cannot be taken back alone: what was pending before it goes with it. */
    void discardFailedLoad() {
        writer.discard();
        guard.isBatchSpoilt = guard.inBatch;
    }

    boolean settle(long limitNs) {
        long fromNs = System.nanoTime();
        BackoffIdleStrategy idle = new BackoffIdleStrategy();
        while (true) {
            long leftNs = limitNs - (System.nanoTime() - fromNs);
            requireStack(MANY_FRAMES);
            try {
                // The lock is not held between two looks: a write is not to wait for this.
                if (!lock.tryLock() && !lock.tryLock(leftNs, TimeUnit.NANOSECONDS)) {
                    return false;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            try {
                guard.refuseInUserCode();
                if (writer.replayIfGraceIsOver()) {
                    return true;
                }
            } finally {
                lock.unlock();
            }
            if (leftNs <= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            idle.idle();
        }
    }

    Stats stats(long lookupFallbackCount) {
        return writer.stats(lookupFallbackCount);
    }
}
