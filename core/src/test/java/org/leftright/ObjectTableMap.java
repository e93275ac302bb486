// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An {@link ObjectTable} as a map. */
class ObjectTableMap<K, V> extends EditableMap<K, V> {
    private final ObjectTable<K, V> table = new ObjectTable<>(0, new TouchLog());

    @Override
    public @Nullable V get(Object key) {
        return table.get(key);
    }

    @Override
    public boolean containsKey(Object key) {
        return table.get(key) != null;
    }

    @Override
    public @Nullable V put(K key, V value) {
        return table.put(key, Objects.requireNonNull(value, "value"));
    }

    @Override
    public @Nullable V remove(Object key) {
        return table.remove(key);
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
    Map<K, V> copy() {
        Map<K, V> copy = new LinkedHashMap<>();
        table.copy().forEach(copy::put);
        return copy;
    }
}
