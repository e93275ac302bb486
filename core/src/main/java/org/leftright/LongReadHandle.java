// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A read handle of a {@link LeftRightLongMap}, for the one thread that made it. Its single reads
 * are those of the map; its sections cost less than the map's. No method waits. Close it when the
 * thread no longer reads.
 *
 * @param <V> the values
 */
public final class LongReadHandle<V> implements AutoCloseable {
    private final LeftRightLongMap<V> map;
    private final Reader<LongTable<V>> reader;

    LongReadHandle(LeftRightLongMap<V> map, Reader<LongTable<V>> reader) {
        this.map = map;
        this.reader = reader;
    }

    /**
     * Reads the live value of a key, like {@link LeftRightLongMap#get}.
     *
     * @param key the key
     * @return its live value, or null if it has none
     * @throws IllegalStateException if this handle is closed or belongs to another thread
     */
    public @Nullable V get(long key) {
        reader.checkUsable();
        return map.get(key);
    }

    /**
     * Reads the live value of a key or a default, like {@link LeftRightLongMap#getOrDefault}.
     *
     * @param key the key
     * @param defaultValue what to return if the key has no value
     * @return its live value, or the default
     * @throws IllegalStateException if this handle is closed or belongs to another thread
     */
    public V getOrDefault(long key, V defaultValue) {
        reader.checkUsable();
        return map.getOrDefault(key, defaultValue);
    }

    /**
     * Tells whether a key has a live value, like {@link LeftRightLongMap#containsKey}.
     *
     * @param key the key
     * @return whether it has a live value
     * @throws IllegalStateException if this handle is closed or belongs to another thread
     */
    public boolean containsKey(long key) {
        reader.checkUsable();
        return map.containsKey(key);
    }

    /**
     * Counts the live entries, like {@link LeftRightLongMap#size}.
     *
     * @return the number of live entries
     * @throws IllegalStateException if this handle is closed or belongs to another thread
     */
    public int size() {
        reader.checkUsable();
        return map.size();
    }

    /**
     * Tells whether there are no live entries, like {@link LeftRightLongMap#isEmpty}.
     *
     * @return whether there are no live entries
     * @throws IllegalStateException if this handle is closed or belongs to another thread
     */
    public boolean isEmpty() {
        return size() == 0;
    }

    /**
     * Runs a function in a section: all its reads by the view see one version. Inside another
     * section of this handle, that is the outermost's.
     *
     * @param fn gets the view, which is valid until it returns
     * @param <R> its result
     * @return what the function returned
     * @throws IllegalStateException if this handle is closed or belongs to another thread
     */
    public <R extends @Nullable Object> R read(Function<? super LongMapView<V>, ? extends R> fn) {
        return reader.read(LongMapView::new, fn);
    }

    /**
     * Enters a section, to be closed by the same thread.
     *
     * @return a view of one version, for try-with-resources
     * @throws IllegalStateException if this handle is closed or belongs to another thread
     */
    public LongMapView<V> enter() {
        return reader.enter(LongMapView::new);
    }

    /**
     * Visits all entries of one version, in a section.
     *
     * @param action gets each key and value
     * @throws IllegalStateException if this handle is closed or belongs to another thread
     */
    public void forEach(LongObjConsumer<? super V> action) {
        try (LongMapView<V> view = enter()) {
            view.forEach(action);
        }
    }

    /**
     * Gives the handle back; no effect if it is closed already.
     *
     * @throws IllegalStateException if a section of this handle is open, or if the handle belongs
     *     to another thread that is alive
     */
    @Override
    public void close() {
        reader.close();
    }
}
