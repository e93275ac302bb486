// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * {@code ConcurrentSkipListMap}, for ordered data. A reader sees a batch half applied, also within
 * one range. A batch costs its ops; garbage: a boxed id for each op and read, and nodes for each
 * new id.
 */
final class SkipListStrategy<V> implements OrderedStrategy<V> {
    private final ConcurrentSkipListMap<Long, V> map = new ConcurrentSkipListMap<>();

    @Override
    public @Nullable V get(long id) {
        return map.get(id);
    }

    @Override
    public @Nullable V floor(long id) {
        Map.Entry<Long, V> entry = map.floorEntry(id);
        return entry == null ? null : entry.getValue();
    }

    @Override
    public void range(long from, int count, Consumer<? super V> action) {
        Ops.visitFirst(map.tailMap(from, true).values(), count, action);
    }

    @Override
    public void apply(long[] ids, @Nullable V[] values) {
        Ops.apply(map, ids, values);
    }
}
