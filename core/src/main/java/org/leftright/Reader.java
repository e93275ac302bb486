// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A read handle of a {@link LeftRight}, for the one thread that made it: the cheapest way to read
 * in sections. Reading neither waits nor allocates. Close it when the thread no longer reads; one
 * that nobody can reach any more is reclaimed in time.
 *
 * @param <S> the state
 */
public final class Reader<S> implements AutoCloseable {
    private final Live<S> live;
    private final ReaderRegistry<S> registry;
    final ReaderEpoch<S> cell;

    /** Whether the registry lends this, instead of a thread having made it as its handle. */
    private final boolean isSlot;

    /** Whether the slot is of a long segment: it does not retain the threads that came by once. */
    boolean isOverflow;

    /** The holder's: lent beside a section, and not to be taken for that section's (L7). */
    boolean forgetsOwner;

    /** A handle's place in the registry; null for slots and when closed. */
    ReaderRegistry.@Nullable Registration<S> registration;

    // Only the holder touches these.

    /** One for each level of read(...), used again by each. */
    private Section<S>[] sections = newSections(0);

    /** Which use of each level is open, or was last; none for the first level. */
    private long[] nestedUses = new long[0];

    private long lastNestedUse;

    Reader(Live<S> live, ReaderRegistry<S> registry, @Nullable Thread thread) {
        this.live = live;
        this.registry = registry;
        this.cell = new ReaderEpoch<>(thread);
        this.isSlot = thread == null;
        ensureLevels(1);
    }

    /**
     * Runs a function in a section.
     *
     * @param fn gets the state, which it must not change, nor keep
     * @param <R> its result
     * @return what the function returned
     * @throws IllegalStateException if this handle is closed or belongs to another thread
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
     * @throws IllegalStateException if this handle is closed or belongs to another thread
     */
    public <V, R extends @Nullable Object> R read(
            Function<? super Section<S>, ? extends V> views, Function<? super V, ? extends R> fn) {
        Section<S> section = enterForRead();
        try {
            return fn.apply(section.view(views));
        } finally {
            section.end();
        }
    }

    /**
     * Enters a section; close it in the same thread. Makes one object, which the compiler removes
     * where the section does not leave the method that enters it.
     *
     * @return the section
     * @throws IllegalStateException if this handle is closed or belongs to another thread
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
     * @throws IllegalStateException if this handle is closed or belongs to another thread, or if
     *     {@code views} closes the section, or leaves one that is nested in it open
     */
    public <V> V enter(Function<? super Section<S>, ? extends V> views) {
        checkUsable();
        return enterLevel(views);
    }

    /**
     * Gives the handle back; no effect if it is closed already.
     *
     * @throws IllegalStateException if a section of this handle is open, or if the handle belongs
     *     to another thread that is alive
     */
    @Override
    public void close() {
        Thread owner = cell.owner;
        if (owner != Thread.currentThread()) {
            if (owner != null && owner.isAlive()) {
                throw wrongThread(owner);
            }
            closeForDead();
            return;
        }
        ReaderRegistry.Registration<S> registered = registration;
        if (registered == null) {
            return;
        }
        if (cell.depth > 0) {
            throw new IllegalStateException(
                    "a section of this handle is open: close the section before the handle");
        }
        cell.version = null; // a closed handle that stays reachable must retain no version
        registry.deregister(registered);
        registration = null;
    }

    /**
     * Nobody will make the epoch odd again; if it is odd, the writer departs for the dead first.
     */
    private void closeForDead() {
        ReaderRegistry.Registration<S> registered = registration;
        if (registered != null && !ReaderEpoch.isReading(cell.getEpoch())) {
            cell.version = null;
            registry.deregister(registered);
        }
    }

    Section<S> enterForRead() {
        checkUsable();
        return enterLevelForRead();
    }

    void checkUsable() {
        Thread owner = cell.owner;
        if (owner != Thread.currentThread()) {
            throw wrongThread(owner);
        }
        if (registration == null) {
            throw new IllegalStateException("this read handle is closed: make a new one");
        }
    }

