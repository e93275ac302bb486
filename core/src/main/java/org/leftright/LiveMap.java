// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.Spliterator;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is live, as a read-only map. Reads of one key are lookups. Everything that reads more than
 * one entry reads one version: what ends with the call does so in a section, and an iterator, a
 * spliterator or a stream on a snapshot.
 */
final class LiveMap<K, V> extends ReadOnlyMap<K, V> {
    private final Source<K, V> source;

    /** What this map reads from. */
    interface Source<K, V> {
        @Nullable V get(Object key);

        int size();

        /** Gives the function one version in a section; valid until the function returns. */
        <R> R read(Function<? super Map<K, V>, ? extends R> fn);

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
        V value = source.get(key);
        return value != null ? value : defaultValue;
    }

    @Override
    public boolean containsKey(Object key) {
        return source.get(key) != null;
    }

    @Override
    public int size() {
        return source.size();
    }

    @Override
    public boolean containsValue(Object value) {
        return source.read(map -> map.containsValue(value));
    }

    @Override
    public void forEach(BiConsumer<? super K, ? super V> action) {
        source.read(
                map -> {
                    map.forEach(action);
                    return true;
                });
    }

    @Override
    public Set<K> keySet() {
        return Collections.unmodifiableSet(new LiveSet<>(source, Map::keySet));
    }

    @Override
    public Collection<V> values() {
        return Collections.unmodifiableCollection(new LiveCollection<>(source, Map::values));
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return Collections.unmodifiableSet(new LiveSet<>(source, Map::entrySet));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this || source.read(map -> map.equals(other));
    }

    @Override
    public int hashCode() {
        return source.read(Map::hashCode);
    }

    @Override
    public String toString() {
        return source.read(Map::toString);
    }

    /** The keys, values or entries. Wrapped, so that no write reaches them. */
    private static class LiveCollection<K, V, E> extends AbstractCollection<E> {
        final Source<K, V> source;
        final Function<? super Map<K, V>, ? extends Collection<E>> part;

        LiveCollection(
                Source<K, V> source, Function<? super Map<K, V>, ? extends Collection<E>> part) {
            this.source = source;
            this.part = part;
        }

        final <R> R read(Function<? super Collection<E>, ? extends R> fn) {
            return source.read(map -> fn.apply(part.apply(map)));
        }

        @Override
        public int size() {
            return source.size();
        }

        @Override
        public boolean contains(@Nullable Object element) {
            return read(elements -> elements.contains(element));
        }

        @Override
        public boolean containsAll(Collection<?> others) {
            return read(elements -> elements.containsAll(others));
        }

        @Override
        public void forEach(Consumer<? super E> action) {
            read(
                    elements -> {
                        elements.forEach(action);
                        return true;
                    });
        }

        @Override
        public Object[] toArray() {
            return read(Collection::toArray);
        }

        @Override
        public <T> T[] toArray(T[] array) {
            return read(elements -> elements.toArray(array));
        }

        @Override
        public Iterator<E> iterator() {
            return part.apply(source.snapshot()).iterator();
        }

        @Override
        public Spliterator<E> spliterator() {
            return part.apply(source.snapshot()).spliterator();
        }

        @Override
        public String toString() {
            return read(Object::toString);
        }
    }

    private static final class LiveSet<K, V, E> extends LiveCollection<K, V, E> implements Set<E> {
        LiveSet(Source<K, V> source, Function<? super Map<K, V>, ? extends Set<E>> part) {
            super(source, part);
        }

        @Override
        public Spliterator<E> spliterator() {
            return super.spliterator();
        }

        @Override
        @SuppressWarnings("UndefinedEquals") // the elements are a set
        public boolean equals(@Nullable Object other) {
            return other == this || read(elements -> elements.equals(other));
        }

        @Override
        public int hashCode() {
            return read(Object::hashCode);
        }
    }
}
