// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.time.Instant;
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
 * <p>Every method throws {@link IllegalStateException} if the section has ended or belongs to
 * another thread.
 *
 * @param <V> the values
 */
public final class LongMapView<V> implements AutoCloseable, Iterable<Map.Entry<Long, V>> {
    private final Section<LongTable<V>> section;

    LongMapView(Section<LongTable<V>> section) {
        this.section = section;
    }

    /**
     * Returns the value of a key.
     *
     * @param key the key
     * @return its value, or null if it has none
     */
    public @Nullable V get(long key) {
        LongTable<V> state = section.state();
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
        LongTable<V> state = section.state();
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
     * Visits all entries, without boxing.
     *
     * @param action gets each key and value
     */
    public void forEach(LongObjConsumer<? super V> action) {
        section.state().forEach(action);
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
        return new LongMapCursor<>(section);
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
        LongTable<V> table = section.state();
        return new SectionElements<>(section, LongTableEntries.values(table), table.size())
                .stream();
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

    private SectionElements<LongTable<V>, Map.Entry<Long, V>> elements() {
        LongTable<V> table = section.state();
        return new SectionElements<>(section, LongTableEntries.entries(table), table.size());
    }

    /**
     * Returns what this section sees as an unmodifiable map that outlives it, in O(1); see {@link
     * LeftRightLongMap#snapshot()} for what that costs the writer.
     *
     * @return the snapshot
     */
    public Map<Long, V> snapshot() {
        return new SnapshotMap<>(new LongTableEntries<>(section.snapshot().state()));
    }

    /** Not kept: valid until the section ends. */
    Map<Long, V> asMap() {
        return new SnapshotMap<>(new LongTableEntries<>(section.state()));
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
        return "LongMapView[version=" + version() + ", size=" + size() + "]";
    }
}
