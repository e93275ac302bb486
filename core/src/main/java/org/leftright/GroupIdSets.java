// SPDX-License-Identifier: Apache-2.0
package org.leftright;

/**
 * Sets of {@code long} ids by {@code long} keys in a {@link LeftRightGroup}: the products of each
 * supplier, for instance. A key without ids does not exist. Each op costs O(1), whatever the size
 * of the set and whoever chose the ids. The single reads are lookups of what is live now, in O(1),
 * from any thread; to visit a set, use {@link LeftRightGroup#read}. No method waits.
 */
public final class GroupIdSets extends GroupMember<LongTable<IdSet>> {
    final IdSetLog log;

    GroupIdSets(int index, IdSetTable table, IdSetLog log) {
        super(index, versionOf(table, 0));
        this.log = log;
    }

    static LongVersion<IdSet> versionOf(IdSetTable table, long number) {
        return GroupLongMap.versionOf(table.sets, number);
    }

    /**
     * Tells whether a key has an id.
     *
     * @param key the key
     * @param id the id
     * @return whether the key exists and has it
     */
    public boolean contains(long key, long id) {
        // volatile: pairs with the store in setLive (L3); this member makes no other versions
        LongVersion<IdSet> version = (LongVersion<IdSet>) live;
        boolean found = false;
        boolean failed = false;
        try {
            found = IdSetTable.contains(version.get(key), id); // plain, racing
        } catch (Throwable racing) {
            failed = true;
        }
        if (!failed && isLive(version)) { // pairs with the fence in Writer.replay (L1)
            return found;
        }
        return group().optimisticInt(
                                state -> IdSetTable.contains(tableOf(state).get(key), id) ? 1 : 0)
                != 0;
    }

    /**
     * Returns how many ids a key has.
     *
     * @param key the key
     * @return the count, 0 if there is no such key
     */
    public int sizeOf(long key) {
        LongVersion<IdSet> version = (LongVersion<IdSet>) live; // as above
        int size = IdSetTable.sizeOf(version.get(key)); // plain, racing
        if (isLive(version)) { // pairs with the fence in Writer.replay (L1)
            return size;
        }
        return group().optimisticInt(state -> IdSetTable.sizeOf(tableOf(state).get(key)));
    }

    /**
     * Returns the number of live keys.
     *
     * @return the count
     */
    public int keyCount() {
        return optimisticInt(LongTable::size);
    }

    /**
     * Returns the write handle. What it does with the pending ops, such as {@code refresh()} and
     * {@code batch}, it does with those of the whole group.
     *
     * @return the handle, for any thread
     * @throws IllegalStateException if the group is not built yet
     */
    public IdSetsWriteHandle writer() {
        return new IdSetsWriteHandle(group().writer, index);
    }

    @Override
    LongTable<IdSet> tableOf(GroupState state) {
        return GroupState.<IdSetTable>table(state, index).sets;
    }
}
