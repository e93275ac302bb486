// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is live, as a read-only map. */
final class LiveMap<K, V> extends AbstractMap<K, V> {
    private final Source<K, V> source;

    /** Where it reads. */
    interface Source<K, V> {
        @Nullable V get(Object key);

        V getOrDefault(Object key, V defaultValue);

        boolean containsKey(Object key);

        int size();

        Map<K, V> snapshot();
    }

    LiveMap(Source<K, V> source) {
        this.source = source;
    }

    @Override
    public @Nullable V get(Object key) {
        return source.get(key);
    }

    @Override
    public V getOrDefault(Object key, V defaultValue) {
        return source.getOrDefault(key, defaultValue);
    }

    @Override
    public boolean containsKey(Object key) {
        return source.containsKey(key);
    }

    @Override
    public int size() {
        return source.size();
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<K, V>> iterator() {
                return source.snapshot().entrySet().iterator();
            }

            @Override
            public int size() {
                return source.size();
            }

            @Override
            public void clear() {
                throw new UnsupportedOperationException("write by the map's write handle");
            }
        };
    }
}
