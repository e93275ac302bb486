// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A left-right map for data that is read all the time and changed in batches: reads never wait,
 * lock or allocate; writes become visible, all at once, by {@link WriteHandle#refresh()}.
 *
 * <pre>{@code
 * LeftRightMap<String, Integer> prices = LeftRightMap.create();
 * WriteHandle<String, Integer> writer = prices.writer();
 * writer.put("tea", 3);
 * writer.put("milk", 1);
 * prices.get("tea"); // null: not refreshed yet
 * writer.refresh();
 * prices.get("tea"); // 3
 * int sum = prices.read(view -> view.get("tea") + view.get("milk")); // one version for both
 * }</pre>
 *
 * <p>It is not a {@code java.util.Map}, since what is put does not show at once; {@link #asMap()}
 * and {@link #snapshot()} are. Its own table takes neither null keys nor null values; a map by
 * {@link LeftRightMapBuilder#backing} may. Values are shared by both sides and all readers: they
 * must be immutable, or replaced, never edited.
 *
 * <p>The single reads ({@code get}, {@code getOrDefault}, {@code containsKey}, {@code size}, {@code
 * isEmpty}) read what is live now, from any thread, in O(1). They are optimistic, at the cost of a
 * volatile load and a comparison beside the table's own, if the map's own table is used and the key
 * is of a class whose {@code equals} bears to see a key that is just being stored: String, the
 * boxed types, UUID, enums, and what {@link LeftRightMapBuilder#immutableKeys} names. Otherwise
 * they enter a section each.
 *
 * <p>All methods may be called by any thread, and none waits.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class LeftRightMap<K, V> {
    private static final Lookup<Backing<Object, Object>, Object, Object> GET =
            (state, key) -> state.get(key, state.hash(key));
    private static final Lookup<Backing<Object, Object>, Object, Boolean> CONTAINS_KEY =
            (state, key) -> state.containsKey(key, state.hash(key));
    private final LeftRight<Backing<K, V>> leftRight;
    private final WriteHandle<K, V> writeHandle;

    /** Whether the backing is the map's own table. */
    private final boolean ownTable;

    private final @Nullable Class<?> immutableKeys;

    LeftRightMap(LeftRightMapBuilder<K, V> options) {
        MapOplog<K, V> oplog = new MapOplog<>();
        Backing<K, V> first = options.newBacking();
        this.ownTable = first.isAllOrNothing();
        this.immutableKeys = options.immutableKeys;
        this.leftRight =
                new LeftRight<>(
                        first,
                        Backing::copy,
                        oplog,
                        ownTable ? ObjectVersion::new : Version::new,
                        options.writerOptions);
        this.writeHandle = new WriteHandle<>(leftRight, oplog);
    }

    /**
     * Makes an empty map with the default options.
     *
     * @param <K> the keys
     * @param <V> the values
     * @return a new map
     */
    public static <K, V> LeftRightMap<K, V> create() {
        return LeftRightMap.<K, V>builder().build();
    }

    /**
     * Begins to make a map with options.
     *
     * @param <K> the keys
     * @param <V> the values
     * @return a builder
     */
    public static <K, V> LeftRightMapBuilder<K, V> builder() {
        return new LeftRightMapBuilder<>();
    }

    /**
     * Returns the live value of a key.
     *
     * @param key the key
     * @return its value, or null if it has none
     * @throws NullPointerException if the key is null and the backing takes no null keys
     */
    @SuppressWarnings("unchecked")
    public @Nullable V get(Object key) {
        Version<Backing<K, V>> version = leftRight.live; // volatile: pairs with the flip (L3)
        Lookup<? super Backing<K, V>, Object, V> get =
                (Lookup<? super Backing<K, V>, Object, V>) (Lookup<?, ?, ?>) GET;
        if (version instanceof ObjectVersion<K, V> own && mayRace(key)) {
            V value = own.get(key, key.hashCode()); // plain, racing
            if (leftRight.isLive(version)) { // pairs with the fence in Writer.replay (L1)
                return value;
            }
            return leftRight.lookupAgain(key, get);
        }
        return leftRight.lookupInSection(key, get);
    }

    /**
     * Returns the live value of a key, or another if it has none.
     *
     * @param key the key
     * @param defaultValue what to return if the key has no value
     * @return its value, or the default
     * @throws NullPointerException if the key is null and the backing takes no null keys
     */
    @SuppressWarnings("NullAway") // null only where the backing takes null values and has one
    public V getOrDefault(Object key, V defaultValue) {
        if (ownTable) {
            V value = get(key);
            return value != null ? value : defaultValue;
        }
        return leftRight.lookupInSection(
                key, (state, k) -> MapView.getOrDefault(state, k, defaultValue));
    }

    /**
     * Tells whether a key has a live value.
     *
     * @param key the key
     * @return whether it has
     * @throws NullPointerException if the key is null and the backing takes no null keys
     */
    @SuppressWarnings("unchecked")
    public boolean containsKey(Object key) {
        if (ownTable) {
            return get(key) != null;
        }
        Lookup<? super Backing<K, V>, Object, Boolean> contains =
                (Lookup<? super Backing<K, V>, Object, Boolean>) (Lookup<?, ?, ?>) CONTAINS_KEY;
        return Boolean.TRUE.equals(leftRight.lookupInSection(key, contains));
    }

    /**
     * Returns the number of live entries.
     *
     * @return the count
     */
    public int size() {
        return ownTable
                ? leftRight.lookupInt(Backing::size)
                : leftRight.lookupIntInSection(Backing::size);
    }

    /**
     * Tells whether there are no live entries.
     *
     * @return whether there are none
     */
    public boolean isEmpty() {
        return size() == 0;
    }

    private boolean mayRace(Object key) {
        return ImmutableKeys.isKnown(key) || (key != null && key.getClass() == immutableKeys);
    }

    /**
     * Runs a function in a section: all its reads by the view see one version.
     *
     * @param fn gets the view, which is valid until it returns
     * @param <R> its result
     * @return what the function returned
     */
    public <R extends @Nullable Object> R read(Function<? super MapView<K, V>, ? extends R> fn) {
        return leftRight.read(MapView::new, fn);
    }

    /**
     * Enters a section, to be closed by the same thread.
     *
     * @return a view of one version, for try-with-resources
     */
    public MapView<K, V> enter() {
        return leftRight.enter(MapView::new);
    }

    /**
     * Visits all entries of one version, in a section.
     *
     * @param action gets each key and value
     */
    public void forEach(BiConsumer<? super K, ? super V> action) {
        Objects.requireNonNull(action, "action");
        read(
                view -> {
                    view.forEach(action);
                    return null;
                });
    }

    /**
     * Makes a read handle for the current thread.
     *
     * @return a handle, to be closed by this thread
     */
    public ReadHandle<K, V> reader() {
        return new ReadHandle<>(this, leftRight.reader());
    }

    /**
     * Returns the write handle: for any thread, writers exclude each other.
     *
     * @return the one write handle
     */
    public WriteHandle<K, V> writer() {
        return writeHandle;
    }

    /**
     * Returns the live version as an unmodifiable map that never changes, in O(1). It keeps its
     * side: the first write after the next refresh clones the live one, in O(n). Inside a section
     * that this thread entered without a handle, it is the version which that section sees.
     *
     * @return the snapshot
     */
    public Map<K, V> snapshot() {
        return read(MapView::snapshot);
    }

    /**
     * Returns a read-only map that shows what is live at each call. Its iterators see one version:
     * each takes a {@link #snapshot()}.
     *
     * @return the live view
     */
    public Map<K, V> asMap() {
        return new LiveMap<>(
                new LiveMap.Source<K, V>() {
                    @Override
                    public @Nullable V get(Object key) {
                        return LeftRightMap.this.get(key);
                    }

                    @Override
                    public V getOrDefault(Object key, V defaultValue) {
                        return LeftRightMap.this.getOrDefault(key, defaultValue);
                    }

                    @Override
                    public boolean containsKey(Object key) {
                        return LeftRightMap.this.containsKey(key);
                    }

                    @Override
                    public int size() {
                        return LeftRightMap.this.size();
                    }

                    @Override
                    public Map<K, V> snapshot() {
                        return LeftRightMap.this.snapshot();
                    }
                });
    }

    /**
     * The number of the live version.
     *
     * @return see {@link LeftRight#version()}
     */
    public long version() {
        return leftRight.version();
    }

    /**
     * When the live version was refreshed.
     *
     * @return the refresh time
     */
    public Instant refreshTime() {
        return leftRight.refreshTime();
    }

    /**
     * What was refreshed with the live version.
     *
     * @return the attachment, null if there is none
     */
    public @Nullable Object attachment() {
        return leftRight.attachment();
    }

    /**
     * What has happened so far.
     *
     * @return the figures
     */
    public Stats stats() {
        return leftRight.stats();
    }

    @Override
    public String toString() {
        return "LeftRightMap[version=" + version() + ", size=" + size() + "]";
    }
}
