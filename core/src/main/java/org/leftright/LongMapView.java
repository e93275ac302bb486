// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a section sees of a {@link LeftRightLongMap}: one version, whole. Valid until the section
 * ends, in the thread that entered it; what it returns stays valid, but for iterators, streams and
 * cursors. No method waits.
 *
 * <p>Every method but {@link #close} throws {@link IllegalStateException} if the section has ended,
 * and every method if it belongs to another thread; but the view that {@code read} passes is used
 * again by later sections. A view of a group's snapshot has no section: it is valid for ever, in
 * any thread.
 *
 * @param <V> the values
 */
public final class LongMapView<V> extends AbstractView<LongTable<V>>
        implements Iterable<Map.Entry<Long, V>> {
    LongMapView(Section<LongTable<V>> section) {
        this(section, GroupState.ALONE);
    }

    LongMapView(Held<?> held, int member) {
        super(held, member);
    }

    /**
     * Returns the value of a key.
     *
     * @param key the key
     * @return its value, or null if it has none
     */
    public @Nullable V get(long key) {
        LongTable<V> state = table();
        return state.get(key);
    }

    /**
     * Returns the value of a key, or another if it has none.
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
     * Tells whether a key has a value.
     *
     * @param key the key
     * @return whether it has
     */
    public boolean containsKey(long key) {
        LongTable<V> state = table();
        return state.containsKey(key);
    }

    /**
     * Returns the values of several keys, all of one version. O(1) for each key. The result has
     * boxed keys; {@link #get} for each key has not.
     *
     * @param keys the keys
     * @return an unmodifiable map, valid for ever, in the order of the keys; those that have no
     *     value are not in it
     */
    public Map<Long, V> getAll(long... keys) {
        Map<Long, V> found = new LinkedHashMap<>();
        version(); // with no keys, too, it is refused outside of the section
        for (long key : keys) {
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
     * Visits all entries, without boxing.
     *
     * @param action gets each key and value
     */
    public void forEach(LongObjConsumer<? super V> action) {
        Version<?> version = held.heldVersion();
        table().forEach(
                        (key, value) -> {
                            held.require(version); // the action may have ended the section
                            action.accept(key, value);
                        });
    }

    /**
     * Iterates over all entries with boxed keys, within the section. The entries are immutable and
     * stay valid. Makes an entry, and for most keys a {@code Long}, for each; {@link #cursor()} and
     * {@link #forEach} do not.
     *
     * @return an iterator that cannot remove
     */
    @Override
    public Iterator<Map.Entry<Long, V>> iterator() {
        return elements();
    }

    /**
     * Goes through all entries without boxing.
     *
     * @return a cursor before the first entry
     */
    public LongMapCursor<V> cursor() {
        return new LongMapCursor<>(held, table());
    }

    /**
     * Copies the keys, in no particular order.
     *
     * @return a new array, valid for ever
     */
    public long[] keys() {
        return keyStream().toArray();
    }

    /**
     * Returns the keys as a stream of one version, in no particular order, without boxing. Lazy: it
     * takes no more of them than it needs, and ends with the section. Always sequential.
     *
     * @return the keys, as many as {@link #size()}
     */
    public LongStream keyStream() {
        return cursor().keys();
    }

    /**
     * Returns the values as a stream; see {@link #keyStream()}. Boxes nothing.
     *
     * @return the values, in the order of the keys
     */
    public Stream<V> values() {
        LongTable<V> table = table();
        return new SectionElements<>(held, LongTableEntries.values(table), table.size()).stream();
    }

    /**
     * Returns the entries as a stream; see {@link #keyStream()}. They are immutable and stay valid.
     * The keys are boxed, as by {@link #iterator()}.
     *
     * @return the entries
     */
    public Stream<Map.Entry<Long, V>> entries() {
        return elements().stream();
    }

    private SectionElements<Map.Entry<Long, V>> elements() {
        LongTable<V> table = table();
        return new SectionElements<>(held, LongTableEntries.entries(table), table.size());
    }

    /**
     * Returns what this section sees as an unmodifiable map that outlives it, in O(1); see {@link
     * LeftRightLongMap#snapshot()} for what that costs the writer.
     *
     * @return the snapshot
     */
    public Map<Long, V> snapshot() {
        return new SnapshotMap<>(new LongTableEntries<>(keptTable()));
    }

    /** Shows the section's version as a map, which is valid until the section ends. */
    Map<Long, V> asMap() {
        return new SnapshotMap<>(new LongTableEntries<>(table()));
    }

    @Override
    public String toString() {
        return "LongMapView[version=" + version() + ", size=" + size() + "]";
    }
}
