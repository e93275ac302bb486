// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A {@link LongTable} with boxed keys, for {@code java.util.Map} views. Other keys have no value.
 */
final class LongTableEntries<V> implements Entries<Long, V> {
    final LongTable<V> table;

    LongTableEntries(LongTable<V> table) {
        this.table = table;
    }

    @Override
    public @Nullable V get(Object key) {
        return key instanceof Long id ? table.get((long) id) : null;
    }

    @Override
    public int size() {
        return table.size();
    }

    @Override
    public void forEach(BiConsumer<? super Long, ? super V> action) {
        table.forEach(action::accept);
    }

    @Override
    public Iterator<Map.Entry<Long, V>> iterator() {
        return entries(table);
    }

    static <V> Iterator<Map.Entry<Long, V>> entries(LongTable<V> table) {
        return iterator(table, index -> Map.entry(table.keyAt(index), table.valueAt(index)));
    }

    static <V> Iterator<V> values(LongTable<V> table) {
        return iterator(table, table::valueAt);
    }

    private static <E> Iterator<E> iterator(LongTable<?> table, IntFunction<E> elementAt) {
        return new Iterator<>() {
            private int next = table.nextIndex(0);

            @Override
            public boolean hasNext() {
                return next >= 0;
            }

            @Override
            public E next() {
                if (next < 0) {
                    throw new NoSuchElementException();
                }
                E element = elementAt.apply(next);
                next = table.nextIndex(next + 1);
                return element;
            }
        };
    }
}
