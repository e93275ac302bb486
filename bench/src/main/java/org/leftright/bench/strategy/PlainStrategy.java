// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The limit, for one thread alone: Agrona's {@code Long2ObjectHashMap} without any synchronisation.
 * With a writer beside it a reader may see anything. A batch costs its ops, and makes no garbage
 * but for growth.
 */
final class PlainStrategy<V> implements Strategy<V> {
    private final Long2ObjectHashMap<V> map = Ops.newAgronaMap();

    @Override
    public @Nullable V get(long id) {
        return map.get(id);
    }

    @Override
    public void apply(long[] ids, @Nullable V[] values) {
        Ops.apply(map, ids, values);
    }
}
