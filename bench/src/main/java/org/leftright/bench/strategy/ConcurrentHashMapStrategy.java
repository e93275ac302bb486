// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What most services use. A reader sees a batch half applied. A batch costs its ops; garbage: a
 * boxed id for each op and read, and a node for each new id.
 */
final class ConcurrentHashMapStrategy<V> implements Strategy<V> {
    private final ConcurrentHashMap<Long, V> map = new ConcurrentHashMap<>();

    @Override
    public @Nullable V get(long id) {
        return map.get(id);
    }

    @Override
    public void apply(long[] ids, @Nullable V[] values) {
        Ops.apply(map, ids, values);
    }
}
