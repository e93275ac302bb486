// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a section sees of a {@link LeftRightMap}: one version, whole. Valid until the section ends,
 * in the thread that entered it; what it returns stays valid, but for iterators and streams. No
 * method waits.
 *
 * <p>Every method throws {@link IllegalStateException} if the section has ended or belongs to
 * another thread.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class MapView<K, V> implements AutoCloseable, Iterable<Map.Entry<K, V>> {
    private final Section<ObjectTable<K, V>> section;

    MapView(Section<ObjectTable<K, V>> section) {
        this.section = section;
    }

    /**
     * Returns the value of a key.
     *
     * @param key the key
     * @return its value, or null if it has none
     */
    public @Nullable V get(Object key) {
        return section.state().get(key);
    }

    /**
     * Returns the value of a key, or another if it has none.
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
     * Tells whether a key has a value.
     *
     * @param key the key
     * @return whether it has
     */
    public boolean containsKey(Object key) {
        return get(key) != null;
    }

    /**
     * Returns the values of several keys, all of one version. O(1) for each key.
     *
     * @param keys the keys
     * @return an unmodifiable map, valid for ever, in the order of the keys; those that have no
     *     value are not in it
     * @throws NullPointerException if a key is null
     */
    public Map<K, V> getAll(Iterable<? extends K> keys) {
        Map<K, V> found = new LinkedHashMap<>();
        for (K key : keys) {
            V value = get(key);
            if (value != null) {
                found.put(key, value);
            }
        }
        return Collections.unmodifiableMap(found);
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
     * Visits all entries, in no particular order.
     *
     * @param action gets each key and value
     */
    public void forEach(BiConsumer<? super K, ? super V> action) {
        section.state().forEach(action);
    }

    /**
     * Iterates over all entries, in no particular order, within the section. The entries are
     * immutable and stay valid.
     *
     * @return an iterator that cannot remove
     */
    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
        return elements();
    }

    /**
     * Returns the keys as a stream of one version, in no particular order. Lazy: it takes no more
     * of them than it needs, and ends with the section. Always sequential.
     *
     * @return the keys, as many as {@link #size()}
     */
    public Stream<K> keys() {
        return entries().map(Map.Entry::getKey);
    }

    /**
     * Returns the values as a stream; see {@link #keys()}.
     *
     * @return the values, in the order of the keys
     */
    public Stream<V> values() {
        return entries().map(Map.Entry::getValue);
    }

    /**
     * Returns the entries as a stream; see {@link #keys()}. They are immutable and stay valid.
     *
     * @return the entries
     */
    public Stream<Map.Entry<K, V>> entries() {
        return elements().stream();
    }

    private SectionElements<ObjectTable<K, V>, Map.Entry<K, V>> elements() {
        ObjectTable<K, V> table = section.state();
        return new SectionElements<>(section, table.iterator(), table.size());
    }

    /**
     * Returns what this section sees as an unmodifiable map that outlives it, in O(1); see {@link
     * LeftRightMap#snapshot()} for what that costs the writer.
     *
     * @return the snapshot
     */
    public Map<K, V> snapshot() {
        return new SnapshotMap<>(section.snapshot().state());
    }

    /** Not kept: valid until the section ends. */
    Map<K, V> asMap() {
        return new SnapshotMap<>(section.state());
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
