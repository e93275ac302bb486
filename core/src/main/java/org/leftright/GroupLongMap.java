// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import org.jspecify.annotations.Nullable;

/**
 * A map with {@code long} keys in a {@link LeftRightGroup}. Its single reads are lookups of what is
 * live now, in O(1), from any thread, as those of {@link LeftRightLongMap}, without boxing; for
 * several reads of one version, of this map and of others, use {@link LeftRightGroup#read}. No
 * method waits.
 *
 * @param <V> the values, which must be immutable, or replaced, never edited
 */
public final class GroupLongMap<V> extends GroupMember<LongTable<V>> {
    final TouchLog log;

    GroupLongMap(int index, LongTable<V> table, TouchLog log) {
        super(index, versionOf(table, 0));
        this.log = log;
    }

    static <V> LongVersion<V> versionOf(LongTable<V> table, long number) {
        return new LongVersion<>(new Side<>(table), number, null);
    }

    /**
     * Returns the live value of a key.
     *
     * @param key the key
     * @return its value, or null if it has none
     */
    public @Nullable V get(long key) {
        // volatile: pairs with the store in setLive (L3); this member makes no other versions
        LongVersion<V> version = (LongVersion<V>) live;
        V value = version.get(key); // plain, racing
        if (isLive(version)) { // pairs with the fence in Writer.replay (L1)
            return value;
        }
        return group().lookupAgain(key, (state, again) -> tableOf(state).get(again));
    }

    /**
     * Returns the live value of a key, or another if it has none.
     *
     * @param key the key
     * @param defaultValue what to return if the key has no value
     * @return its value, or the default
     */
    public V getOrDefault(long key, V defaultValue) {
        V value = get(key);
        return value != null ? value : defaultValue;
    }

    /**
     * Tells whether a key has a live value.
     *
     * @param key the key
     * @return whether it has
     */
    public boolean containsKey(long key) {
        return get(key) != null;
    }

    /**
     * Returns the number of live entries.
     *
     * @return the count
     */
    public int size() {
        return optimisticInt(LongTable::size);
    }

    /**
     * Tells whether there are no live entries.
     *
     * @return whether there are none
     */
    public boolean isEmpty() {
        return size() == 0;
    }

    /**
     * Returns the write handle. What it does with the pending ops, such as {@code refresh()} and
     * {@code batch}, it does with those of the whole group.
     *
     * @return the handle, for any thread
     * @throws IllegalStateException if the group is not built yet
     */
    public LongWriteHandle<V> writer() {
        return new LongWriteHandle<>(group().writer, index);
    }

    @Override
    LongTable<V> tableOf(GroupState state) {
        return GroupState.table(state, index);
    }
}
