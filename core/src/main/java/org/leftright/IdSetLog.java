// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import org.agrona.collections.Hashing;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.IntObjConsumer;

/**
 * The physical oplog of an {@link IdSetTable}, shared by both sides: the touched indexes of the
 * table of sets, and those of each set that the pending ops have touched, by its slot.
 */
final class IdSetLog implements TableLog {
    /** Beyond this, the logs' map is released when it is cleared. */
    private static final int RETAINED_COUNT = 1 << 10;

    /** The log of the table from keys to sets; counts the keys that were added and removed. */
    final TouchLog ofTable = new TouchLog();

    private Int2ObjectHashMap<TouchLog> ofSets = new Int2ObjectHashMap<>();
    private int opCount;

    /** Whether all sets were removed or replaced. */
    private boolean isAll;

    /** The log of a set that is about to be touched. */
    TouchLog ofSet(int slot) {
        TouchLog log = ofSets.get(slot);
        if (log == null) {
            log = new TouchLog();
            if (ofSets.size() >= ofSets.resizeThreshold()) {
                ofSets = larger();
            }
            ofSets.put(slot, log);
        }
        return log;
    }

    /**
     * Grows a copy: a map that met the end of memory while it grew itself would search for ever.
     */
    private Int2ObjectHashMap<TouchLog> larger() {
        Int2ObjectHashMap<TouchLog> larger =
                new Int2ObjectHashMap<>(2 * ofSets.capacity(), Hashing.DEFAULT_LOAD_FACTOR);
        ofSets.forEachInt(larger::put);
        return larger;
    }

    void touchAll() {
        isAll = true;
    }

    @Override
    public boolean isAll() {
        return isAll;
    }

    void countOp() {
        opCount = opCount == Integer.MAX_VALUE ? opCount : opCount + 1;
    }

    @Override
    public int opCount() {
        return opCount;
    }

    void forEachTouchedSet(IntObjConsumer<TouchLog> action) {
        ofSets.forEachInt(action);
    }

    @Override
    public Runnable mark() {
        Runnable table = ofTable.mark();
        Int2ObjectHashMap<TouchLog> sets = new Int2ObjectHashMap<>();
        ofSets.forEachInt((slot, log) -> sets.put(slot, log.copy()));
        int count = opCount;
        boolean all = isAll;
        return () -> {
            table.run();
            ofSets = sets;
            opCount = count;
            isAll = all;
        };
    }

    @Override
    public void clear() {
        ofTable.clear();
        opCount = 0;
        isAll = false;
        if (ofSets.size() > RETAINED_COUNT) {
            try {
                ofSets = new Int2ObjectHashMap<>(); // to clear the large one takes its capacity
            } catch (OutOfMemoryError ignored) {
                // The large one serves as well.
            }
        }
        ofSets.clear();
    }
}
