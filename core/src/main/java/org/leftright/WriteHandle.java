// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import org.agrona.collections.IntArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a {@link LeftRightMap}. What is written is pending until a refresh makes all of it
 * visible at once; the reads of this handle see the pending state.
 *
 * <p>Any thread may call any method; writers exclude each other, and share one pending batch,
 * unless {@link #batch} is used. Each method but the refreshes may, as the first after a refresh,
 * wait for readers that still hold the hidden side: at most the stall timeout (see {@link
 * LeftRight#write}).
 *
 * <p>Functions given to {@code compute} and its kin are called once, before anything is changed: if
 * they throw, nothing has happened. They must not write to this map. A write that fails otherwise
 * leaves the pending ops before it as they are, and no trace of its own. All throw {@link
 * IllegalStateException} from inside such a function, and from inside a section of the same thread
 * if they would have to wait for that; and {@link NullPointerException} for null keys and values,
 * unless the backing takes them.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class WriteHandle<K, V> {
    private final LeftRight<Backing<K, V>> leftRight;
    private final Writer<Backing<K, V>> writer;
    private final MapOps<K, V> ops;

    WriteHandle(LeftRight<Backing<K, V>> leftRight, MapOplog<K, V> oplog) {
        this.leftRight = leftRight;
        this.writer = leftRight.writer();
        this.ops = new MapOps<>(writer, oplog);
    }

    /**
     * Gives a key a value.
     *
     * @param key the key
     * @param value its new value
     * @return its pending value before, or null
     */
    public @Nullable V put(K key, V value) {
        Backing<K, V> state = writer.begin();
        try {
            return ops.put(state, key, state.hash(key), ops.checked(state, value));
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
        Backing<K, V> state = writer.begin();
        try {
            for (Map.Entry<? extends K, ? extends V> entry : entries.entrySet()) {
                K key = entry.getKey();
                ops.put(state, key, state.hash(key), ops.checked(state, entry.getValue()));
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
        Backing<K, V> state = writer.begin();
        try {
            int hash = state.hash(key);
            return state.containsKey(key, hash) ? ops.remove(state, key, hash) : null;
        } finally {
            writer.end();
        }
    }

    /** Takes all entries away. */
    public void clear() {
        Backing<K, V> state = writer.begin();
        try {
            ops.clear(state);
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
        Backing<K, V> state = writer.begin();
        try {
            int hash = state.hash(key);
            V checked = ops.checked(state, value);
            V old = state.get(key, hash);
            if (old == null) {
                ops.put(state, key, hash, checked);
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
        Backing<K, V> state = writer.begin();
        try {
            int hash = state.hash(key);
            return ops.replace(state, key, hash, fn.apply(key, state.get(key, hash)));
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
        Backing<K, V> state = writer.begin();
        try {
            int hash = state.hash(key);
            V old = state.get(key, hash);
            if (old != null) {
                return old;
            }
            V value = fn.apply(key);
            if (value != null) {
                ops.put(state, key, hash, value);
            }
            return value;
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
        Backing<K, V> state = writer.begin();
        try {
            int hash = state.hash(key);
            V old = state.get(key, hash);
            return old == null ? null : ops.replace(state, key, hash, fn.apply(key, old));
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
        Backing<K, V> state = writer.begin();
        try {
            int hash = state.hash(key);
            V old = state.get(key, hash);
            return ops.replace(state, key, hash, old == null ? value : fn.apply(old, value));
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
        Backing<K, V> state = writer.begin();
        try {
            List<K> keys = new ArrayList<>(state.size());
            List<V> values = new ArrayList<>(state.size());
            IntArrayList hashes = new IntArrayList();
            state.forEach(
                    (key, value) -> {
                        keys.add(key);
                        hashes.addInt(state.hash(key));
                        values.add(ops.checked(state, fn.apply(key, value)));
                    });
            ops.reserve(keys.size());
            for (int i = 0; i < keys.size(); i++) {
                ops.put(state, keys.get(i), hashes.getInt(i), values.get(i));
            }
        } finally {
            writer.end();
        }
    }

    /**
     * Takes away the entries that a predicate names. It is asked for all of them first; if the
     * {@code equals} of a key throws after that, those before stay pending.
     *
     * @param predicate gets each key and its value
     * @return how many entries were taken away
     */
    public int removeIf(BiPredicate<? super K, ? super V> predicate) {
        Objects.requireNonNull(predicate, "predicate");
        Backing<K, V> state = writer.begin();
        try {
            List<K> keys = new ArrayList<>();
            IntArrayList hashes = new IntArrayList();
            state.forEach(
                    (key, value) -> {
                        if (predicate.test(key, value)) {
                            keys.add(key);
                            hashes.addInt(state.hash(key));
                        }
                    });
            ops.reserve(keys.size());
            for (int i = 0; i < keys.size(); i++) {
                ops.remove(state, keys.get(i), hashes.getInt(i));
            }
            return keys.size();
        } finally {
            writer.end();
        }
    }

    /**
     * Puts many entries, for instance at start-up: they are not recorded one by one; after the
     * refresh the other side is cloned in one go. If it fails, the whole pending batch is
     * discarded.
     *
     * @param expectedCount how many entries are to come, to make space for them at once
     * @param source calls its argument for each entry
     */
    public void load(int expectedCount, Consumer<? super BiConsumer<K, V>> source) {
        Objects.requireNonNull(source, "source");
        Backing<K, V> state = writer.begin();
        LoadGuard guard = new LoadGuard();
        boolean done = false;
        try {
            state.ensureCapacity(Math.addExact(state.size(), expectedCount));
            source.accept(
                    (BiConsumer<K, V>)
                            (key, value) -> {
                                guard.check();
                                ops.load(state, key, value);
                            });
            done = true;
        } finally {
            guard.end();
            if (!done) {
                writer.dropHidden(RebuildReason.FAILED_OP);
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
        return writer.pending(state -> state.get(key, state.hash(key)));
    }

    /**
     * Returns the pending value of a key, or another if it has none.
     *
     * @param key the key
     * @param defaultValue what to return if the key has no value
     * @return its value, or the default
     */
    public V getOrDefault(Object key, V defaultValue) {
        return writer.pending(state -> MapView.getOrDefault(state, key, defaultValue));
    }

    /**
     * Tells whether a key has a pending value.
     *
     * @param key the key
     * @return whether it has
     */
    public boolean containsKey(Object key) {
        return writer.pending(state -> state.containsKey(key, state.hash(key)));
    }

    /**
     * Returns the number of pending entries: those that will be there after a refresh.
     *
     * @return the count
     */
    public int size() {
        return writer.pending(Backing::size);
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
        writer.pending(
                state -> {
                    state.forEach(action);
                    return null;
                });
    }

    /**
     * As {@link LeftRight#pendingOpCount()}.
     *
     * @return the number of ops since the last refresh
     */
    public int pendingOpCount() {
        return writer.pendingOpCount();
    }

    /**
     * As {@link LeftRight#refresh()}.
     *
     * @return the number of the version that is live now
     */
    public long refresh() {
        return writer.refresh();
    }

    /**
     * As {@link LeftRight#refresh(Object)}.
     *
     * @param attachment an immutable value, made visible with the ops
     * @return the number of the version that is live now
     */
    public long refresh(@Nullable Object attachment) {
        return writer.refresh(attachment);
    }

    /**
     * As {@link LeftRight#tryRefresh()}.
     *
     * @return whether the refresh was made
     */
    public boolean tryRefresh() {
        return writer.tryRefresh();
    }

    /**
     * As {@link LeftRight#settle}.
     *
     * @param limit how long to wait
     * @return whether nothing is owed any more
     */
    public boolean settle(Duration limit) {
        return writer.settle(WriterOptions.saturatedNs(limit));
    }

    /**
     * As {@link LeftRight#discard()}.
     *
     * @return how many ops were taken back
     */
    public int discard() {
        return writer.discard();
    }

    /**
     * Runs a function that writes, with all other writers shut out, and refreshes if it succeeds;
     * if it throws anything, takes its ops back. Write in the thread that called this: others wait
     * until the batch has ended. See {@link LeftRight#batch(Runnable)}.
     *
     * @param fn gets this handle
     * @return the number of the version that is live now
     */
    public long batch(Consumer<? super WriteHandle<K, V>> fn) {
        return leftRight.batch(() -> fn.accept(this));
    }

    /**
     * As {@link #batch(Consumer)}, and makes an attachment visible with the ops.
     *
     * @param attachment an immutable value
     * @param fn gets this handle
     * @return the number of the version that is live now
     */
    public long batch(@Nullable Object attachment, Consumer<? super WriteHandle<K, V>> fn) {
        return leftRight.batch(attachment, () -> fn.accept(this));
    }
}
