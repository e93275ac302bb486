// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.agrona.collections.LongArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a {@link LeftRightLongMap}. What is written is pending until a refresh makes all of it
 * visible at once; the reads of this handle see the pending state.
 *
 * <p>Any thread may call any method; writers exclude each other, and share one pending batch,
 * unless {@link #batch} is used. A write, or a read of the pending state, may as the first after a
 * refresh wait for readers that still hold the hidden side: at most the stall timeout (see {@link
 * LeftRight#write}). The refreshes wait for other writers, and for readers no longer than a short
 * spin; {@code discard} waits for other writers, and {@code pendingOpCount} for nobody.
 *
 * <p>Functions given to {@code compute} and its kin are called once, before anything is changed: if
 * they throw, nothing has happened. They must not write to this map, nor to another of its group. A
 * write that fails otherwise leaves the pending ops before it as they are, and no trace of its own;
 * but a failed {@code load} discards them, and {@code putAll} keeps what it had put. From inside
 * such a function the handle reads, and refuses to write, to refresh and to discard, by an {@link
 * IllegalStateException}. So does a write in a section of the same thread that it would have to
 * wait for, and a refresh or a batch in any section of the same thread. Null as a new value throws
 * {@link NullPointerException}; a null that is to be compared with a value equals none. A write
 * makes no object beyond the growth of the table and the oplog.
 *
 * <p>A write that changes nothing, such as one that puts the very value which is there, is no op.
 *
 * <p>A write of one key takes O(1), but O(all entries) if the table grows or shrinks, and so does a
 * {@code discard} of that; {@code forEach}, {@code removeIf}, {@code replaceAll} and {@code load}
 * take O(n) of all entries.
 *
 * @param <V> the values
 */
public final class LongWriteHandle<V>
        extends AbstractWriteHandle<LongTable<V>, LongWriteHandle<V>> {
    LongWriteHandle(WriterLock<?> writer, int member) {
        super(writer, member);
    }

    @Override
    LongWriteHandle<V> self() {
        return this;
    }

    /**
     * Gives a key a value.
     *
     * @param key the key
     * @param value its new value
     * @return its pending value before, or null
     */
    public @Nullable V put(long key, V value) {
        LongTable<V> table = begin();
        try {
            return table.put(key, checked(value));
        } finally {
            writer.end();
        }
    }

    /**
     * Puts all entries of a map. If one fails, those before it stay pending.
     *
     * @param entries the entries
     */
    public void putAll(Map<Long, ? extends V> entries) {
        LongTable<V> table = begin();
        try {
            for (Map.Entry<Long, ? extends V> entry : entries.entrySet()) {
                table.put(requireKey(entry.getKey()), checked(entry.getValue()));
            }
        } finally {
            writer.end();
        }
    }

    /**
     * Takes a key and its value away.
     *
     * @param key the key
     * @return its pending value before, or null
     */
    public @Nullable V remove(long key) {
        LongTable<V> table = begin();
        try {
            return table.remove(key);
        } finally {
            writer.end();
        }
    }

    /**
     * Removes a key if it has a value that equals this one.
     *
     * @param key the key
     * @param value the value that it must have
     * @return whether it had
     */
    public boolean remove(long key, Object value) {
        LongTable<V> table = begin();
        try {
            V old = table.get(key);
            boolean isEqual = old != null && old.equals(value);
            if (isEqual) {
                table.remove(key);
            }
            return isEqual;
        } finally {
            writer.end();
        }
    }

    /**
     * Gives a key another value, if it has one.
     *
     * @param key the key
     * @param value its new value
     * @return its pending value before, or null if it had none and has none
     */
    public @Nullable V replace(long key, V value) {
        LongTable<V> table = begin();
        try {
            V checked = checked(value);
            return table.containsKey(key) ? table.put(key, checked) : null;
        } finally {
            writer.end();
        }
    }

    /**
     * Gives a key another value, if it has one that equals this one.
     *
     * @param key the key
     * @param oldValue the value that it must have
     * @param newValue its new value
     * @return whether it had
     */
    public boolean replace(long key, V oldValue, V newValue) {
        LongTable<V> table = begin();
        try {
            V checked = checked(newValue);
            V old = table.get(key);
            boolean isEqual = old != null && old.equals(oldValue);
            if (isEqual) {
                table.put(key, checked);
            }
            return isEqual;
        } finally {
            writer.end();
        }
    }

    /** Takes all entries away. */
    public void clear() {
        LongTable<V> table = begin();
        try {
            table.clear();
        } finally {
            writer.end();
        }
    }

    /**
     * Gives a key a value unless it has one.
     *
     * @param key the key
     * @param value its value if it has none
     * @return its pending value before, or null
     */
    public @Nullable V putIfAbsent(long key, V value) {
        LongTable<V> table = begin();
        try {
            V checked = checked(value);
            V old = table.get(key);
            if (old == null) {
                table.put(key, checked);
            }
            return old;
        } finally {
            writer.end();
        }
    }

    /**
     * Gives a key what a function makes of the key and its pending value, or takes it away if that
     * is null.
     *
     * @param key the key
     * @param fn gets the key and its value, or null
     * @return the new value, or null
     */
    public @Nullable V compute(long key, LongObjFunction<? super V, ? extends V> fn) {
        Objects.requireNonNull(fn, "fn");
        LongTable<V> table = begin();
        try {
            return store(table, key, fn.apply(key, table.get(key)));
        } finally {
            writer.end();
        }
    }

    /**
     * Gives a key what a function makes of the key, unless it has a value.
     *
     * @param key the key
     * @param fn gets the key; null leaves the key without a value
     * @return its pending value afterwards, or null
     */
    public @Nullable V computeIfAbsent(long key, LongFunction<? extends V> fn) {
        Objects.requireNonNull(fn, "fn");
        LongTable<V> table = begin();
        try {
            V old = table.get(key);
            return old != null ? old : store(table, key, fn.apply(key));
        } finally {
            writer.end();
        }
    }

    /**
     * Gives a key what a function makes of the key and its pending value, if it has one, or takes
     * it away if that is null.
     *
     * @param key the key
     * @param fn gets the key and its value
     * @return the new value, or null
     */
    public @Nullable V computeIfPresent(long key, LongObjFunction<? super V, ? extends V> fn) {
        Objects.requireNonNull(fn, "fn");
        LongTable<V> table = begin();
        try {
            V old = table.get(key);
            return old == null ? null : store(table, key, fn.apply(key, old));
        } finally {
            writer.end();
        }
    }

    /**
     * Gives a key a value, or what a function makes of its pending value and that one, or takes it
     * away if that is null.
     *
     * @param key the key
     * @param value its value if it has none
     * @param fn gets the old value and {@code value}
     * @return the new value, or null
     */
    public @Nullable V merge(
            long key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> fn) {
        Objects.requireNonNull(fn, "fn");
        Objects.requireNonNull(value, "value");
        LongTable<V> table = begin();
        try {
            V old = table.get(key);
            return store(table, key, old == null ? value : fn.apply(old, value));
        } finally {
            writer.end();
        }
    }

    /**
     * Replaces each value by what a function makes of it and its key. All values are computed
     * first.
     *
     * @param fn gets each key and its value
     */
    public void replaceAll(LongObjFunction<? super V, ? extends V> fn) {
        Objects.requireNonNull(fn, "fn");
        LongTable<V> table = begin();
        try {
            LongArrayList keys = new LongArrayList();
            List<V> values = new ArrayList<>();
            table.forEach(
                    (key, value) -> {
                        V now = checked(fn.apply(key, value));
                        if (now != value) {
                            keys.addLong(key);
                            values.add(now);
                        }
                    });
            if (!values.isEmpty()) {
                table.beginChangeOfAll();
            }
            for (int i = 0; i < keys.size(); i++) {
                table.put(keys.getLong(i), values.get(i));
            }
        } finally {
            writer.end();
        }
    }

    /**
     * Takes away the entries that a predicate names. It is asked for all of them first.
     *
     * @param predicate gets each key and its value
     * @return how many entries were taken away
     */
    public int removeIf(LongObjPredicate<? super V> predicate) {
        Objects.requireNonNull(predicate, "predicate");
        LongTable<V> table = begin();
        try {
            LongArrayList keys = new LongArrayList();
            table.forEach(
                    (key, value) -> {
                        if (predicate.test(key, value)) {
                            keys.addLong(key);
                        }
                    });
            if (!keys.isEmpty()) {
                table.beginChangeOfAll();
            }
            for (int i = 0; i < keys.size(); i++) {
                table.remove(keys.getLong(i));
            }
            return keys.size();
        } finally {
            writer.end();
        }
    }

    /**
     * Puts many entries, for instance at start-up: they are not recorded one by one; after the
     * refresh the other side is cloned in one go. If it fails, all pending ops are discarded;
     * inside a batch those of the batch, which fails with it. Of several entries with one key the
     * last counts.
     *
     * <p>For a table larger than the caches, entries are gathered first by the part of it where
     * they belong, in at most 50 MB of memory, or 70 where references take 8 bytes: several times
     * faster with G1 than as many puts.
     *
     * @param expectedCount how many entries are to come, to make space for them at once; too low a
     *     count makes it slower. Keys that are there already count, too: {@code clear} first, or
     *     give the number of new ones.
     * @param source calls its argument for each entry, in the same thread, and not after its return
     * @throws IllegalArgumentException if {@code expectedCount} is negative, or 2<sup>30</sup> and
     *     more
     * @throws IllegalStateException if the argument is called in another thread, or later
     */
    public void load(int expectedCount, Consumer<? super LongObjConsumer<V>> source) {
        Objects.requireNonNull(source, "source");
        LoadGuard.checkCount(expectedCount);
        LoadGuard guard = new LoadGuard(writer); // memory may end here, and nothing has begun
        LongTable<V> table = begin();
        boolean done = false;
        try {
            table.beginLoad(expectedCount);
            LongTableLoader<V> loader = new LongTableLoader<>(table);
            writer.flushBeforeReads(loader::flush);
            source.accept(
                    (LongObjConsumer<V>)
                            (key, value) -> {
                                guard.check();
                                loader.put(key, checked(value));
                            });
            loader.flush();
            done = true;
        } finally {
            guard.end();
            writer.flushBeforeReads(null);
            if (!done) {
                writer.discardFailedLoad();
            }
            writer.end();
        }
    }

    /**
     * Puts all entries of a map, as {@link #load(int, Consumer)}.
     *
     * @param entries the entries
     */
    public void load(Map<Long, ? extends V> entries) {
        load(
                entries.size(),
                sink -> entries.forEach((key, value) -> sink.accept(requireKey(key), value)));
    }

    /**
     * Returns the pending value of a key.
     *
     * @param key the key
     * @return its value, or null if it has none
     */
    public @Nullable V get(long key) {
        return pending(table -> table.get(key));
    }

    /**
     * Returns the pending value of a key, or another if it has none.
     *
     * @param key the key
     * @param defaultValue what to return if the key has no value
     * @return its value, or the default
     */
    public V getOrDefault(long key, V defaultValue) {
        return pending(
                table -> {
                    V value = table.get(key);
                    return value != null ? value : defaultValue;
                });
    }

    /**
     * Tells whether a key has a pending value.
     *
     * @param key the key
     * @return whether it has
     */
    public boolean containsKey(long key) {
        return pending(table -> table.containsKey(key));
    }

    /**
     * Returns the number of pending entries: those that will be there after a refresh.
     *
     * @return the count
     */
    public int size() {
        return pending(LongTable::size);
    }

    /**
     * Tells whether there are no pending entries.
     *
     * @return whether there are none
     */
    public boolean isEmpty() {
        return size() == 0;
    }

    /**
     * Visits all pending entries, under the writers' lock.
     *
     * @param action gets each key and value; it must not write to this map
     */
    public void forEach(LongObjConsumer<? super V> action) {
        pending(
                table -> {
                    table.forEach(action);
                    return null;
                });
    }

    private static <V> @Nullable V store(LongTable<V> table, long key, @Nullable V value) {
        if (value != null) {
            table.put(key, value);
        } else {
            table.remove(key);
        }
        return value;
    }

    private static long requireKey(@Nullable Long key) {
        return Objects.requireNonNull(key, "key: this map takes no null keys");
    }

    private static <V> V checked(@Nullable V value) {
        return Objects.requireNonNull(
                value, "value: this map takes no null values; remove the key");
    }
}
