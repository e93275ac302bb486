// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A pinned side as an unmodifiable map. */
final class SnapshotMap<K, V> extends AbstractMap<K, V> {
    private final Entries<K, V> entries;

    SnapshotMap(Entries<K, V> entries) {
        this.entries = entries;
    }

    @Override
    public @Nullable V get(Object key) {
        return entries.get(key);
    }

    @Override
    public boolean containsKey(Object key) {
        return entries.get(key) != null;
    }

    @Override
    public V getOrDefault(Object key, V defaultValue) {
        V value = entries.get(key);
        return value != null ? value : defaultValue;
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public void forEach(BiConsumer<? super K, ? super V> action) {
        entries.forEach(action);
    }

    @Override
    public Set<K> keySet() {
        return Collections.unmodifiableSet(super.keySet());
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<K, V>> iterator() {
                return entries.iterator();
            }

            @Override
            public int size() {
                return entries.size();
            }

            @Override
            public void clear() {
                throw new UnsupportedOperationException("a snapshot cannot be changed");
            }
        };
    }
}
