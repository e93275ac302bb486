// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a {@link LeftRightMap}. What is written is pending until a refresh makes all of it
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
 * wait for, and a refresh or a batch in any section of the same thread. Null keys and new values
 * throw {@link NullPointerException}; a null that is to be compared with a value equals none.
 *
 * <p>A write of one key takes O(1), or O(n) among n keys of one bucket, whose array it copies: keys
 * of one hash code, or of hash codes with the same low bits. If the table grows or shrinks, the
 * write takes O(all entries), and so does a {@code discard} of that; {@code forEach}, {@code
 * removeIf}, {@code replaceAll} and {@code load} take O(n) of all entries.
 *
 * <p>A write that changes nothing, such as one that puts the very value which is there, is no op.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class WriteHandle<K, V>
        extends AbstractWriteHandle<ObjectTable<K, V>, WriteHandle<K, V>> {
    WriteHandle(WriterLock<?> writer, int member) {
        super(writer, member);
    }

    @Override
    WriteHandle<K, V> self() {
        return this;
    }

    private static <V> V checked(V value) {
        return Objects.requireNonNull(value, ObjectTable.NULL_VALUE);
    }

    private static <K, V> @Nullable V store(ObjectTable<K, V> table, K key, @Nullable V value) {
        if (value != null) {
            table.put(key, value);
        } else {
            table.remove(key);
        }
        return value;
    }

    /**
     * Gives a key a value.
     *
     * @param key the key
     * @param value its new value
     * @return its pending value before, or null
     */
    public @Nullable V put(K key, V value) {
        ObjectTable<K, V> table = begin();
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
    public void putAll(Map<? extends K, ? extends V> entries) {
        ObjectTable<K, V> table = begin();
        try {
            for (Map.Entry<? extends K, ? extends V> entry : entries.entrySet()) {
                table.put(entry.getKey(), checked(entry.getValue()));
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
    public @Nullable V remove(Object key) {
        ObjectTable<K, V> table = begin();
        try {
            return table.remove(key);
        } finally {
            writer.end();
        }
    }

    /**
     * Takes a key away if it has a value that equals this one.
     *
     * @param key the key
     * @param value the value that it must have
     * @return whether it had
     */
    public boolean remove(Object key, Object value) {
        ObjectTable<K, V> table = begin();
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
    public @Nullable V replace(K key, V value) {
        ObjectTable<K, V> table = begin();
        try {
            V checked = checked(value);
            return table.get(key) != null ? table.put(key, checked) : null;
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
    public boolean replace(K key, V oldValue, V newValue) {
        ObjectTable<K, V> table = begin();
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
        ObjectTable<K, V> table = begin();
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
    public @Nullable V putIfAbsent(K key, V value) {
        ObjectTable<K, V> table = begin();
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
    public @Nullable V compute(
            K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> fn) {
        Objects.requireNonNull(fn, "fn");
        ObjectTable<K, V> table = begin();
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
    public @Nullable V computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> fn) {
        Objects.requireNonNull(fn, "fn");
        ObjectTable<K, V> table = begin();
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
    public @Nullable V computeIfPresent(
            K key, BiFunction<? super K, ? super V, ? extends @Nullable V> fn) {
        Objects.requireNonNull(fn, "fn");
        ObjectTable<K, V> table = begin();
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
            K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> fn) {
        Objects.requireNonNull(fn, "fn");
        Objects.requireNonNull(value, "value");
        ObjectTable<K, V> table = begin();
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
    public void replaceAll(BiFunction<? super K, ? super V, ? extends V> fn) {
        Objects.requireNonNull(fn, "fn");
        ObjectTable<K, V> table = begin();
        try {
            table.replaceAll(fn);
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
    public int removeIf(BiPredicate<? super K, ? super V> predicate) {
        Objects.requireNonNull(predicate, "predicate");
        ObjectTable<K, V> table = begin();
        try {
            return table.removeIf(predicate);
        } finally {
            writer.end();
        }
    }

    /**
     * Puts many entries, for instance at start-up: they are not recorded one by one; after the
     * refresh the other side is cloned in one go. If it fails, all pending ops are discarded;
     * inside a batch those of the batch, which fails with it.
     *
     * @param expectedCount how many entries are to come, to make space for them at once; keys that
     *     are there already count, too, so {@code clear} first, or give the number of new ones
     * @param source calls its argument for each entry, in the same thread, and not after its return
     * @throws IllegalArgumentException if {@code expectedCount} is negative, or 2<sup>30</sup> and
     *     more
     * @throws IllegalStateException if the argument is called in another thread, or later
     */
    public void load(int expectedCount, Consumer<? super BiConsumer<K, V>> source) {
        Objects.requireNonNull(source, "source");
        LoadGuard.checkCount(expectedCount);
        LoadGuard guard = new LoadGuard(writer); // memory may end here, and nothing has begun
        ObjectTable<K, V> table = begin();
        boolean done = false;
        try {
            table.beginLoad(expectedCount);
            source.accept(
                    (BiConsumer<K, V>)
                            (key, value) -> {
                                guard.beginPut();
                                try {
                                    table.put(key, checked(value));
                                } finally {
                                    guard.endPut();
                                }
                            });
            done = true;
        } finally {
            guard.end();
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
    public void load(Map<? extends K, ? extends V> entries) {
        load(entries.size(), sink -> entries.forEach(sink));
    }

    /**
     * Returns the pending value of a key.
     *
     * @param key the key
     * @return its value, or null if it has none
     */
    public @Nullable V get(Object key) {
        return pending(table -> table.get(key));
    }

    /**
     * Returns the pending value of a key, or another if it has none.
     *
     * @param key the key
     * @param defaultValue what to return if the key has no value
     * @return its value, or the default
     */
    public V getOrDefault(Object key, V defaultValue) {
        V value = get(key);
        return value != null ? value : defaultValue;
    }

    /**
     * Tells whether a key has a pending value.
     *
     * @param key the key
     * @return whether it has
     */
    public boolean containsKey(Object key) {
        return get(key) != null;
    }

    /**
     * Returns the number of pending entries: those that will be there after a refresh.
     *
     * @return the count
     */
    public int size() {
        return pending(ObjectTable::size);
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
    public void forEach(BiConsumer<? super K, ? super V> action) {
        pending(
                table -> {
                    table.forEach(action);
                    return null;
                });
    }
}
