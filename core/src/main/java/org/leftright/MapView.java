// SPDX-License-Identifier: Apache-2.0
package org.leftright;

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
 * <p>Every method but {@link #close} throws {@link IllegalStateException} if the section has ended,
 * and every method if it belongs to another thread; but the view that {@code read} passes is used
 * again by later sections. A view of a group's snapshot has no section: it is valid for ever, in
 * any thread.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class MapView<K, V> extends AbstractView<ObjectTable<K, V>>
        implements Iterable<Map.Entry<K, V>> {
    MapView(Section<ObjectTable<K, V>> section) {
        this(section, GroupState.ALONE);
    }

    MapView(Held<?> held, int member) {
        super(held, member);
    }

    /**
     * Returns the value of a key.
     *
     * @param key the key
     * @return its value, or null if it has none
     */
    public @Nullable V get(Object key) {
        return table().get(key);
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
        version(); // with no keys, too, it is refused outside of the section
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
        return table().size();
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
        Version<?> version = held.heldVersion();
        table().forEach(
                        (key, value) -> {
                            held.require(version); // the action may have ended the section
                            action.accept(key, value);
                        });
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

    private SectionElements<Map.Entry<K, V>> elements() {
        ObjectTable<K, V> table = table();
        return new SectionElements<>(held, table.iterator(), table.size());
    }

    /**
     * Returns what this section sees as an unmodifiable map that outlives it, in O(1); see {@link
     * LeftRightMap#snapshot()} for what that costs the writer.
     *
     * @return the snapshot
     */
    public Map<K, V> snapshot() {
        return new SnapshotMap<>(keptTable());
    }

    /** Shows the section's version as a map, which is valid until the section ends. */
    Map<K, V> asMap() {
        return new SnapshotMap<>(table());
    }

    @Override
    public String toString() {
        return "MapView[version=" + version() + ", size=" + size() + "]";
    }
}
