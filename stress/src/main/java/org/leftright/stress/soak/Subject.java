// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.leftright.Stats;

/**
 * One of the library's classes as a map from small numbers to cells. All of it is public API of
 * that class. A write that throws leaves no trace, except where a method says that it does.
 */
abstract class Subject implements Reads {
    private final String name;
    private final Supplier<Stats> stats;
    private final LongSupplier version;
    private final Commands commands;

    /**
     * What the writer of each of the classes can do, by whatever it is written with.
     *
     * @param batch takes the attachment and the body
     */
    record Commands(
            LongSupplier refresh,
            ToLongFunction<Object> refreshWith,
            BooleanSupplier tryRefresh,
            IntSupplier discard,
            Predicate<Duration> settle,
            IntSupplier pendingOpCount,
            BiConsumer<Object, Runnable> batch) {}

    Subject(String name, Supplier<Stats> stats, LongSupplier version, Commands commands) {
        this.name = name;
        this.stats = stats;
        this.version = version;
        this.commands = commands;
    }

    /** Shows what a section sees, for the classes whose sections give a result. */
    static @Nullable Void shown(Consumer<Sight> fn, Sight sight) {
        fn.accept(sight);
        return null;
    }

    /** The one of the cells that has this key, or else the old one. */
    static @Nullable Cell replaced(Cell[] cells, int key, @Nullable Cell old) {
        for (Cell cell : cells) {
            if (cell.key == key) {
                return cell;
            }
        }
        return old;
    }

    final String name() {
        return name;
    }

    final Stats stats() {
        return stats.get();
    }

    // Reads

    abstract @Nullable Cell lookup(int key);

    abstract Handle handle();

    /** A snapshot; null if the class has none. */
    @Nullable Sight snapshot() {
        return null;
    }

    /** A map of what is live at each call, and of one version in each pass; null if none. */
    @Nullable Sight liveMap() {
        return null;
    }

    // Writes

    /**
     * Puts a cell, or removes it if it is null.
     *
     * @param old what is pending
     * @param way chooses among the methods of the class that can do so
     */
    abstract void write(int key, @Nullable Cell cell, @Nullable Cell old, int way);

    /** Whether {@link #write} is one op, so that it can be tried again if it fails. */
    boolean writesAreSingleOps() {
        return true;
    }

    /** Puts all cells at once, none of which is at a new key. Leaves a trace if it throws. */
    abstract void rewrite(Cell[] cells, int way);

    abstract @Nullable Cell pending(int key);

    abstract void forEachPending(Tally tally);

    final int pendingOpCount() {
        return commands.pendingOpCount().getAsInt();
    }

    final long version() {
        return version.getAsLong();
    }

    final long refresh() {
        return commands.refresh().getAsLong();
    }

    final long refresh(Object attachment) {
        return commands.refreshWith().applyAsLong(attachment);
    }

    final boolean tryRefresh() {
        return commands.tryRefresh().getAsBoolean();
    }

    final int discard() {
        return commands.discard().getAsInt();
    }

    final boolean settle(Duration limit) {
        return commands.settle().test(limit);
    }

    final void batch(Object attachment, Runnable body) {
        commands.batch().accept(attachment, body);
    }

    // Faults

    /** A write that has to throw. Returns if the class runs no code of the user's in a write. */
    void writeThatThrows(Cell cell, SplittableRandom random) {}

    /** A write for which no heap is large enough; inside a batch only. */
    abstract void writeTooLarge(Cell cell, int way);

    /** A bulk load that throws and so discards what is pending. False if the class has none. */
    boolean loadThatThrows(Cell cell) {
        return false;
    }

    /** Lets something of the user's throw soon, in an op, a replay, an undo or a copy. */
    void arm(SplittableRandom random) {}
}
