// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A HashMap in {@link java.util.Collections#synchronizedMap}, its lock held for the whole batch: a
 * reader sees it whole, and waits for its end; readers wait for each other too. A batch costs its
 * ops; garbage: a boxed id for each op and read, and a node for each new id.
 */
final class SynchronizedMapStrategy<V> implements Strategy<V> {
    private final Map<Long, V> map = Collections.synchronizedMap(new HashMap<>());

    @Override
    public @Nullable V get(long id) {
        return map.get(id);
    }

    @Override
    public void apply(long[] ids, @Nullable V[] values) {
        synchronized (map) {
            Ops.apply(map, ids, values);
        }
    }
}
