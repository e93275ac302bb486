// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import org.jspecify.annotations.Nullable;

/** A version of a {@link LeftRightLongMap}: the arrays that its table had when it became live. */
final class LongVersion<V> extends Version<LongTable<V>> {
    private final long[] keys;
    private final @Nullable Object[] values;
    private final long multiplier;
    private final int shift;
    private final @Nullable Object zeroValue;

    LongVersion(Side<LongTable<V>> side, long number, @Nullable Object attachment) {
        super(side, number, attachment);
        LongTable<V> table = side.state;
        this.keys = table.keys;
        this.values = table.values;
        this.multiplier = table.multiplier;
        this.shift = table.shift;
        this.zeroValue = table.zeroValue;
    }

    /**
     * Reads like {@link LongTable#get}; a read that races with the writer returns anything, but
     * ends.
     */
    @SuppressWarnings("unchecked")
    @Nullable V get(long key) {
        int i = (int) (key * multiplier >>> shift);
        if (keys[i] != key) {
            i = LongTable.indexAfter(i, keys, key);
            if (i < 0) {
                return null;
            }
        }
        return (V) (key != 0 ? values[i] : zeroValue);
    }
}
