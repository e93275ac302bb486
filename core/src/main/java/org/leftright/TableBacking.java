// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The default backing: an {@link ObjectTable}. */
final class TableBacking<K, V> implements Backing<K, V> {
    final ObjectTable<K, V> table;

    TableBacking(ObjectTable<K, V> table) {
        this.table = table;
    }

    @Override
    public @Nullable V get(Object key, int hash) {
        return table.get(key, hash);
    }

    @Override
    public boolean containsKey(Object key, int hash) {
        return table.containsKey(key, hash);
    }

    @Override
    public @Nullable V put(K key, int hash, V value) {
        return table.put(key, hash, value);
    }

    @Override
    public @Nullable V remove(Object key, int hash) {
        return table.remove(key, hash);
    }

    @Override
    public void clear() {
        table.clear();
    }

    @Override
    public int size() {
        return table.size();
    }

    @Override
    public void ensureCapacity(int expectedSize) {
        table.ensureCapacity(expectedSize);
    }

    @Override
    public Backing<K, V> copy() {
        return new TableBacking<>(table.copy());
    }

    @Override
    public void forEach(BiConsumer<? super K, ? super V> action) {
        table.forEach(action);
    }

    @Override
    public Iterator<Map.Entry<K, V>> iterator() {
        return new Iterator<>() {
            private int next = table.nextIndex(0);

            @Override
            public boolean hasNext() {
                return next >= 0;
            }

            @Override
            public Map.Entry<K, V> next() {
                if (next < 0) {
                    throw new NoSuchElementException();
                }
                Map.Entry<K, V> entry = Map.entry(table.keyAt(next), table.valueAt(next));
                next = table.nextIndex(next + 1);
                return entry;
            }
        };
    }

    @Override
    public long copyCostNs() {
        return (long) table.capacity() * ReplayCost.CLONE_NS_PER_SLOT;
    }

    @Override
    public boolean isAllOrNothing() {
        return true;
    }

    @Override
    public int hash(Object key) {
        return Objects.requireNonNull(key, "key: this map takes no null keys").hashCode();
    }
}
