// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a section sees of a {@link LeftRightMap}: one version, whole. Valid until the section ends,
 * in the thread that entered it; what it returns stays valid, but for iterators. No method waits.
 *
 * <p>Every method throws {@link IllegalStateException} if the section has ended or belongs to
 * another thread.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class MapView<K, V> implements AutoCloseable, Iterable<Map.Entry<K, V>> {
    private final Section<Backing<K, V>> section;

    MapView(Section<Backing<K, V>> section) {
        this.section = section;
    }

    /**
     * Returns the value of a key.
     *
     * @param key the key
     * @return its value, or null if it has none
     */
    public @Nullable V get(Object key) {
        Backing<K, V> state = section.state();
        return state.get(key, state.hash(key));
    }

    /**
     * Returns the value of a key, or another if it has none.
     *
     * @param key the key
     * @param defaultValue what to return if the key has no value
     * @return its value, or the default
     */
    public V getOrDefault(Object key, V defaultValue) {
        return getOrDefault(section.state(), key, defaultValue);
    }

    @SuppressWarnings("NullAway") // null only where the backing takes null values and has one
    static <K, V> V getOrDefault(Entries<K, V> entries, Object key, V defaultValue) {
        int hash = entries.hash(key);
        V value = entries.get(key, hash);
        return value != null || entries.containsKey(key, hash) ? value : defaultValue;
    }

    /**
     * Tells whether a key has a value.
     *
     * @param key the key
     * @return whether it has
     */
    public boolean containsKey(Object key) {
        Backing<K, V> state = section.state();
        return state.containsKey(key, state.hash(key));
    }

    /**
     * Returns the number of entries.
     *
     * @return the count
     */
    public int size() {
        return section.state().size();
    }

    /**
     * Tells whether there are no entries.
     *
     * @return whether there are none
     */
    public boolean isEmpty() {
        return size() == 0;
    }

    /**
     * Visits all entries, in the order of the backing.
     *
     * @param action gets each key and value
     */
    public void forEach(BiConsumer<? super K, ? super V> action) {
        section.state().forEach(action);
    }

    /**
     * Iterates over all entries, in the order of the backing, within the section. The entries are
     * immutable and stay valid.
     *
     * @return an iterator that cannot remove
     */
    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
        Version<Backing<K, V>> version = section.heldVersion();
        Iterator<Map.Entry<K, V>> entries = version.state.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                section.require(version);
                return entries.hasNext();
            }

            @Override
            public Map.Entry<K, V> next() {
                section.require(version);
                return entries.next();
            }
        };
    }

    /**
     * Returns the first entry, if the backing is a {@code NavigableMap} such as a {@code TreeMap}.
     *
     * @return an immutable entry, or null if there is none
     * @throws UnsupportedOperationException if the backing is not ordered
     */
    public Map.@Nullable Entry<K, V> firstEntry() {
        return ordered(NavigableMap::firstEntry);
    }

    /**
     * Returns the last entry, if the backing is ordered.
     *
     * @return an immutable entry, or null if there is none
     * @throws UnsupportedOperationException if the backing is not ordered
     */
    public Map.@Nullable Entry<K, V> lastEntry() {
        return ordered(NavigableMap::lastEntry);
    }

    /**
     * Returns the entry with the greatest key that is at most this one, if the backing is ordered.
     *
     * @param key the key
     * @return an immutable entry, or null if there is none
     * @throws UnsupportedOperationException if the backing is not ordered
     */
    public Map.@Nullable Entry<K, V> floorEntry(K key) {
        return ordered(map -> map.floorEntry(key));
    }

    /**
     * Returns the entry with the least key that is at least this one, if the backing is ordered.
     *
     * @param key the key
     * @return an immutable entry, or null if there is none
     * @throws UnsupportedOperationException if the backing is not ordered
     */
    public Map.@Nullable Entry<K, V> ceilingEntry(K key) {
        return ordered(map -> map.ceilingEntry(key));
    }

    /**
     * Visits the entries of a range in ascending order, if the backing is ordered.
     *
     * @param from the least key, included
     * @param to the greatest key, excluded
     * @param action gets each key and value
     * @throws UnsupportedOperationException if the backing is not ordered
     */
    public void forEachBetween(K from, K to, BiConsumer<? super K, ? super V> action) {
        ordered(
                map -> {
                    map.subMap(from, true, to, false).forEach(action);
                    return null;
                });
    }

    private <R extends @Nullable Object> R ordered(Function<NavigableMap<K, V>, R> read) {
        if (section.state() instanceof JavaMapBacking<K, V> backing
                && backing.map() instanceof NavigableMap<K, V> map) {
            return read.apply(map);
        }
        throw new UnsupportedOperationException(
                "the backing of this map is not ordered: build it with backing(TreeMap::new)");
    }

    /**
     * Returns what this section sees as an unmodifiable map that outlives it, in O(1); see {@link
     * LeftRightMap#snapshot()} for what that costs the writer.
     *
     * @return the snapshot
     */
    public Map<K, V> snapshot() {
        Version<Backing<K, V>> version = section.heldVersion();
        version.side.pin();
        return new SnapshotMap<>(version.state);
    }

    /**
     * The number of the version that this section sees.
     *
     * @return the version number
     */
    public long version() {
        return section.version();
    }

    /**
     * When the version that this section sees was refreshed.
     *
     * @return the refresh time
     */
    public Instant refreshTime() {
        return section.refreshTime();
    }

    /**
     * What was refreshed with the version that this section sees.
     *
     * @return the attachment, null if there is none
     */
    public @Nullable Object attachment() {
        return section.attachment();
    }

    /**
     * Ends the section that {@code enter()} began; no effect if it has ended.
     *
     * @throws IllegalStateException if a section nested in this one is open, or if this is the view
     *     of {@code read(...)}, whose section ends with its function
     */
    @Override
    public void close() {
        section.close();
    }

    @Override
    public String toString() {
        return "MapView[version=" + version() + ", size=" + size() + "]";
    }
}
