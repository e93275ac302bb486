// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import org.jspecify.annotations.Nullable;

/**
 * A map in a {@link LeftRightGroup}. Its single reads are lookups of what is live now, from any
 * thread, as those of {@link LeftRightMap}; for several reads of one version, of this map and of
 * others, use {@link LeftRightGroup#read}. No method waits.
 *
 * @param <K> the keys
 * @param <V> the values; like the keys, they must be immutable, or replaced, never edited
 */
public final class GroupMap<K, V> extends GroupMember<ObjectTable<K, V>> {
    final TouchLog log;

    GroupMap(int index, ObjectTable<K, V> table, TouchLog log) {
        super(index, versionOf(table, 0));
        this.log = log;
    }

    static <K, V> ObjectVersion<K, V> versionOf(ObjectTable<K, V> table, long number) {
        return new ObjectVersion<>(new Side<>(table), number, null);
    }

    /**
     * Returns the live value of a key.
     *
     * @param key the key
     * @return its value, or null if it has none
     * @throws NullPointerException if the key is null
     */
    public @Nullable V get(Object key) {
        int hash = ObjectTable.hashOf(key);
        // volatile: pairs with the store in setLive (L3); this member makes no other versions
        ObjectVersion<K, V> version = (ObjectVersion<K, V>) live;
        Node<K, V> node = null;
        boolean failed = false;
        try {
            node = ObjectTable.find(version.buckets, key, hash); // plain, racing
        } catch (Throwable ignored) {
            failed = true; // a key's equals; if it does so again in a section, it is thrown there
        }
        if (!failed && isLive(version)) { // pairs with the fence in Writer.replay (L1)
            return node != null ? node.value : null;
        }
        return group().lookupAgain(key, (state, again) -> tableOf(state).get(again));
    }

    /**
     * Returns the live value of a key, or another if it has none.
     *
     * @param key the key
     * @param defaultValue what to return if the key has no value
     * @return its value, or the default
     * @throws NullPointerException if the key is null
     */
    public V getOrDefault(Object key, V defaultValue) {
        V value = get(key);
        return value != null ? value : defaultValue;
    }

    /**
     * Tells whether a key has a live value.
     *
     * @param key the key
     * @return whether it has
     * @throws NullPointerException if the key is null
     */
    public boolean containsKey(Object key) {
        return get(key) != null;
    }

    /**
     * Returns the number of live entries.
     *
     * @return the count
     */
    public int size() {
        return optimisticInt(ObjectTable::size);
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
    public WriteHandle<K, V> writer() {
        return new WriteHandle<>(group().writer, index);
    }

    @Override
    ObjectTable<K, V> tableOf(GroupState state) {
        return GroupState.table(state, index);
    }
}
