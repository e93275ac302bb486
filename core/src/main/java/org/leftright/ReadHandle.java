// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A read handle of a {@link LeftRightMap}, for the one thread that made it. Its sections cost less
 * than the map's. Its single reads are those of the map: inside a section, too, they read what is
 * live, not what the section sees. Close it when the thread no longer reads; one that nobody can
 * reach any more is reclaimed at a later refresh.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class ReadHandle<K, V> implements AutoCloseable {
    private final LeftRightMap<K, V> map;
    private final Reader<ObjectTable<K, V>> reader;

    ReadHandle(LeftRightMap<K, V> map, Reader<ObjectTable<K, V>> reader) {
        this.map = map;
        this.reader = reader;
    }

    /**
     * Reads the live value of a key, like {@link LeftRightMap#get}.
     *
     * @param key the key
     * @return its live value, or null if it has none
     * @throws IllegalStateException if this handle is closed or belongs to another thread
     */
    public @Nullable V get(Object key) {
        reader.checkUsable();
        return map.get(key);
    }

    /**
     * Reads the live value of a key or a default, like {@link LeftRightMap#getOrDefault}.
     *
     * @param key the key
     * @param defaultValue what to return if the key has no value
     * @return its live value, or the default
     * @throws IllegalStateException if this handle is closed or belongs to another thread
     */
    public V getOrDefault(Object key, V defaultValue) {
        reader.checkUsable();
        return map.getOrDefault(key, defaultValue);
    }

    /**
     * Tells whether a key has a live value, like {@link LeftRightMap#containsKey}.
     *
     * @param key the key
     * @return whether it has a live value
     * @throws IllegalStateException if this handle is closed or belongs to another thread
     */
    public boolean containsKey(Object key) {
        reader.checkUsable();
        return map.containsKey(key);
    }

    /**
     * Counts the live entries, like {@link LeftRightMap#size}.
     *
     * @return the number of live entries
     * @throws IllegalStateException if this handle is closed or belongs to another thread
     */
    public int size() {
        reader.checkUsable();
        return map.size();
    }

    /**
     * Tells whether there are no live entries, like {@link LeftRightMap#isEmpty}.
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
    public <R extends @Nullable Object> R read(Function<? super MapView<K, V>, ? extends R> fn) {
        return reader.read(MapView::new, fn);
    }

    /**
     * Enters a section, to be closed by the same thread.
     *
     * @return a view of one version, for try-with-resources
     * @throws IllegalStateException if this handle is closed or belongs to another thread
     */
    public MapView<K, V> enter() {
        return reader.enter(MapView::new);
    }

    /**
     * Visits all entries of one version, in a section.
     *
     * @param action gets each key and value
     * @throws IllegalStateException if this handle is closed or belongs to another thread
     */
    public void forEach(BiConsumer<? super K, ? super V> action) {
        try (MapView<K, V> view = enter()) {
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
