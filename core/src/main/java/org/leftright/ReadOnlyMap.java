// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.AbstractMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A map that rejects every write at once, even one that would change nothing. The defaults would
 * search all entries first, and would be silent if the write was a no-op.
 */
abstract class ReadOnlyMap<K, V> extends AbstractMap<K, V> {
    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException(
                "this map is read-only: write by the write handle of the map that it shows");
    }

    @Override
    public final V put(K key, V value) {
        throw readOnly();
    }

    @Override
    public final V remove(Object key) {
        throw readOnly();
    }

    @Override
    public final void putAll(Map<? extends K, ? extends V> entries) {
        throw readOnly();
    }

    @Override
    public final void clear() {
        throw readOnly();
    }

    @Override
    public final V putIfAbsent(K key, V value) {
        throw readOnly();
    }

    @Override
    public final boolean remove(Object key, @Nullable Object value) {
        throw readOnly();
    }

    @Override
    public final V replace(K key, V value) {
        throw readOnly();
    }

    @Override
    public final boolean replace(K key, V expected, V value) {
        throw readOnly();
    }

    @Override
    public final void replaceAll(BiFunction<? super K, ? super V, ? extends V> fn) {
        throw readOnly();
    }

    @Override
    public final V computeIfAbsent(K key, Function<? super K, ? extends V> fn) {
        throw readOnly();
    }

    @Override
    public final V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends V> fn) {
        throw readOnly();
    }

    @Override
    public final V compute(K key, BiFunction<? super K, ? super V, ? extends V> fn) {
        throw readOnly();
    }

    @Override
    public final V merge(K key, V value, BiFunction<? super V, ? super V, ? extends V> fn) {
        throw readOnly();
    }
}
