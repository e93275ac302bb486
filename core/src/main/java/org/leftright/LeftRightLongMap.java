// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A left-right map with {@code long} keys: as {@link LeftRightMap}, without boxing, and the fastest
 * of all here. Keys are boxed only where {@code java.util} needs objects: in {@link #asMap()} and
 * {@link #snapshot()}, and in the iterator, {@code entries()} and {@code getAll} of a view.
 *
 * <pre>{@code
 * LeftRightLongMap<String> products = LeftRightLongMap.create();
 * LongWriteHandle<String> writer = products.writer();
 * writer.put(17L, "tea");
 * writer.refresh();
 * products.get(17L); // "tea", from any thread
 * }</pre>
 *
 * <p>The single reads ({@code get}, {@code getOrDefault}, {@code containsKey}, {@code size}, {@code
 * isEmpty}) read what is live now, in O(1): optimistically, at the cost of a volatile load and a
 * comparison beside the table's own. Values are shared by both sides and all readers: they must be
 * immutable, or replaced, never edited; null is refused.
 *
 * <p>All methods may be called by any thread, and none waits for a writer or for a section.
 *
 * @param <V> the values
 */
public final class LeftRightLongMap<V> extends AbstractLeftRight<LongTable<V>> {
    private static final LongLookup<LongTable<Object>, Object> GET = LongTable::get;

    private final LongWriteHandle<V> writeHandle;

    LeftRightLongMap(LeftRightLongMapBuilder<V> options) {
        this(options, new TouchLog());
    }

    private LeftRightLongMap(LeftRightLongMapBuilder<V> options, TouchLog log) {
        super(
                new LongTable<>(options.expectedSize, log),
                LongTable::copy,
                TableOplog.ofLongTable(log),
                LongVersion::new,
                options.refreshListener == null ? null : listener(options, log),
                options.writerOptions);
        this.writeHandle = new LongWriteHandle<>(writer, GroupState.ALONE);
    }

    private static <V> RefreshListener<LongTable<V>> listener(
            LeftRightLongMapBuilder<V> options, TouchLog log) {
        Consumer<? super LongChanges<V>> listener = Objects.requireNonNull(options.refreshListener);
        return (before, now) -> tell(listener, new LongChanges<V>(before, now.state, log, now));
    }

    /**
     * Makes an empty map with the default options.
     *
     * @param <V> the values
     * @return a new map
     */
    public static <V> LeftRightLongMap<V> create() {
        return LeftRightLongMap.<V>builder().build();
    }

    /**
     * Begins to make a map with options.
     *
     * @param <V> the values
     * @return a builder
     */
    public static <V> LeftRightLongMapBuilder<V> builder() {
        return new LeftRightLongMapBuilder<>();
    }

    /**
     * Returns the live value of a key.
     *
     * @param key the key
     * @return its value, or null if it has none
     */
    @SuppressWarnings("unchecked")
    public @Nullable V get(long key) {
        // volatile: pairs with the store in the flip (L3); this map makes no other versions
        LongVersion<V> version = (LongVersion<V>) live;
        V value = version.get(key); // plain, racing
        if (isLive(version)) { // pairs with the fence in Writer.replay (L1)
            return value;
        }
        return lookupAgain(key, (LongLookup<? super LongTable<V>, V>) (LongLookup<?, ?>) GET);
    }

    /**
     * Returns the live value of a key, or another if it has none.
     *
     * @param key the key
     * @param defaultValue what to return if the key has no value
     * @return its value, or the default
     */
    public V getOrDefault(long key, V defaultValue) {
        V value = get(key);
        return value != null ? value : defaultValue;
    }

    /**
     * Tells whether a key has a live value.
     *
     * @param key the key
     * @return whether it has
     */
    public boolean containsKey(long key) {
        return get(key) != null;
    }

    /**
     * Returns the number of live entries.
     *
     * @return the count
     */
    public int size() {
        return optimisticInt(LongTable::size);
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
    public <R extends @Nullable Object> R read(Function<? super LongMapView<V>, ? extends R> fn) {
        return readView(LongMapView::new, fn);
    }

    /**
     * Enters a section, to be closed by the same thread.
     *
     * @return a view of one version, for try-with-resources
     */
    public LongMapView<V> enter() {
        return enterView(LongMapView::new);
    }

    /**
     * Visits all entries of one version, in a section.
     *
     * @param action gets each key and value
     */
    public void forEach(LongObjConsumer<? super V> action) {
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
    public LongReadHandle<V> reader() {
        return new LongReadHandle<>(this, register());
    }

    /**
     * Returns the write handle: for any thread, writers exclude each other.
     *
     * @return the one write handle
     */
    public LongWriteHandle<V> writer() {
        return writeHandle;
    }

    /**
     * Returns the live version as an unmodifiable map that never changes, in O(1). It keeps its
     * side: the first write after the next refresh clones the live one, in O(n). Inside a section
     * that this thread entered without a handle, it is the version which that section sees.
     *
     * @return the snapshot
     */
    public Map<Long, V> snapshot() {
        return read(LongMapView::snapshot);
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
    public Map<Long, V> asMap() {
        return new LiveMap<>(
                new LiveMap.Source<>() {
                    @Override
                    public @Nullable V get(Object key) {
                        return key instanceof Long id ? LeftRightLongMap.this.get((long) id) : null;
                    }

                    @Override
                    public int size() {
                        return LeftRightLongMap.this.size();
                    }

                    @Override
                    public <R> R read(Function<? super Map<Long, V>, ? extends R> fn) {
                        return LeftRightLongMap.this.<R>read(view -> fn.apply(view.asMap()));
                    }

                    @Override
                    public Map<Long, V> snapshot() {
                        return LeftRightLongMap.this.snapshot();
                    }
                });
    }

    @Override
    public String toString() {
        return "LeftRightLongMap[version=" + version() + ", size=" + size() + "]";
    }
}
