// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import org.jspecify.annotations.Nullable;

/**
 * A version of a {@link LeftRightMap} with a table of our own: the arrays that it had when it
 * became live.
 */
final class ObjectVersion<K, V> extends Version<Backing<K, V>> {
    private final int[] tags;
    private final @Nullable Object[] entries;
    private final int multiplier;
    private final int shift;

    ObjectVersion(Side<Backing<K, V>> side, long number, @Nullable Object attachment) {
        super(side, number, attachment);
        ObjectTable<K, V> table = ((TableBacking<K, V>) side.state).table;
        this.tags = table.tags;
        this.entries = table.entries;
        this.multiplier = table.multiplier;
        this.shift = table.shift;
    }

    /**
     * As {@link ObjectTable#get}; if the writer is changing the table, rubbish, but no exception
     * other than one of the key's {@code equals}.
     */
    @SuppressWarnings("unchecked")
    @Nullable V get(Object key, int hash) {
        int i = ObjectTable.indexOf(tags, entries, key, ObjectTable.tagOf(hash), multiplier, shift);
        return i < 0 ? null : (V) entries[(i << 1) + 1];
    }
}
