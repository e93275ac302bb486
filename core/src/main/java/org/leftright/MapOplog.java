// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The oplog of a {@link LeftRightMap}: three arrays, so that an op costs no object. What user
 * functions computed is recorded as the put or remove that it came to.
 */
final class MapOplog<K, V> implements Oplog<Backing<K, V>> {
    /** Beyond this a log is let go of when it is cleared. */
    static final int RETAINED_CAPACITY = 1 << 16;

    private static final int FIRST_CAPACITY = 16;

    /** In place of a value: the op is a remove; or, without a key, a clear. */
    private static final Object REMOVED = new Object();

    private static final Object CLEARED = new Object();

    private @Nullable Object[] keys = new @Nullable Object[FIRST_CAPACITY];
    private @Nullable Object[] values = new @Nullable Object[FIRST_CAPACITY];
    private int[] hashes = new int[FIRST_CAPACITY];
    private int size;
    private int loadedCount;

    /** Makes space, so that recording that many ops after they have been applied cannot fail. */
    void reserve(int count) {
        if (count > keys.length - size) {
            int capacity = Math.max(Math.addExact(size, count), keys.length + (keys.length >> 1));
            @Nullable Object[] moreKeys = Arrays.copyOf(keys, capacity);
            @Nullable Object[] moreValues = Arrays.copyOf(values, capacity);
            hashes = Arrays.copyOf(hashes, capacity);
            keys = moreKeys;
            values = moreValues;
        }
    }

    void put(K key, int hash, V value) {
        append(key, hash, value);
    }

    void remove(Object key, int hash) {
        append(key, hash, REMOVED);
    }

    void cleared() {
        append(null, 0, CLEARED);
    }

    /** Entries of a bulk load: not recorded one by one, the other side will be cloned. */
    void loaded(int count) {
        loadedCount = Math.addExact(loadedCount, count);
    }

    private void append(@Nullable Object key, int hash, @Nullable Object value) {
        keys[size] = key;
        hashes[size] = hash;
        values[size++] = value;
    }

    @Override
    public int size() {
        return (int) Math.min(Integer.MAX_VALUE, (long) size + loadedCount);
    }

    @Override
    public void replay(Backing<K, V> state) {
        if (loadedCount > 0) {
            throw new IllegalStateException(
                    "the pending ops include a load, which cannot be repeated: discard() them");
        }
        replay(state, 0, size);
    }

    @Override
    public boolean replayUnlessCloneIsCheaper(Backing<K, V> state) {
        return executeUnlessCloneIsCheaper(state, (from, to) -> replay(state, from, to));
    }

    @Override
    public boolean undo(Backing<K, V> hidden, Backing<K, V> live) {
        return executeUnlessCloneIsCheaper(live, (from, to) -> undo(hidden, live, from, to));
    }

    private boolean executeUnlessCloneIsCheaper(Backing<K, V> state, ReplayCost.Ops ops) {
        return loadedCount == 0
                && ReplayCost.executeUnlessCloneIsCheaper(size, state.copyCostNs(), ops);
    }

    @SuppressWarnings({
        "unchecked",
        "NullAway"
    }) // null keys and values where the backing takes them
    private boolean replay(Backing<K, V> state, int from, int to) {
        for (int i = from; i < to; i++) {
            Object value = values[i];
            if (value == CLEARED) {
                state.clear();
            } else if (value == REMOVED) {
                state.remove(keys[i], hashes[i]);
            } else {
                state.put((K) keys[i], hashes[i], (V) value);
            }
        }
        return true;
    }

    @SuppressWarnings({"unchecked", "NullAway"})
    private boolean undo(Backing<K, V> hidden, Backing<K, V> live, int from, int to) {
        for (int i = from; i < to; i++) {
            if (values[i] == CLEARED) {
                return false;
            }
            Object key = keys[i];
            int hash = hashes[i];
            if (values[i] == REMOVED && !(live.isAllOrNothing() && ImmutableKeys.isKnown(key))) {
                return false; // the key removed may be another than the equal one given to remove
            }
            V value = live.get(key, hash);
            if (value != null || live.containsKey(key, hash)) {
                hidden.put((K) key, hash, value);
            } else {
                hidden.remove(key, hash);
            }
        }
        return true;
    }

    @Override
    public long entryCount(Backing<K, V> state) {
        return state.size();
    }

    @Override
    public void clear() {
        int used = size;
        size = 0;
        loadedCount = 0;
        Arrays.fill(keys, 0, used, null);
        Arrays.fill(values, 0, used, null);
        if (keys.length > RETAINED_CAPACITY) {
            try {
                @Nullable Object[] fewKeys = new @Nullable Object[FIRST_CAPACITY];
                @Nullable Object[] fewValues = new @Nullable Object[FIRST_CAPACITY];
                hashes = new int[FIRST_CAPACITY];
                keys = fewKeys;
                values = fewValues;
            } catch (OutOfMemoryError keepTheLargeOnes) {
                // This runs after a flip, and must not fail.
            }
        }
    }
}
