// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the write handles of the maps have in common: what is done with the pending batch.
 *
 * @param <T> the table
 * @param <H> the handle itself
 */
abstract sealed class AbstractWriteHandle<T, H extends AbstractWriteHandle<T, H>>
        permits WriteHandle, LongWriteHandle, IdSetsWriteHandle, GroupWriteHandle {
    final WriterLock<?> writer;

    /** Which of a group's tables it changes; {@link GroupState#ALONE} if the state is the table. */
    private final int member;

    AbstractWriteHandle(WriterLock<?> writer, int member) {
        this.writer = writer;
        this.member = member;
    }

    /** Begins an op; whatever happens, {@code writer.end()} follows. */
    final T begin() {
        return GroupState.table(writer.begin(), member);
    }

    final <R extends @Nullable Object> R pending(Function<? super T, ? extends R> fn) {
        return writer.pending(state -> fn.apply(GroupState.table(state, member)));
    }

    abstract H self();

    /**
     * Counts the pending ops, like {@link LeftRight#pendingOpCount()}.
     *
     * @return the number of ops since the last refresh
     */
    public final int pendingOpCount() {
        return writer.pendingOpCount();
    }

    /**
     * Makes the pending ops visible, like {@link LeftRight#refresh()}. Waits for other writers.
     *
     * @return the number of the version that is live now
     * @throws IllegalStateException from inside a batch, a section of this thread, or a function
     *     given to a write; or if a lost hidden side could not be rebuilt
     */
    public final long refresh() {
        return writer.refresh();
    }

    /**
     * Makes the pending ops and an attachment visible, like {@link LeftRight#refresh(Object)}.
     *
     * @param attachment an immutable value, made visible with the ops
     * @return the number of the version that is live now
     * @throws IllegalStateException as {@link #refresh()}
     */
    public final long refresh(@Nullable Object attachment) {
        return writer.refresh(attachment);
    }

    /**
     * Refreshes unless another thread writes, like {@link LeftRight#tryRefresh()}.
     *
     * @return whether the refresh was made
     * @throws IllegalStateException as {@link #refresh()}
     */
    public final boolean tryRefresh() {
        return writer.tryRefresh();
    }

    /**
     * Pays an owed replay now, like {@link LeftRight#settle}.
     *
     * @param limit how long to wait, for other writers and for readers
     * @return whether nothing is owed any more
     * @throws IllegalStateException from inside a section of this thread that it would wait for, or
     *     a function given to a write
     */
    public final boolean settle(Duration limit) {
        return writer.settle(WriterOptions.saturatedNs(limit));
    }

    /**
     * Takes the pending ops back, like {@link LeftRight#discard()}. Waits for other writers.
     *
     * @return how many ops were taken back
     * @throws IllegalStateException from inside a batch, or a function given to a write
     */
    public final int discard() {
        return writer.discard();
    }

    /**
     * Runs a function that writes, with all other writers shut out, and refreshes if it succeeds;
     * if it throws anything, takes its ops back. Ops that are pending when it begins become visible
     * with it, or, if it fails, stay pending as they are. Write in the thread that called this:
     * others wait until the batch has ended. To be able to take only its own ops back, it first
     * copies what the pending ops have touched. See {@link LeftRight#batch(Runnable)}.
     *
     * @param fn gets this handle
     * @return the number of the version that is live now
     * @throws CompletionException with its cause, if the function throws a checked exception
     * @throws IllegalStateException as {@link #refresh()}
     */
    public final long batch(BatchBody<? super H> fn) {
        return writer.batch(() -> write(fn), false, null);
    }

    /**
     * Writes a batch, like {@link #batch(BatchBody)}, and makes an attachment visible with the ops.
     *
     * @param attachment an immutable value
     * @param fn gets this handle
     * @return the number of the version that is live now
     * @throws CompletionException with its cause, if the function throws a checked exception
     * @throws IllegalStateException as {@link #refresh()}
     */
    public final long batch(@Nullable Object attachment, BatchBody<? super H> fn) {
        return writer.batch(() -> write(fn), true, attachment);
    }

    private void write(BatchBody<? super H> fn) {
        try {
            fn.write(self());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new CompletionException(e);
        }
    }
}
