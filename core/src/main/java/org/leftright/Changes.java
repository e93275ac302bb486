// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import org.jspecify.annotations.Nullable;

/**
 * What one refresh has changed in a map: the entries whose value is another object than before, or
 * that are new or gone. Ops that took each other back leave nothing here.
 *
 * <p>Nothing is computed but by {@link #forEach}, which costs as much as the ops of the batch did,
 * or, if they have replaced or copied the table (growth, a load, {@code clear}, more ops than an
 * eighth of its size), as a walk over all entries.
 *
 * @param <K> the keys
 * @param <V> the values
 */
public final class Changes<K, V> extends AbstractChanges {
    private final ObjectTable<K, V> before;
    private final ObjectTable<K, V> now;
    private final TouchLog log;

    Changes(ObjectTable<K, V> before, ObjectTable<K, V> now, TouchLog log, Version<?> version) {
        super(version);
        this.before = before;
        this.now = now;
        this.log = log;
    }

    /**
     * Visits each changed key once, in no particular order.
     *
     * @param visitor gets the key, its value before or null, and its value now or null
     * @throws IllegalStateException after the listener has returned, or in another thread
     */
    public void forEach(Visitor<? super K, ? super V> visitor) {
        check();
        if (log.isAll()) {
            for (int i = 0; i < now.capacity(); i++) {
                visitNow(i, visitor);
            }
            for (int i = 0; i < before.capacity(); i++) {
                visitGone(i, visitor);
            }
        } else {
            for (int i : log.distinct()) {
                visitNow(i, visitor);
                visitGone(i, visitor);
            }
        }
    }

    private void visitNow(int bucket, Visitor<? super K, ? super V> visitor) {
        for (Node<K, V> node : now.nodesAt(bucket)) {
            V old = before.get(node.key);
            if (old != node.value) {
                visitor.change(node.key, old, node.value);
            }
        }
    }

    private void visitGone(int bucket, Visitor<? super K, ? super V> visitor) {
        for (Node<K, V> node : before.nodesAt(bucket)) {
            if (now.get(node.key) == null) {
                visitor.change(node.key, node.value, null);
            }
        }
    }

    /**
     * Gets changed entries.
     *
     * @param <K> the keys
     * @param <V> the values
     */
    @FunctionalInterface
    public interface Visitor<K, V> {
        /**
         * Gets one changed entry.
         *
         * @param key the key
         * @param before its value before the refresh, null if it had none
         * @param now its value since the refresh, null if it has none
         */
        void change(K key, @Nullable V before, @Nullable V now);
    }
}
