// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@code java.util.Map} of something that can put, get and remove, so that suites for maps
 * can test it. Its iterators go over a copy.
 */
abstract class EditableMap<K, V> extends AbstractMap<K, V> {
    @Override
    public abstract @Nullable V get(Object key);

    @Override
    public abstract boolean containsKey(Object key);

    @Override
    public abstract @Nullable V put(K key, V value);

    @Override
    public abstract @Nullable V remove(Object key);

    @Override
    public abstract void clear();

    @Override
    public abstract int size();

    /** All entries, in the order in which they are iterated. */
    abstract Map<K, V> copy();

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<K, V>> iterator() {
                return new EditingIterator(copy().entrySet().iterator());
            }

            @Override
            public int size() {
                return EditableMap.this.size();
            }

            @Override
            public void clear() {
                EditableMap.this.clear();
            }

            @Override
            public boolean contains(Object object) {
                return object instanceof Map.Entry<?, ?> entry
                        && EditableMap.this.containsKey(entry.getKey())
                        && Objects.equals(EditableMap.this.get(entry.getKey()), entry.getValue());
            }
        };
    }

    private final class EditingIterator implements Iterator<Map.Entry<K, V>> {
        private final Iterator<Map.Entry<K, V>> copied;
        private Map.@Nullable Entry<K, V> last;

        EditingIterator(Iterator<Map.Entry<K, V>> copied) {
            this.copied = copied;
        }

        @Override
        public boolean hasNext() {
            return copied.hasNext();
        }

        @Override
        public Map.Entry<K, V> next() {
            Map.Entry<K, V> next = new EditingEntry(copied.next());
            last = next;
            return next;
        }

        @Override
        public void remove() {
            Map.Entry<K, V> returned = last;
            if (returned == null) {
                throw new IllegalStateException("nothing to remove");
            }
            EditableMap.this.remove(returned.getKey());
            last = null;
        }
    }

    private final class EditingEntry extends SimpleEntry<K, V> {
        private static final long serialVersionUID = 1;

        EditingEntry(Map.Entry<K, V> entry) {
            super(entry);
        }

        @Override
        public V setValue(V value) {
            EditableMap.this.put(getKey(), value);
            return super.setValue(value);
        }
    }
}
