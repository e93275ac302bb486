// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes by the write handle, refreshes after each write, and reads what is live; the two sides
 * have to be equal.
 */
final class RefreshedMap<K, V> extends EditableMap<K, V> {
    private final LeftRightMap<K, V> map;
    private final WriteHandle<K, V> writer;

    RefreshedMap(LeftRightMap<K, V> map) {
        this.map = map;
        this.writer = map.writer();
    }

    private <R extends @Nullable Object> R refreshed(R result) {
        writer.refresh();
        Map<K, V> hidden = new HashMap<>();
        writer.forEach(hidden::put);
        assertThat(hidden).as("the other side").isEqualTo(copy());
        return result;
    }

    @Override
    public @Nullable V get(Object key) {
        return map.get(key);
    }

    @Override
    public boolean containsKey(Object key) {
        return map.containsKey(key);
    }

    @Override
    public V getOrDefault(Object key, V defaultValue) {
        return map.getOrDefault(key, defaultValue);
    }

    @Override
    public int size() {
        return map.size();
    }

    @Override
    Map<K, V> copy() {
        Map<K, V> copy = new LinkedHashMap<>();
        map.forEach(copy::put);
        return copy;
    }

    @Override
    public @Nullable V put(K key, V value) {
        return refreshed(writer.put(key, value));
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> entries) {
        // Whole or not at all: a put that fails takes back those before it.
        refreshed(writer.batch(w -> w.putAll(entries)));
    }

    @Override
    public @Nullable V remove(Object key) {
        return refreshed(writer.remove(key));
    }

    @Override
    public void clear() {
        writer.clear();
        refreshed(null);
    }

    @Override
    public @Nullable V putIfAbsent(K key, V value) {
        return refreshed(writer.putIfAbsent(key, value));
    }

    @Override
    public @Nullable V compute(
            K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> fn) {
        return refreshed(writer.compute(key, fn));
    }

    @Override
    public @Nullable V computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> fn) {
        return refreshed(writer.computeIfAbsent(key, fn));
    }

    @Override
    public @Nullable V computeIfPresent(
            K key, BiFunction<? super K, ? super V, ? extends @Nullable V> fn) {
        return refreshed(writer.computeIfPresent(key, fn));
    }

    @Override
    public @Nullable V merge(
            K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> fn) {
        return refreshed(writer.merge(key, value, fn));
    }

    @Override
    public void replaceAll(BiFunction<? super K, ? super V, ? extends V> fn) {
        writer.replaceAll(fn);
        refreshed(null);
    }
}
