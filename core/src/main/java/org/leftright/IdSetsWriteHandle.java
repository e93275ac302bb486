// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.Objects;

/**
 * Writes to the {@link GroupIdSets} of a group. What is written is pending until a refresh of the
 * group makes all of it visible at once; the reads of this handle see the pending state.
 *
 * <p>Any thread may call any method; writers exclude each other, and share one pending batch,
 * unless {@code batch} is used. A write, or a read of the pending state, may as the first after a
 * refresh wait for readers that still hold the hidden side: at most the stall timeout (see {@link
 * LeftRight#write}). An op costs O(1), or O(ids given to it), whatever the size of the set, and
 * {@code clear} O(n) of all keys; an op that changes nothing is none.
 */
public final class IdSetsWriteHandle extends AbstractWriteHandle<IdSetTable, IdSetsWriteHandle> {
    IdSetsWriteHandle(WriterLock<?> writer, int member) {
        super(writer, member);
    }

    @Override
    IdSetsWriteHandle self() {
        return this;
    }

    /**
     * Adds an id to a key, which comes into being with its first id.
     *
     * @param key the key
     * @param id the id
     * @return whether the key did not have it
     */
    public boolean add(long key, long id) {
        IdSetTable table = begin();
        try {
            return table.add(key, id);
        } finally {
            writer.end();
        }
    }

    /**
     * Takes an id from a key, which ceases to exist with its last id.
     *
     * @param key the key
     * @param id the id
     * @return whether the key had it
     */
    public boolean remove(long key, long id) {
        IdSetTable table = begin();
        try {
            return table.remove(key, id);
        } finally {
            writer.end();
        }
    }

    /**
     * Gives a key these ids in place of those it has; none takes the key away. Duplicates count
     * once.
     *
     * @param key the key
     * @param ids the ids; not kept
     * @return whether the key existed
     */
    public boolean replace(long key, long... ids) {
        Objects.requireNonNull(ids, "ids: to take a key away, call removeAll(key)");
        IdSetTable table = begin();
        try {
            return table.replace(key, ids);
        } finally {
            writer.end();
        }
    }

    /**
     * Takes a key away, with all its ids.
     *
     * @param key the key
     * @return whether it existed
     */
    public boolean removeAll(long key) {
        return replace(key);
    }

    /** Takes all keys away. */
    public void clear() {
        IdSetTable table = begin();
        try {
            table.clear();
        } finally {
            writer.end();
        }
    }

    /**
     * Tells whether a key has an id in the pending state.
     *
     * @param key the key
     * @param id the id
     * @return whether the key exists and has it
     */
    public boolean contains(long key, long id) {
        return pending(table -> IdSetTable.contains(table.sets.get(key), id));
    }

    /**
     * Returns how many ids a key has in the pending state.
     *
     * @param key the key
     * @return the count, 0 if there is no such key
     */
    public int sizeOf(long key) {
        return pending(table -> IdSetTable.sizeOf(table.sets.get(key)));
    }
}
