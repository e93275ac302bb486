// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Copy-and-swap with two arrays to copy: Agrona's {@code Long2ObjectHashMap} behind a volatile
 * reference. A reader sees a batch whole and never waits. A batch costs a copy of the arrays, and
 * the old ones are garbage.
 */
final class SwapAgronaStrategy<V> implements Strategy<V> {
    private volatile Long2ObjectHashMap<V> map = Ops.newAgronaMap();

    @Override
    public @Nullable V get(long id) {
        return map.get(id);
    }

    @Override
    public void apply(long[] ids, @Nullable V[] values) {
        Long2ObjectHashMap<V> copy = new Long2ObjectHashMap<>(map);
        Ops.apply(copy, ids, values);
        map = copy;
    }
}
