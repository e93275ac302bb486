// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A read-side critical section: several reads of one version. Entered by {@link LeftRight#enter()}
 * or {@link Reader#enter()}, left by {@link #close()}, best in a try-with-resources statement:
 *
 * <pre>{@code
 * try (Section<State> section = leftRight.enter()) {
 *     use(section.state());
 * }
 * }</pre>
 *
 * <p>It belongs to the thread that entered it. Sections nest: those of one handle, and those of one
 * thread without a handle, and a nested one sees the version of the outermost. An open section
 * never blocks the writer for good: one that stays open beyond the stall timeout costs the writer a
 * clone and keeps its own side, unchanged, for as long as it stays. The object is used again by
 * later sections, so do not keep it.
 *
 * @param <S> the state
 */
public final class Section<S> implements AutoCloseable {
    /** Besides, this keeps a handle reachable for as long as its section is in use. */
    private final Reader<S> reader;

    private final int level;
    private final boolean closeable;

    /** What a map shows instead of the state; made once. */
    @Nullable Object view;

    Section(Reader<S> reader, int level, boolean closeable) {
        this.reader = reader;
        this.level = level;
        this.closeable = closeable;
    }

    /**
     * The state that this section sees. It must not be changed, nor used after the section.
     *
     * @return the state
     * @throws IllegalStateException if the section is closed or belongs to another thread
     */
    public S state() {
        return heldVersion().state;
    }

    /**
     * The number of the version that this section sees.
     *
     * @return the version number
     * @throws IllegalStateException if the section is closed or belongs to another thread
     */
    public long version() {
        return heldVersion().number;
    }

    /**
     * When the version that this section sees was refreshed.
     *
     * @return the refresh time
     * @throws IllegalStateException if the section is closed or belongs to another thread
     */
    public Instant refreshTime() {
        return heldVersion().refreshTime;
    }

    /**
     * What was refreshed with the version that this section sees.
     *
     * @return the attachment, null if there is none
     * @throws IllegalStateException if the section is closed or belongs to another thread
     */
    public @Nullable Object attachment() {
        return heldVersion().attachment;
    }

    /**
     * Ends the section; no effect if it is closed already.
     *
     * @throws IllegalStateException if a section nested in this one is open, if the section belongs
     *     to another thread (also if it is closed, and that thread has one in its place by now), or
     *     if it is one of {@code read(...)}, which ends it itself
     */
    @Override
    public void close() {
        ReaderEpoch<S> cell = reader.cell;
        // The depth first: only the holder departs a cell, and a depth that another thread has set
        // since this section was closed comes with that thread's name (L7).
        int depth = cell.getDepthAcquire();
        if (depth < level) {
            return;
        }
        if (cell.owner != Thread.currentThread()) {
            throw wrongThread();
        }
        if (!closeable) {
            throw new IllegalStateException(
                    "this section ends with the function given to read(...): use enter() for one"
                            + " that you close");
        }
        if (depth > level) {
            throw new IllegalStateException(
                    "a section nested in this one is still open: close sections in reverse order");
        }
        reader.leave(level);
    }

    /** Ends a section of {@code read(...)}, and those that its function left open. */
    void end() {
        reader.leave(level);
    }

    Version<S> heldVersion() {
        ReaderEpoch<S> cell = reader.cell;
        // Plain reads: the holder sees its own stores, and for others this only names misuse.
        if (cell.depth < level || cell.owner != Thread.currentThread()) {
            throw cell.owner == Thread.currentThread() ? closed() : wrongThread();
        }
        Version<S> version = cell.version;
        if (version == null) {
            throw closed();
        }
        return version;
    }

    /** Refuses an iterator of an earlier section. */
    void require(Version<S> version) {
        if (heldVersion() != version) {
            throw closed();
        }
    }

    private static IllegalStateException closed() {
        return new IllegalStateException(
                "the section is closed: views, iterators and states are valid inside their section"
                        + " only; copy what you need, or take a snapshot()");
    }

    private static IllegalStateException wrongThread() {
        return new IllegalStateException(
                "the section is closed or belongs to another thread than "
                        + Thread.currentThread().getName()
                        + ": enter a section in each thread that reads");
    }
}
