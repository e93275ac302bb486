// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import org.agrona.collections.IntArrayList;

/**
 * The physical oplog of a map: which indexes of the hidden table the pending ops have touched, or,
 * once a flip has made them live, which indexes the other table has to take over. Used under the
 * writer lock.
 *
 * <p>An index is logged before it is touched. So whatever fails, at most an index too many is
 * logged, which is harmless: it is copied although both tables are equal there.
 */
final class TouchLog implements TableLog {
    /** Beyond this, the list is released when it is cleared. */
    private static final int RETAINED_CAPACITY = 1 << 16;

    /** How many indexes are copied in their order at the cost of one touched index. */
    private static final int COPY_RATIO = 8;

    private IntArrayList indexes = new IntArrayList();
    private boolean isAll;
    private int opCount;

    /** Counts an op, and logs the one index that it is about to touch, of so many. */
    void touchByOp(int index, int indexCount) {
        touch(index, indexCount);
        countOps(1);
    }

    /** Logs an index that the current op is about to touch, of so many. */
    void touch(int index, int indexCount) {
        if (!isAll) {
            if (indexes.size() >= indexCount / COPY_RATIO + COPY_RATIO) {
                touchAll(); // it costs less to copy the arrays
            } else {
                indexes.addInt(index);
            }
        }
    }

    /** The arrays are about to be replaced, or to be changed all over. */
    void touchAll() {
        isAll = true;
        indexes.clear();
    }

    void countOps(int count) {
        opCount = (int) Math.min(Integer.MAX_VALUE, (long) opCount + count);
    }

    /** Whether single indexes do not tell what was touched. */
    @Override
    public boolean isAll() {
        return isAll;
    }

    /** How many indexes are logged; some may be logged more than once. */
    int size() {
        return indexes.size();
    }

    int get(int i) {
        return indexes.getInt(i);
    }

    /** The logged indexes, each once, in their order. */
    int[] distinct() {
        return indexes.intStream().sorted().distinct().toArray();
    }

    @Override
    public int opCount() {
        return opCount;
    }

    @Override
    public Runnable mark() {
        IntArrayList marked = new IntArrayList();
        marked.addAll(indexes);
        boolean all = isAll;
        int count = opCount;
        return () -> {
            indexes = marked;
            isAll = all;
            opCount = count;
        };
    }

    TouchLog copy() {
        TouchLog copy = new TouchLog();
        copy.indexes.addAll(indexes);
        copy.isAll = isAll;
        copy.opCount = opCount;
        return copy;
    }

    /** Never fails. */
    @Override
    public void clear() {
        opCount = 0;
        isAll = false;
        if (indexes.capacity() > RETAINED_CAPACITY) {
            try {
                indexes = new IntArrayList();
            } catch (OutOfMemoryError ignored) {
                // The large list serves as well.
            }
        }
        indexes.clear();
    }
}
