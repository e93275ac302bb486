// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Two copies of a state: readers use the live side, the writer changes the hidden side and
 * exchanges the two by {@link #refresh()}. Readers never wait for the writer, and see a refresh
 * whole or not at all; a refresh costs as much as the ops since the last one, each executed twice.
 * (Memory is taken once when more sections are open at a time, or nested deeper, than ever before,
 * under a short lock; and {@link #enter()} makes one small object.)
 *
 * <p>The price: two copies in memory, and writes that show only after a refresh. Ops must be
 * deterministic, see {@link Op}; values that both sides share must not change. For maps use {@link
 * LeftRightMap} or {@link LeftRightLongMap}, made of the same protocol.
 *
 * <pre>{@code
 * LeftRight<TreeMap<String, Integer>> scores = LeftRight.create(new TreeMap<>(), TreeMap::new);
 * scores.write(state -> state.put("ada", 3));
 * scores.refresh();
 * int best = scores.read(state -> state.lastEntry().getValue());
 * }</pre>
 *
 * <p>All methods may be called by any thread. Those that read never wait. Those that write wait for
 * other writers; {@link #write} also for readers that still hold the hidden side, at most the stall
 * timeout. An {@link IllegalStateException} names a misuse, or says that the hidden side could not
 * be rebuilt: then reads go on, nothing refreshed is lost, and the next write tries again.
 *
 * @param <S> the state; a section gets it as it is, so hand out an unmodifiable view if in doubt
 */
public final class LeftRight<S> extends AbstractLeftRight<S> {
    LeftRight(
            S initial,
            UnaryOperator<S> copier,
            Oplog<S> oplog,
            Version.Factory<S> versions,
            WriterOptions options) {
        super(initial, copier, oplog, versions, null, options);
    }

    /**
     * Makes a left-right with the default options.
     *
     * @param initial the state that is live at first; the caller must not use it any more
     * @param copier makes a copy of a state, deep enough that no op on the one shows in the other
     *     (values that never change may be shared)
     * @param <S> the state
     * @return a new left-right
     */
    public static <S> LeftRight<S> create(S initial, UnaryOperator<S> copier) {
        return builder(initial, copier).build();
    }

    /**
     * Begins to make a left-right with options.
     *
     * @param initial as for {@link #create}
     * @param copier as for {@link #create}
     * @param <S> the state
     * @return a builder
     */
    public static <S> LeftRightBuilder<S> builder(S initial, UnaryOperator<S> copier) {
        return new LeftRightBuilder<>(initial, copier);
    }

    // ---------------------------------------------------------------- readers

    /**
     * Reads one thing by a {@code long} key from what is live now, optimistically: without a store,
     * a fence on x86, or anything shared with other readers. If a refresh raced, the read is
     * repeated in a section. Allocates nothing.
     *
     * @param key the key
     * @param lookup a constant lambda; it may run on a state that is being changed
     * @param <R> its result
     * @return what the lookup found
     */
    public <R> @Nullable R lookup(long key, LongLookup<? super S, ? extends R> lookup) {
        Version<S> version = live; // volatile: pairs with the store in flip (L3)
        try {
            R value = lookup.get(version.state, key); // plain, racing
            if (isLive(version)) { // pairs with the fence in Writer.replay (L1)
                return value;
            }
        } catch (Throwable racing) {
            // A racing read may fail in any way. If this one did not race, it fails again below.
        }
        return lookupAgain(key, lookup);
    }

    /**
     * Reads one thing by an object key from what is live now, as {@link #lookup(long, LongLookup)}.
     *
     * @param key the key
     * @param lookup a constant lambda; it may run on a state that is being changed
     * @param <K> the key
     * @param <R> its result
     * @return what the lookup found
     */
    public <K, R> @Nullable R lookup(K key, Lookup<? super S, ? super K, ? extends R> lookup) {
        Version<S> version = live; // volatile: pairs with the store in flip (L3)
        try {
            R value = lookup.get(version.state, key); // plain, racing
            if (isLive(version)) { // pairs with the fence in Writer.replay (L1)
                return value;
            }
        } catch (Throwable racing) {
            // As above.
        }
        return lookupAgain(key, lookup);
    }

    /**
     * Reads a number, such as a size, from what is live now, as {@link #lookup(long, LongLookup)}.
     *
     * @param lookup a constant lambda; it may run on a state that is being changed
     * @return what the lookup found
     */
    public int lookupInt(ToIntFunction<? super S> lookup) {
        return optimisticInt(lookup);
    }

    /**
     * Reads a number by two {@code long} keys, such as whether a set has an id, from what is live
     * now, as {@link #lookup(long, LongLookup)}.
     *
     * @param first the first key
     * @param second the second key
     * @param lookup a constant lambda; it may run on a state that is being changed
     * @return what the lookup found
     */
    public int lookupInt(long first, long second, LongPairLookup<? super S> lookup) {
        Version<S> version = live; // volatile: pairs with the store in flip (L3)
        try {
            int value = lookup.get(version.state, first, second); // plain, racing
            if (isLive(version)) { // pairs with the fence in Writer.replay (L1)
                return value;
            }
        } catch (Throwable racing) {
            // As above.
        }
        return lookupIntAgain(first, second, lookup);
    }

    /**
     * Runs a function in a section, from any thread, virtual ones included.
     *
     * @param fn gets the state, which it must not change, nor keep
     * @param <R> its result
     * @return what the function returned
     */
    public <R extends @Nullable Object> R read(Function<? super S, ? extends R> fn) {
        Section<S> section = enterForRead();
        try {
            return fn.apply(section.state());
        } finally {
            section.end();
        }
    }

    /**
     * Runs a function in a section, on a view that is made once and used again by later sections.
     * So a class that shows a state in its own way reads without allocating.
     *
     * @param views makes a view of a section; must be the same constant function in all calls, and
     *     the view must ask the section for its state on each use
     * @param fn gets the view, which is valid until it returns
     * @param <V> the view
     * @param <R> its result
     * @return what the function returned
     */
    public <V, R extends @Nullable Object> R read(
            Function<? super Section<S>, ? extends V> views, Function<? super V, ? extends R> fn) {
        return readView(views, fn);
    }

    /**
     * Enters a section, from any thread, virtual ones included; close it in the same thread. Makes
     * one object, which the compiler removes where the section does not leave the method that
     * enters it.
     *
     * @return the section
     */
    public Section<S> enter() {
        return enter(section -> section);
    }

    /**
     * Enters a section and returns a view of it, whose own {@code close()} is to close the section.
     *
     * @param views makes a view of the section; what it enters, it must close. If it throws, the
     *     section is closed, and so are those nested in it.
     * @param <V> the view
     * @return the view
     * @throws IllegalStateException if {@code views} closes the section, or leaves one that is
     *     nested in it open
     */
    public <V> V enter(Function<? super Section<S>, ? extends V> views) {
        return enterView(views);
    }

    /**
     * Keeps what is live now (or, inside a section of this thread that was entered without a
     * handle, what that section sees), unchanged and for as long as the snapshot is kept. O(1); the
     * writer pays: the first write after the refresh that hides this version clones the live side
     * instead of reusing this one. Waits for nobody.
     *
     * @return the snapshot
     */
    public Snapshot<S> snapshot() {
        try (Section<S> section = enter()) {
            return section.snapshot();
        }
    }

    /**
     * Makes a read handle for the current thread, with which sections cost a little less.
     *
     * @return a handle, to be closed by this thread
     */
    public Reader<S> reader() {
        return register();
    }

    // ---------------------------------------------------------------- writers

    /**
     * Applies an op to the hidden side; it is visible after the next refresh. Waits for other
     * writers, and, only for the first op after a refresh, for readers that still hold the hidden
     * side: at most the stall timeout, then that side is left to them and the live side cloned. An
     * interrupt ends that wait at once, in the same way; the flag is kept and the write succeeds.
     *
     * <p>If the op throws, the pending ops before it stay as they are, and this one leaves no
     * trace; the next write then clones the live side and repeats them.
     *
     * @param op the op
     * @param <R> its result
     * @return what the op returned
     * @throws IllegalStateException if called from inside an op, or from inside a section that this
     *     write would have to wait for, or if the hidden side could not be rebuilt
     */
    public <R extends @Nullable Object> R write(Op<? super S, ? extends R> op) {
        return writer.write(op);
    }

    /**
     * Reads the pending state, under the writers' lock. Waits as {@link #write} does.
     *
     * @param fn gets the hidden side's state, which it must not change, nor keep
     * @param <R> its result
     * @return what the function returned
     */
    public <R extends @Nullable Object> R pending(Function<? super S, ? extends R> fn) {
        return writer.pending(fn);
    }

    /**
     * How many ops have been written since the last refresh.
     *
     * @return the count
     */
    public int pendingOpCount() {
        return writer.pendingOpCount();
    }

    /**
     * Makes the pending ops visible, all at once; what starts to read after this has returned sees
     * them. Without pending ops it changes nothing. The attachment stays as it is. Waits for other
     * writers, but not for readers, beyond a short spin. Costs as much as the pending ops did,
     * unless readers still hold the old side; then the next write, or {@link #settle}, pays.
     *
     * @return the number of the version that is live now
     * @throws IllegalStateException if called from inside a section of this thread, an op or a
     *     batch; or if an op has failed since the last refresh and the hidden side could not be
     *     cloned to make up for it: the ops before it are still pending
     */
    public long refresh() {
        return writer.refresh();
    }

    /**
     * Makes the pending ops visible, like {@link #refresh()}, and an attachment with them. An
     * attachment that is another object than the last makes a new version even without ops.
     *
     * @param attachment an immutable value, such as the offsets up to which a feed has been read
     * @return the number of the version that is live now
     * @throws IllegalStateException as {@link #refresh()}
     */
    public long refresh(@Nullable Object attachment) {
        return writer.refresh(attachment);
    }

    /**
     * Refreshes, like {@link #refresh()}, unless another thread holds the writers' lock. Waits for
     * no writer, and for readers no longer than a short spin.
     *
     * @return whether the refresh was made, even if nothing was pending
     * @throws IllegalStateException as {@link #refresh()}
     */
    public boolean tryRefresh() {
        return writer.tryRefresh();
    }

    /**
     * Waits until no reader holds the hidden side any more and brings that side up to date, so that
     * values removed by the last refresh are not kept until the next write. Gives no side up. An
     * interrupt ends the wait; the flag is kept.
     *
     * @param limit how long to wait, for other writers and for readers; zero looks once
     * @return whether nothing is owed any more
     * @throws IllegalArgumentException if the limit is negative
     * @throws IllegalStateException if this thread is inside a section that it would wait for, or
     *     inside an op
     */
    public boolean settle(Duration limit) {
        return writer.settle(WriterOptions.saturatedNs(limit));
    }

    /**
     * Takes back all pending ops. Costs as much as {@link Op#undo undoing} them, if each can be
     * undone, but little more than 10 milliseconds: else the next write clones the live side.
     *
     * @return how many ops were taken back
     * @throws IllegalStateException if called from inside an op or a batch
     */
    public int discard() {
        return writer.discard();
    }

    /**
     * Runs a function that writes, with all other writers shut out, and refreshes if it succeeds;
     * if it throws anything, takes its ops back. Ops that are pending when it begins become visible
     * with it, or, if it fails, stay pending as they are. Other threads that write wait until the
     * batch has ended: a function that waits for such a thread, for instance for a parallel stream
     * that writes, hangs for ever. Write in the thread that called this.
     *
     * @param fn calls {@link #write}
     * @return the number of the version that is live now
     * @throws IllegalStateException from inside another batch, an op or a section of this thread,
     *     or as {@link #refresh()}
     */
    public long batch(Runnable fn) {
        return writer.batch(fn, false, null);
    }

    /**
     * Runs a batch, like {@link #batch(Runnable)}, and makes an attachment visible with the ops.
     *
     * @param attachment as for {@link #refresh(Object)}
     * @param fn calls {@link #write}
     * @return the number of the version that is live now
     * @throws IllegalStateException as {@link #batch(Runnable)}
     */
    public long batch(@Nullable Object attachment, Runnable fn) {
        return writer.batch(fn, true, attachment);
    }
}
