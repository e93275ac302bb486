// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A left-right map for data that is read all the time and changed in batches: reads never wait for
 * the writer; writes become visible, all at once, by {@link WriteHandle#refresh()}. Lookups and
 * {@code read} allocate nothing once there are enough slots for the sections that are open at a
 * time; {@code enter} and {@code forEach} make a small object or two.
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
 * <p>It is not a {@code java.util.Map}, since what is put is not visible at once; {@link #asMap()}
 * and {@link #snapshot()} are. Neither keys nor values may be null. Both are shared by the two
 * sides and all readers: they must be immutable, or replaced, never edited.
 *
 * <p>The single reads ({@code get}, {@code getOrDefault}, {@code containsKey}, {@code size}, {@code
 * isEmpty}) read what is live now, from any thread, in O(1), or in O(log n) among n keys of one
 * hash code that are comparable. They are optimistic: a volatile load and a comparison beside the
 * table's own reads. The {@code equals} of a key may be given a key that is not refreshed yet.
 * Where more than eight keys have one hash code, and their class is {@code Comparable} of itself,
 * keys that are equal must be so by {@code compareTo}, too.
 *
 * <p>To keep entries in another kind of map, ordered for instance, use a {@link LeftRight} of it.
 *
 * <p>All methods may be called by any thread, and none waits for a writer or for a section.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class LeftRightMap<K, V> extends AbstractLeftRight<ObjectTable<K, V>> {
    private static final Lookup<ObjectTable<Object, Object>, Object, Object> GET =
            (table, key) -> table.get(key);
    private final WriteHandle<K, V> writeHandle;

    LeftRightMap(LeftRightMapBuilder<K, V> options) {
        this(options, new TouchLog());
    }

    private LeftRightMap(LeftRightMapBuilder<K, V> options, TouchLog log) {
        super(
                new ObjectTable<>(options.expectedSize, log),
                ObjectTable::copy,
                TableOplog.ofObjectTable(log),
                ObjectVersion::new,
                options.refreshListener == null ? null : listener(options, log),
                options.writerOptions);
        this.writeHandle = new WriteHandle<>(writer, GroupState.ALONE);
    }

    private static <K, V> RefreshListener<ObjectTable<K, V>> listener(
            LeftRightMapBuilder<K, V> options, TouchLog log) {
        Consumer<? super Changes<K, V>> listener = Objects.requireNonNull(options.refreshListener);
        return (before, now) -> tell(listener, new Changes<K, V>(before, now.state, log, now));
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
     * @throws NullPointerException if the key is null
     */
    public @Nullable V get(Object key) {
        int hash = ObjectTable.hashOf(key);
        // volatile: pairs with the store in the flip (L3); this map makes no other versions
        ObjectVersion<K, V> version = (ObjectVersion<K, V>) live;
        try {
            Node<K, V> node = ObjectTable.find(version.buckets, key, hash); // plain, racing
            if (isLive(version)) { // pairs with the fence in Writer.replay (L1)
                return node != null ? node.value : null;
            }
        } catch (Throwable ignored) {
            // The equals or compareTo of a key failed. If it does so again in a section, it is
            // thrown there.
        }
        return getAgain(key);
    }

    @SuppressWarnings("unchecked") // a table of K and V finds V
    private @Nullable V getAgain(Object key) {
        return lookupAgain(
                key, (Lookup<? super ObjectTable<K, V>, Object, V>) (Lookup<?, ?, ?>) GET);
    }

    /**
     * Returns the live value of a key, or another if it has none.
     *
     * @param key the key
     * @param defaultValue what to return if the key has no value
     * @return its value, or the default
     * @throws NullPointerException if the key is null
     */
    public V getOrDefault(Object key, V defaultValue) {
        V value = get(key);
        return value != null ? value : defaultValue;
    }

    /**
     * Tells whether a key has a live value.
     *
     * @param key the key
     * @return whether it has
     * @throws NullPointerException if the key is null
     */
    public boolean containsKey(Object key) {
        return get(key) != null;
    }

    /**
     * Returns the number of live entries.
     *
     * @return the count
     */
    public int size() {
        return optimisticInt(ObjectTable::size);
    }

    /**
     * Tells whether there are no live entries.
     *
     * @return whether there are none
     */
    public boolean isEmpty() {
        return size() == 0;
    }

    /**
     * Runs a function in a section: all its reads by the view see one version. Where the result is
     * the argument of an overloaded method such as {@code println}, the compiler has to be told its
     * type: {@code println(map.<Integer>read(view -> view.size()))}.
     *
     * @param fn gets the view, which is valid until it returns
     * @param <R> its result
     * @return what the function returned
     */
    public <R extends @Nullable Object> R read(Function<? super MapView<K, V>, ? extends R> fn) {
        return readView(MapView::new, fn);
    }

    /**
     * Enters a section, to be closed by the same thread, in a try: a section that stays open
     * becomes a {@link Straggler}. A section inside another of this thread, both without a handle,
     * sees the version of the outer one.
     *
     * @return a view of one version, for try-with-resources
     */
    public MapView<K, V> enter() {
        return enterView(MapView::new);
    }

    /**
     * Visits all entries of one version, in a section, in O(n).
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
        return new ReadHandle<>(this, register());
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
     * Returns a read-only map that shows what is live at each call. Reads of one key are lookups.
     * Whatever reads more entries sees one version, that of the section if this thread is in one
     * without a handle: {@code forEach}, {@code containsValue}, {@code equals}, {@code toArray} and
     * the like within a section of their own, iterators and streams on a {@link #snapshot()}, at
     * its cost. {@code size} and {@code isEmpty} are lookups, too; so inside a section copy the
     * view's snapshot and not this map, whose copy may ask for the size first.
     *
     * @return the live view
     */
    public Map<K, V> asMap() {
        return new LiveMap<>(
                new LiveMap.Source<>() {
                    @Override
                    public @Nullable V get(Object key) {
                        return LeftRightMap.this.get(key);
                    }

                    @Override
                    public int size() {
                        return LeftRightMap.this.size();
                    }

                    @Override
                    public <R> R read(Function<? super Map<K, V>, ? extends R> fn) {
                        return LeftRightMap.this.<R>read(view -> fn.apply(view.asMap()));
                    }

                    @Override
                    public Map<K, V> snapshot() {
                        return LeftRightMap.this.snapshot();
                    }
                });
    }

    @Override
    public String toString() {
        return "LeftRightMap[version=" + version() + ", size=" + size() + "]";
    }
}
