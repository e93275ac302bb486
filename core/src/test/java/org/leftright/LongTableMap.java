// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A {@link LongTable} as a map. */
final class LongTableMap<V> extends EditableMap<Long, V> {
    private final LongTable<V> table = new LongTable<>();

    @Override
    public @Nullable V get(Object key) {
        return key instanceof Long id ? table.get(id) : null;
    }

    @Override
    public boolean containsKey(Object key) {
        return key instanceof Long id && table.containsKey(id);
    }

    @Override
    public @Nullable V put(Long key, V value) {
        return table.put(key, Objects.requireNonNull(value, "value"));
    }

    @Override
    public @Nullable V remove(Object key) {
        return key instanceof Long id ? table.remove(id) : null;
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
    Map<Long, V> copy() {
        Map<Long, V> copy = new LinkedHashMap<>();
        table.copy().forEach(copy::put);
        return copy;
    }
}
