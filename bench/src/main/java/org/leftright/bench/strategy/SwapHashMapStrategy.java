// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copy-and-swap as it is usually written: a HashMap behind a volatile reference. A reader sees a
 * batch whole and never waits. A batch costs a copy of all entries; garbage: the whole old map but
 * for the ids and values, and a boxed id for each read.
 */
final class SwapHashMapStrategy<V> implements Strategy<V> {
    private volatile Map<Long, V> map = new HashMap<>();

    @Override
    public @Nullable V get(long id) {
        return map.get(id);
    }

    @Override
    public void apply(long[] ids, @Nullable V[] values) {
        Map<Long, V> copy = new HashMap<>(map);
        Ops.apply(copy, ids, values);
        map = copy;
    }
}
