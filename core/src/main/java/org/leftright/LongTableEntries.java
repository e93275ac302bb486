// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
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
        return new Iterator<>() {
            private int next = table.nextIndex(0);

            @Override
            public boolean hasNext() {
                return next >= 0;
            }

            @Override
            public Map.Entry<Long, V> next() {
                if (next < 0) {
                    throw new NoSuchElementException();
                }
                Map.Entry<Long, V> entry = Map.entry(table.keyAt(next), table.valueAt(next));
                next = table.nextIndex(next + 1);
                return entry;
            }
        };
    }
}
