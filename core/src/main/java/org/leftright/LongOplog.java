// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The oplog of a {@link LeftRightLongMap}: puts and removes with their keys. */
final class LongOplog<V> implements Oplog<LongTable<V>> {
    private static final int RETAINED_CAPACITY = 1 << 16;
    private static final int FIRST_CAPACITY = 16;

    /** In place of the value of a clear; that of a remove is null. */
    private static final Object CLEARED = new Object();

    private long[] keys = new long[FIRST_CAPACITY];
    private @Nullable Object[] values = new @Nullable Object[FIRST_CAPACITY];
    private int size;
    private int loadedCount;

    /** Makes space, so that recording that many ops after they have been applied cannot fail. */
    void reserve(int count) {
        if (count > keys.length - size) {
            int capacity = Math.max(Math.addExact(size, count), keys.length + (keys.length >> 1));
            @Nullable Object[] moreValues = Arrays.copyOf(values, capacity);
            keys = Arrays.copyOf(keys, capacity);
            values = moreValues;
        }
    }

    void put(long key, V value) {
        append(key, value);
    }

    void remove(long key) {
        append(key, null);
    }

    void cleared() {
        append(0, CLEARED);
    }

    /** Entries of a bulk load: not recorded one by one, the other side will be cloned. */
    void loaded(int count) {
        loadedCount = Math.addExact(loadedCount, count);
    }

    private void append(long key, @Nullable Object value) {
        keys[size] = key;
        values[size++] = value;
    }

    @Override
    public int size() {
        return (int) Math.min(Integer.MAX_VALUE, (long) size + loadedCount);
    }

    @Override
    public void redo(LongTable<V> state) {
        if (loadedCount > 0) {
            throw new IllegalStateException(
                    "the pending ops include a load, which cannot be repeated: discard() them");
        }
        replay(state, 0, size);
    }

    @Override
    public boolean replay(LongTable<V> hidden, LongTable<V> live) {
        return executeUnlessCloneIsCheaper(hidden, (from, to) -> replay(hidden, from, to));
    }

    @Override
    public boolean undo(LongTable<V> hidden, LongTable<V> live) {
        return executeUnlessCloneIsCheaper(live, (from, to) -> undo(hidden, live, from, to));
    }

    private boolean executeUnlessCloneIsCheaper(LongTable<V> state, ReplayCost.Ops ops) {
        long cloneNs = (long) state.capacity() * ReplayCost.CLONE_NS_PER_SLOT;
        return loadedCount == 0 && ReplayCost.executeUnlessCloneIsCheaper(size, cloneNs, ops);
    }

    @SuppressWarnings("unchecked")
    private boolean replay(LongTable<V> state, int from, int to) {
        for (int i = from; i < to; i++) {
            Object value = values[i];
            if (value == null) {
                state.remove(keys[i]);
            } else if (value == CLEARED) {
                state.clear();
            } else {
                state.put(keys[i], (V) value);
            }
        }
        return true;
    }

    private boolean undo(LongTable<V> hidden, LongTable<V> live, int from, int to) {
        for (int i = from; i < to; i++) {
            if (values[i] == CLEARED) {
                return false;
            }
            V value = live.get(keys[i]);
            if (value != null) {
                hidden.put(keys[i], value);
            } else {
                hidden.remove(keys[i]);
            }
        }
        return true;
    }

    @Override
    public long entryCount(LongTable<V> state) {
        return state.size();
    }

    @Override
    public void clear() {
        int used = size;
        size = 0;
        loadedCount = 0;
        Arrays.fill(values, 0, used, null);
        if (keys.length > RETAINED_CAPACITY) {
            try {
                @Nullable Object[] fewValues = new @Nullable Object[FIRST_CAPACITY];
                keys = new long[FIRST_CAPACITY];
                values = fewValues;
            } catch (OutOfMemoryError keepTheLargeOnes) {
                // This runs after a flip, and must not fail.
            }
        }
    }
}
