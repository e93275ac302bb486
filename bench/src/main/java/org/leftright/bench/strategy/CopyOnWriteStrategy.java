// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copy on each write, as {@code CopyOnWriteArrayList} does it: bearable for small maps only. A
 * reader sees a batch half applied and never waits. A batch costs a copy of all entries for each
 * op, and each copy is garbage.
 */
final class CopyOnWriteStrategy<V> implements Strategy<V> {
    private volatile Map<Long, V> map = new HashMap<>();

    @Override
    public @Nullable V get(long id) {
        return map.get(id);
    }

    @Override
    public void apply(long[] ids, @Nullable V[] values) {
        for (int i = 0; i < ids.length; i++) {
            Map<Long, V> copy = new HashMap<>(map);
            Ops.apply(copy, ids[i], values[i]);
            map = copy;
        }
    }

    @Override
    public void load(long[] ids, V[] values) {
        Map<Long, V> filled = new HashMap<>();
        Ops.apply(filled, ids, values);
        map = filled;
    }
}
