// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.AbstractMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A backing that is a {@code java.util.Map} by the user's supplier. */
final class JavaMapBacking<K, V> implements Backing<K, V> {
    private final Supplier<? extends Map<K, V>> supplier;
    private final Map<K, V> map;

    JavaMapBacking(Supplier<? extends Map<K, V>> supplier) {
        this.supplier = supplier;
        this.map = supplier.get();
        if (map == null || !map.isEmpty()) {
            throw new IllegalArgumentException(
                    "the supplier of the backing must make a new, empty map each time; it made "
                            + (map == null ? "null" : "one with " + map.size() + " entries"));
        }
    }

    @Override
    public @Nullable V get(Object key, int hash) {
        return map.get(key);
    }

    @Override
    public boolean containsKey(Object key, int hash) {
        return map.containsKey(key);
    }

    @Override
    public @Nullable V put(K key, int hash, V value) {
        return map.put(key, value);
    }

    @Override
    public @Nullable V remove(Object key, int hash) {
        return map.remove(key);
    }

    @Override
    public void clear() {
        map.clear();
    }

    @Override
    public int size() {
        return map.size();
    }

    @Override
    public void ensureCapacity(int expectedSize) {
        // a java.util.Map grows as it likes
    }

    @Override
    public Backing<K, V> copy() {
        JavaMapBacking<K, V> copy = another();
        copy.map.putAll(map);
        return copy;
    }

    @Override
    public void forEach(BiConsumer<? super K, ? super V> action) {
        map.forEach(action);
    }

    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
        Iterator<Map.Entry<K, V>> entries = map.entrySet().iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public Map.Entry<K, V> next() {
                return new AbstractMap.SimpleImmutableEntry<>(entries.next());
            }
        };
    }

    @Override
    public long copyCostNs() {
        return 80L * map.size(); // a put for each entry, and an object
    }

    @Override
    public boolean isAllOrNothing() {
        return false;
    }

    @Override
    public int hash(Object key) {
        return 0; // the map asks the key itself
    }

    /** Makes an empty one of the same kind, for the other side. */
    JavaMapBacking<K, V> another() {
        JavaMapBacking<K, V> other = new JavaMapBacking<>(supplier);
        if (other.map == map) {
            throw new IllegalArgumentException(
                    "the supplier of the backing must make a new, empty map each time; it returned"
                            + " the same one twice");
        }
        return other;
    }

    Map<K, V> map() {
        return map;
    }
}
