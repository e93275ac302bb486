// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A side that does not change, as an unmodifiable map: for as long as it is pinned, or within a
 * section. It is serialized as an unmodifiable map of its own.
 */
final class SnapshotMap<K, V> extends ReadOnlyMap<K, V> implements Serializable {
    @Serial private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // never written: see writeReplace
    private final transient Entries<K, V> entries;

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
    public Collection<V> values() {
        return Collections.unmodifiableCollection(super.values());
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return Collections.unmodifiableSet(new EntrySet());
    }

    private final class EntrySet extends AbstractSet<Map.Entry<K, V>> {
        @Override
        public Iterator<Map.Entry<K, V>> iterator() {
            return entries.iterator();
        }

        @Override
        public int size() {
            return entries.size();
        }

        @Override
        public boolean contains(@Nullable Object element) {
            if (!(element instanceof Map.Entry<?, ?> entry) || entry.getKey() == null) {
                return false;
            }
            V value = entries.get(entry.getKey());
            return value != null && value.equals(entry.getValue());
        }
    }

    @Serial
    private Object writeReplace() {
        return Collections.unmodifiableMap(new HashMap<>(this));
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("a snapshot is serialized as another map");
    }
}
