// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A read handle of a {@link LeftRight}, for the one thread that made it: the cheapest way to read
 * in sections. Reading neither waits nor allocates. Close it when the thread no longer reads; one
 * that was dropped unclosed, or whose thread died, is reclaimed in time.
 *
 * @param <S> the state
 */
public final class Reader<S> implements AutoCloseable {
    private final LeftRight<S> leftRight;
    final ReaderEpoch<S> cell;

    /** Whether the registry lends this, instead of a thread having made it as its handle. */
    private final boolean isSlot;

    /** Of an appended segment: not to keep the many threads that came by once. */
    boolean isOverflow;

    /** The holder's: lent besides a section, and not to be taken for that section's (L7). */
    boolean forgetsOwner;

    /** A handle's place in the registry; null for slots and when closed. */
    ReaderRegistry.@Nullable Registration<S> registration;

    /** Two for each level: one for enter(), one for read(). Only the holder touches them. */
    private Section<S>[] sections = emptySections();

    Reader(LeftRight<S> leftRight, @Nullable Thread thread) {
        this.leftRight = leftRight;
        this.cell = new ReaderEpoch<>(thread);
        this.isSlot = thread == null;
        this.sections = newSections(1);
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
     * Enters a section; close it in the same thread.
     *
     * @return the section
     * @throws IllegalStateException if this handle is closed or belongs to another thread
     */
    public Section<S> enter() {
        checkUsable();
        return enter(true);
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
        leftRight.registry().deregister(registered);
        registration = null;
    }

    /**
     * Nobody will make the epoch odd again; if it is odd, the writer departs for the dead first.
     */
    private void closeForDead() {
        ReaderRegistry.Registration<S> registered = registration;
        if (registered != null && !ReaderEpoch.isReading(cell.getEpoch())) {
            leftRight.registry().deregister(registered);
        }
    }

    Section<S> enterForRead() {
        checkUsable();
        return enter(false);
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

    /** By the thread that holds the cell. */
    Section<S> enter(boolean closeable) {
        int level = cell.depth + 1;
        Section<S> section = section(level, closeable);
        if (level == 1) {
            if (!isSlot) {
                cell.arrive();
            }
            hold();
        } else {
            cell.setDepth(level);
        }
        return section;
    }

    /** Between arrival and departure. The one place that loads {@code live} for a section. */
    private void hold() {
        boolean held = false;
        try {
            cell.hold(leftRight.live());
            cell.setDepth(1);
            held = true;
        } finally {
            if (!held) {
                depart();
            }
        }
    }

    void leave(int level) {
        try {
            if (level > 1) {
                cell.setDepth(level - 1);
            } else {
                cell.setDepth(0);
                depart();
            }
        } finally {
            // A handle that is unreachable has departed, or its section will never be closed.
            Reference.reachabilityFence(this);
        }
    }

    void depart() {
        if (isOverflow || forgetsOwner) {
            forgetsOwner = false;
            cell.owner = null;
        }
        cell.depart(leftRight.live());
    }

    private Section<S> section(int level, boolean closeable) {
        int index = 2 * (level - 1) + (closeable ? 0 : 1);
        Section<S>[] known = sections;
        if (index < known.length) {
            return known[index];
        }
        // Before the arrival, so that running out of memory here leaves no epoch odd.
        sections = newSections(level);
        return sections[index];
    }

    private Section<S>[] newSections(int levels) {
        Section<S>[] known = sections;
        Section<S>[] grown = Arrays.copyOf(known, 2 * levels);
        for (int i = known.length; i < grown.length; i++) {
            grown[i] = new Section<>(this, i / 2 + 1, i % 2 == 0);
        }
        return grown;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <S> Section<S>[] emptySections() {
        return new Section[0];
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
