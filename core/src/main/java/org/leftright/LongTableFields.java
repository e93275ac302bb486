// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a {@link LongTable}, its log, and what makes one side equal to the other. The
 * fields are between padding, so that readers of one side's table do not suffer from the writer who
 * changes the size of the other's.
 */
abstract class LongTableFields extends Padding {
    /** The most slots: what a Java array can hold, as a power of two. */
    static final int MAX_CAPACITY = 1 << 30;

    static final int MIN_CAPACITY = 8;

    /** A table that holds less than this part of what it could is made smaller. */
    private static final int SHRINK_RATIO = 8;

    /** A run of so many occupied slots calls for another multiplier. */
    private static final int LONG_RUN = 256;

    /** In a small table, runs shorter than this one are what its load makes of any keys. */
    private static final int SHORT_RUN = 32;

    long[] keys;
    @Nullable Object[] values;

    /** An odd number: keys times it, top bits. */
    long multiplier;

    /** 64 less the bits of an index. */
    int shift;

    int size;

    /** How many changes have to pay for the last rehash because of a long run. */
    int changesToPay;

    /** The value of key 0. */
    @Nullable Object zeroValue;

    /** Shared by both sides of a map; null if changes are not logged. */
    final @Nullable TouchLog log;

    /** The capacity that shrinking keeps. */
    final int leastCapacity;

    LongTableFields(int capacity, long multiplier, @Nullable TouchLog log) {
        this.keys = new long[capacity];
        this.values = new Object[capacity];
        this.multiplier = multiplier;
        this.shift = shiftFor(capacity);
        this.log = log;
        this.leastCapacity = capacity;
    }

    LongTableFields(LongTableFields from) {
        this.keys = from.keys.clone();
        this.values = from.values.clone();
        this.multiplier = from.multiplier;
        this.shift = from.shift;
        this.size = from.size;
        this.changesToPay = from.changesToPay;
        this.zeroValue = from.zeroValue;
        this.log = from.log;
        this.leastCapacity = from.leastCapacity;
    }

    /**
     * Makes this table equal to the live one, index by index, if only logged indexes differ. This
     * is replay and discard in one. It calls no code of the user and may be repeated. It fails only
     * if new arrays are needed and memory runs out; nothing has changed then.
     */
    final void copyTouched(LongTableFields live, TouchLog log) {
        long[] fromKeys = live.keys;
        @Nullable Object[] fromValues = live.values;
        if (fromKeys.length != keys.length) {
            long[] newKeys = fromKeys.clone();
            values = fromValues.clone();
            keys = newKeys;
        } else if (log.isAll() || multiplier != live.multiplier) {
            System.arraycopy(fromKeys, 0, keys, 0, fromKeys.length);
            System.arraycopy(fromValues, 0, values, 0, fromValues.length);
        } else {
            for (int k = 0; k < log.size(); k++) {
                int i = log.get(k);
                keys[i] = fromKeys[i];
                values[i] = fromValues[i];
            }
        }
        multiplier = live.multiplier;
        shift = live.shift;
        size = live.size;
        changesToPay = live.changesToPay;
        zeroValue = live.zeroValue;
    }

    /**
     * Remembers what the pending ops have made of this table. The result stores that in a table
     * that is equal to the live one, once the log is as it was.
     */
    final Consumer<LongTableFields> savepoint(TouchLog log) {
        boolean isAll = log.isAll();
        int count = isAll ? keys.length : log.size();
        long[] savedKeys = isAll ? keys.clone() : new long[count];
        @Nullable Object[] savedValues = isAll ? values.clone() : new Object[count];
        for (int k = 0; k < count && !isAll; k++) {
            savedKeys[k] = keys[log.get(k)];
            savedValues[k] = values[log.get(k)];
        }
        long savedMultiplier = multiplier;
        int savedShift = shift;
        int savedSize = size;
        int savedChangesToPay = changesToPay;
        Object savedZeroValue = zeroValue;
        return table -> {
            if (isAll) {
                table.keys = savedKeys;
                table.values = savedValues;
                table.multiplier = savedMultiplier;
                table.shift = savedShift;
            } else {
                for (int k = 0; k < count; k++) {
                    table.keys[log.get(k)] = savedKeys[k];
                    table.values[log.get(k)] = savedValues[k];
                }
            }
            table.size = savedSize;
            table.changesToPay = savedChangesToPay;
            table.zeroValue = savedZeroValue;
        };
    }

    /** Whether a side of a map has arrays that are too large for what it holds. */
    final boolean isTooLarge() {
        return log != null
                && keys.length > leastCapacity
                && size < limitOf(keys.length) / SHRINK_RATIO;
    }

    /** Takes empty arrays of the least capacity, if memory allows. */
    final boolean takeFirstArrays() {
        try {
            @Nullable Object[] newValues = new Object[leastCapacity];
            keys = new long[leastCapacity];
            values = newValues;
            shift = shiftFor(leastCapacity);
            changesToPay = 0;
            return true;
        } catch (OutOfMemoryError ignored) {
            return false; // the arrays that are there serve as well
        }
    }

    /** Logs an index, before it is written. */
    final void touch(int i) {
        if (log != null) {
            log.touch(i, keys.length);
        }
    }

    /** Logs that all indexes, or the arrays themselves, are about to change. Never fails. */
    final void touchAll() {
        if (log != null) {
            log.touchAll();
        }
    }

    final void countOp() {
        if (log != null) {
            log.countOps(1);
        }
    }

    /** Whether the run that a place is in, the place included, calls for another multiplier. */
    static boolean isRunLong(long[] keys, int place) {
        int limit = Math.max(SHORT_RUN, Math.min(LONG_RUN, keys.length / 4));
        int mask = keys.length - 1;
        int length = 1;
        for (int i = (place + 1) & mask; keys[i] != 0 && length < limit; length++) {
            i = (i + 1) & mask;
        }
        for (int i = (place - 1) & mask; keys[i] != 0 && length < limit; length++) {
            i = (i - 1) & mask;
        }
        return length >= limit;
    }

    static int shiftFor(int capacity) {
        return Long.numberOfLeadingZeros(capacity) + 1;
    }

    static int limitOf(int capacity) {
        return capacity == MAX_CAPACITY ? capacity - 1 : (int) (capacity * 0.6);
    }

    /** The next capacity of a table that is full. */
    static int twice(int capacity, int size) {
        if (capacity == MAX_CAPACITY) {
            throw new IllegalStateException("a table holds at most " + size + " entries");
        }
        return capacity << 1;
    }

    static int capacityFor(int expectedSize) {
        if (expectedSize < 0) {
            throw new IllegalArgumentException("expectedSize is negative: " + expectedSize);
        }
        int capacity = MIN_CAPACITY;
        while (capacity < MAX_CAPACITY && limitOf(capacity) < expectedSize) {
            capacity <<= 1;
        }
        return capacity;
    }
}