    /**
     * Begins a section, or one inside it. Only the holder calls this; a slot has arrived before its
     * outermost section, a handle has not.
     */
    <V> V enterLevel(Function<? super Section<S>, ? extends V> views) {
        int level = cell.depth + 1;
        Section<S> section = beginClosable(level);
        // Without the section: JDK 17 does not remove an object that a handler uses.
        long arrival = cell.epoch;
        long nestedUse = lastNestedUse;
        try {
            V view = views.apply(section);
            if (!isOpen(arrival, level, nestedUse) || cell.depth > level) {
                throw changedByViews();
            }
            return view;
        } catch (Throwable e) {
            if (isOpen(arrival, level, nestedUse)) {
                leave(level, arrival);
            }
            throw e;
        }
    }

    private Section<S> beginClosable(int level) {
        Section<S> section;
        try {
            ensureLevels(level);
            section = new Section<>(this, level, Thread.currentThread());
        } catch (Throwable e) {
            if (level == 1) {
                depart(cell.epoch); // a slot's
            }
            throw e;
        }
        begin(section, level);
        return section;
    }

    /** Begins a section like {@link #enterLevel}, for {@code read(...)}. */
    Section<S> enterLevelForRead() {
        int level = cell.depth + 1;
        ensureLevels(level); // allocates for nested levels only, which have nothing to take back
        Section<S> section = sections[level - 1];
        begin(section, level);
        return section;
    }

    private void begin(Section<S> section, int level) {
        boolean entered = false;
        try {
            if (level > 1) {
                registry.refuseStale(cell);
                nestedUses[level - 2] = ++lastNestedUse;
                cell.setDepth(level);
            } else {
                if (!isSlot) {
                    cell.arrive();
                }
                hold();
            }
            section.begin(cell.epoch, lastNestedUse);
            entered = true;
        } finally {
            if (!entered) {
                leave(level, cell.epoch);
            }
        }
    }

    /** Loads {@code live} for a section, after the arrival; nothing else does. */
    private void hold() {
        cell.hold(live.live());
        cell.setDepth(1);
    }

    /**
     * Whether the arrival that made this epoch has not departed, and the use of the level has not
     * ended. True only for the thread that arrived: who has departed once sees its own store to the
     * epoch, or a later one.
     */
    boolean isOpen(long arrival, int level, long nestedUse) {
        return cell.epoch == arrival
                && (level == 1 || (cell.depth >= level && nestedUses[level - 2] == nestedUse));
    }

    /** Ends the level, and those nested in it. Only the holder calls this. */
    void leave(int level, long arrival) {
        try {
            cell.setDepth(level - 1);
            if (level == 1) {
                depart(arrival);
            }
        } finally {
            // A handle that is unreachable has departed, or its section will never be closed.
            Reference.reachabilityFence(this);
        }
    }

    /** Begins a lookup. Only the holder of a slot that has arrived calls this. */
    void beginLookup() {
        cell.setDepth(ReaderEpoch.LOOKUP);
    }

    void endLookup() {
        leave(1, cell.epoch);
    }

    void depart(long arrival) {
        if (isOverflow || forgetsOwner) {
            forgetsOwner = false;
            cell.owner = null;
        }
        cell.depart(arrival, live.live());
    }

    private void ensureLevels(int levels) {
        int known = sections.length;
        if (levels > known) {
            Section<S>[] grown = Arrays.copyOf(sections, levels);
            for (int i = known; i < levels; i++) {
                grown[i] = new Section<>(this, i + 1, null);
            }
            nestedUses = Arrays.copyOf(nestedUses, levels - 1);
            sections = grown;
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <S> Section<S>[] newSections(int count) {
        return new Section[count];
    }

    private static IllegalStateException changedByViews() {
        return new IllegalStateException(
                "the function that makes the view has closed this section, or left one open inside"
                        + " it: let it make the view only");
    }

    private static IllegalStateException wrongThread(@Nullable Thread owner) {
        return new IllegalStateException(
                "a read handle is for the thread that made it ("
                        + (owner == null ? "none" : owner.getName())
                        + "), not for "
                        + Thread.currentThread().getName()
                        + ": make one in each reading thread, or read without a handle");
    }
}
