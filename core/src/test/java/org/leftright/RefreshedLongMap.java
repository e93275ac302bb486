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
 * Writes by the write handle of a map with long keys, refreshes after each write, and reads what is
 * live; the two sides have to be equal.
 */
final class RefreshedLongMap<V> extends EditableMap<Long, V> {
    private final LeftRightLongMap<V> map;
    private final LongWriteHandle<V> writer;

    RefreshedLongMap(LeftRightLongMap<V> map) {
        this.map = map;
        this.writer = map.writer();
    }

    private <R extends @Nullable Object> R refreshed(R result) {
        writer.refresh();
        Map<Long, V> hidden = new HashMap<>();
        writer.forEach(hidden::put);
        assertThat(hidden).as("the other side").isEqualTo(copy());
        return result;
    }

    @Override
    public @Nullable V get(Object key) {
        return key instanceof Long id ? map.get((long) id) : null;
    }

    @Override
    public boolean containsKey(Object key) {
        return key instanceof Long id && map.containsKey((long) id);
    }

    @Override
    public V getOrDefault(Object key, V defaultValue) {
        return key instanceof Long id ? map.getOrDefault((long) id, defaultValue) : defaultValue;
    }

    @Override
    public int size() {
        return map.size();
    }

    @Override
    Map<Long, V> copy() {
        Map<Long, V> copy = new LinkedHashMap<>();
        map.forEach(copy::put);
        return copy;
    }

    @Override
    public @Nullable V put(Long key, V value) {
        return refreshed(writer.put(key, value));
    }

    @Override
    public void putAll(Map<? extends Long, ? extends V> entries) {
        // Whole or not at all: a put that fails takes back those before it.
        refreshed(writer.batch(w -> w.putAll(new LinkedHashMap<>(entries))));
    }

    @Override
    public @Nullable V remove(Object key) {
        return key instanceof Long id ? refreshed(writer.remove((long) id)) : null;
    }

    @Override
    public void clear() {
        writer.clear();
        refreshed(null);
    }

    @Override
    public @Nullable V putIfAbsent(Long key, V value) {
        return refreshed(writer.putIfAbsent(key, value));
    }

    @Override
    public @Nullable V compute(
            Long key, BiFunction<? super Long, ? super @Nullable V, ? extends @Nullable V> fn) {
        return refreshed(writer.compute(key, fn::apply));
    }

    @Override
    public @Nullable V computeIfAbsent(Long key, Function<? super Long, ? extends @Nullable V> fn) {
        return refreshed(writer.computeIfAbsent(key, fn::apply));
    }

    @Override
    public @Nullable V computeIfPresent(
            Long key, BiFunction<? super Long, ? super V, ? extends @Nullable V> fn) {
        return refreshed(writer.computeIfPresent(key, fn::apply));
    }

    @Override
    public @Nullable V merge(
            Long key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> fn) {
        return refreshed(writer.merge(key, value, fn));
    }

    @Override
    public void replaceAll(BiFunction<? super Long, ? super V, ? extends V> fn) {
        writer.replaceAll(fn::apply);
        refreshed(null);
    }
}
