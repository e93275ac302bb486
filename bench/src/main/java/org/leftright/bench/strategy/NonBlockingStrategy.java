// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import org.jctools.maps.NonBlockingHashMapLong;
import org.jspecify.annotations.Nullable;

/**
 * The lock-free {@code NonBlockingHashMapLong} of JCTools, without boxing. A reader sees a batch
 * half applied; it may have to help with a growth. A batch costs its ops, and makes no garbage but
 * for growth.
 */
final class NonBlockingStrategy<V> implements Strategy<V> {
    private final NonBlockingHashMapLong<V> map = new NonBlockingHashMapLong<>();

    @Override
    public @Nullable V get(long id) {
        return map.get(id);
    }

    @Override
    public void apply(long[] ids, @Nullable V[] values) {
        for (int i = 0; i < ids.length; i++) {
            V value = values[i];
            if (value != null) {
                map.put(ids[i], value);
            } else {
                map.remove(ids[i]);
            }
        }
    }
}
