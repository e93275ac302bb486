// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.time.Instant;
import java.util.function.Function;
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
 * clone and keeps its own side, unchanged, for as long as it stays.
 *
 * @param <S> the state
 */
public final class Section<S> extends Held<S> implements AutoCloseable {
    /** Keeps a handle reachable for as long as its section is in use. */
    private final Reader<S> reader;

    private final int level;

    /** Who entered it; null for one of read(...), which is used again and ends by itself. */
    private final @Nullable Thread thread;

    /** The epoch that the outermost section's arrival made: a departure needs its own arrival. */
    private long arrival;

    /** Which use of a level beyond the first this is. */
    private long nestedUse;

    /** What a section of read(...) shows instead of the state. */
    private @Nullable Object view;

    Section(Reader<S> reader, int level, @Nullable Thread thread) {
        this.reader = reader;
        this.level = level;
        this.thread = thread;
    }

    void begin(long arrival, long nestedUse) {
        this.arrival = arrival;
        this.nestedUse = nestedUse;
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
     * Tells when the version that this section sees was refreshed.
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
     * Keeps the version that this section sees, beyond the section and for any thread; see {@link
     * LeftRight#snapshot()} for what that costs the writer.
     *
     * @return the snapshot
     * @throws IllegalStateException if the section is closed or belongs to another thread
     */
    public Snapshot<S> snapshot() {
        Version<S> version = keep().heldVersion();
        return new Snapshot<>(
                version.state, version.number, version.refreshTime, version.attachment);
    }

    /**
     * Ends the section; no effect if it has ended.
     *
     * @throws IllegalStateException if a section nested in this one is open, if this section was
     *     entered by another thread, or if it is one of {@code read(...)}, which ends it itself
     */
    @Override
    public void close() {
        if (thread == null) {
            throw new IllegalStateException(
                    "this section ends with the function given to read(...): use enter() for one"
                            + " that you close");
        }
        if (thread != Thread.currentThread()) {
            throw wrongThread();
        }
        if (!isOpen()) {
            return;
        }
        if (reader.cell.depth > level) {
            throw new IllegalStateException(
                    "a section nested in this one is still open: close sections in reverse order");
        }
        reader.leave(level, arrival);
    }

    /** What the function makes of this section object; made once. */
    @SuppressWarnings("unchecked") // always by the same function
    <V> V view(Function<? super Section<S>, ? extends V> views) {
        Object known = view;
        if (known == null) {
            known = views.apply(this);
            view = known;
        }
        return (V) known;
    }

    /** Ends a section of {@code read(...)}, and those that its function left open. */
    void end() {
        if (isOpen()) {
            reader.leave(level, arrival);
        }
    }

    /** True only for the thread that entered this section, until it ends. */
    private boolean isOpen() {
        return reader.isOpen(arrival, level, nestedUse);
    }

    @Override
    Version<S> heldVersion() {
        ReaderEpoch<S> cell = reader.cell;
        // Plain reads: the holder sees its own stores, and for others this only names misuse.
        if (!isOpen() || cell.owner != Thread.currentThread()) {
            throw cell.owner == Thread.currentThread() ? closed() : wrongThread();
        }
        Version<S> version = cell.version;
        if (version == null) {
            throw closed();
        }
        return version;
    }

    private static IllegalStateException wrongThread() {
        return new IllegalStateException(
                "the section is closed or belongs to another thread than "
                        + Thread.currentThread().getName()
                        + ": enter a section in each thread that reads");
    }
}
