// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/** What several strategies do with a plain map. */
final class Ops {
    /** The load factor of this library's table. */
    private static final float LOAD_FACTOR = 0.6f;

    private Ops() {}

    static <V> void apply(Map<Long, V> map, long[] ids, @Nullable V[] values) {
        for (int i = 0; i < ids.length; i++) {
            apply(map, ids[i], values[i]);
        }
    }

    static <V> void apply(Map<Long, V> map, long id, @Nullable V value) {
        if (value != null) {
            map.put(id, value);
        } else {
            map.remove(id);
        }
    }

    /** The same without boxing. */
    static <V> void apply(Long2ObjectHashMap<V> map, long[] ids, @Nullable V[] values) {
        for (int i = 0; i < ids.length; i++) {
            apply(map, ids[i], values[i]);
        }
    }

    /** The same without boxing. */
    static <V> void apply(Long2ObjectHashMap<V> map, long id, @Nullable V value) {
        if (value != null) {
            map.put(id, value);
        } else {
            map.remove(id);
        }
    }

    /** A map of Agrona's that several threads may read while nobody changes it. */
    static <V> Long2ObjectHashMap<V> newAgronaMap() {
        return new Long2ObjectHashMap<>(8, LOAD_FACTOR, false);
    }

    static <V> void visitFirst(Collection<V> values, int count, Consumer<? super V> action) {
        int left = count;
        for (V value : values) {
            if (left-- == 0) {
                return;
            }
            action.accept(value);
        }
    }
}
