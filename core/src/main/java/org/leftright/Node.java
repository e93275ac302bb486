// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An entry of an {@link ObjectTable}, and a link of the immutable chain of its bucket. Both sides
 * share it.
 *
 * <p>Its fields are final, and it is published by racing stores: whoever sees a reference to a
 * node, in whatever way, sees the fields, and what was reachable through them, as they were at the
 * end of the constructor (JLS 17.5). So {@code equals} never meets a key that is not yet built,
 * whatever its class, if the thread that wrote it had built it before.
 */
final class Node<K, V> implements Map.Entry<K, V> {
    /** The hash of a node that stands for a long bucket; of no key. */
    static final int BIN = -1;

    /** The key's spread hash code, not negative; {@link #BIN} in a bin. */
    final int hash;

    final K key;
    final V value;
    final @Nullable Node<K, V> next;

    Node(int hash, K key, V value, @Nullable Node<K, V> next) {
        this.hash = hash;
        this.key = key;
        this.value = value;
        this.next = next;
    }

    boolean hasKey(Object other, int otherHash) {
        return hash == otherHash && (key == other || other.equals(key));
    }

    @Override
    public K getKey() {
        return key;
    }

    @Override
    public V getValue() {
        return value;
    }

    @Override
    public V setValue(V newValue) {
        throw new UnsupportedOperationException("write by the map's write handle");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Map.Entry<?, ?> entry
                && key.equals(entry.getKey())
                && value.equals(entry.getValue());
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(key) ^ Objects.hashCode(value);
    }

    @Override
    public String toString() {
        return key + "=" + value;
    }
}
