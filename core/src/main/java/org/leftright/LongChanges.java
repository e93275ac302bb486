// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import org.jspecify.annotations.Nullable;

/**
 * What one refresh has changed in a map with {@code long} keys; see {@link Changes}. Boxes nothing.
 *
 * @param <V> the values
 */
public final class LongChanges<V> extends AbstractChanges {
    private final LongTable<V> before;
    private final LongTable<V> now;
    private final TouchLog log;

    LongChanges(LongTable<V> before, LongTable<V> now, TouchLog log, Version<?> version) {
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
    public void forEach(Visitor<? super V> visitor) {
        check();
        if (log.isAll()) {
            for (int i = 0; i < now.capacity(); i++) {
                visitNow(now.keys[i], visitor);
            }
            for (int i = 0; i < before.capacity(); i++) {
                visitGone(before.keys[i], visitor);
            }
        } else {
            for (int i : log.distinct()) {
                visitNow(now.keys[i], visitor);
                visitGone(before.keys[i], visitor);
            }
        }
        visit(0, before.get(0), now.get(0), visitor);
    }

    private void visitNow(long key, Visitor<? super V> visitor) {
        if (key != 0) {
            visit(key, before.get(key), now.get(key), visitor);
        }
    }

    private void visitGone(long key, Visitor<? super V> visitor) {
        if (key != 0 && !now.containsKey(key)) {
            visit(key, before.get(key), null, visitor);
        }
    }

    private static <V> void visit(
            long key, @Nullable V old, @Nullable V value, Visitor<? super V> visitor) {
        if (old != value) {
            visitor.change(key, old, value);
        }
    }

    /**
     * Gets changed entries.
     *
     * @param <V> the values
     */
    @FunctionalInterface
    public interface Visitor<V> {
        /**
         * Gets one changed entry.
         *
         * @param key the key
         * @param before its value before the refresh, null if it had none
         * @param now its value since the refresh, null if it has none
         */
        void change(long key, @Nullable V before, @Nullable V now);
    }
}
