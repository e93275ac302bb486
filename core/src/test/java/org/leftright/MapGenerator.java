// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import com.google.common.collect.testing.SampleElements;
import com.google.common.collect.testing.TestMapGenerator;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Makes the maps that a suite asks for, with string values. */
final class MapGenerator<K extends Comparable<K>> implements TestMapGenerator<K, String> {
    private static final List<String> VALUES =
            List.of("January", "February", "March", "April", "May");

    private final List<K> keys;
    private final Class<K> keyClass;
    private final Function<List<Map.Entry<K, String>>, Map<K, String>> maker;

    private MapGenerator(
            List<K> keys,
            Class<K> keyClass,
            Function<List<Map.Entry<K, String>>, Map<K, String>> maker) {
        this.keys = keys;
        this.keyClass = keyClass;
        this.maker = maker;
    }

    static MapGenerator<String> ofStrings(
            Function<List<Map.Entry<String, String>>, Map<String, String>> maker) {
        return new MapGenerator<>(
                List.of("one", "two", "three", "four", "five"), String.class, maker);
    }

    static MapGenerator<Long> ofLongs(
            Function<List<Map.Entry<Long, String>>, Map<Long, String>> maker) {
        return new MapGenerator<>(
                List.of(0L, 1L, -1L, Long.MIN_VALUE, 1L << 40), Long.class, maker);
    }

    @Override
    public SampleElements<Map.Entry<K, String>> samples() {
        return new SampleElements<>(sample(0), sample(1), sample(2), sample(3), sample(4));
    }

    private Map.Entry<K, String> sample(int i) {
        return Map.entry(keys.get(i), VALUES.get(i));
    }

    @Override
    @SuppressWarnings("unchecked")
    public Map<K, String> create(Object... elements) {
        List<Map.Entry<K, String>> entries = new ArrayList<>();
        for (Object element : elements) {
            entries.add((Map.Entry<K, String>) element);
        }
        return maker.apply(entries);
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public Map.Entry<K, String>[] createArray(int length) {
        return new Map.Entry[length];
    }

    @Override
    @SuppressWarnings("unchecked")
    public K[] createKeyArray(int length) {
        return (K[]) Array.newInstance(keyClass, length);
    }

    @Override
    public String[] createValueArray(int length) {
        return new String[length];
    }

    @Override
    public Iterable<Map.Entry<K, String>> order(List<Map.Entry<K, String>> insertionOrder) {
        insertionOrder.sort(Map.Entry.comparingByKey());
        return insertionOrder;
    }
}
