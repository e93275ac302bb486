// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A set of {@code long} ids, made to be part of one side of a {@link LeftRight}: the sibling of
 * {@link LongTable} without values. Every long may be an id.
 *
 * <p>One thread at a time may change it. A {@link #contains} or {@link #size} that races with a
 * change ends after at most {@code capacity + 1} probes and changes nothing, but may return a wrong
 * answer, or throw if the set itself was handed over by a data race. The caller has to find out
 * afterwards that it raced, and then discard what it got. Everything else needs exclusion.
 *
 * <p>Add and remove cost O(1), amortised, whatever the size of the set and whoever chose the ids.
 * Every change is all or nothing: what can throw, the allocation for growth above all, throws
 * before anything has changed.
 */
public final class IdSet {
    /*
     * Hashing and probing are those of LongTable, whose notes say why they are as they are. What
     * differs:
     *
     * Reseeding. Most multipliers break a long run: multiples of one number, of which ids chosen for
     * the first multiplier are an example, meet one in forty that puts them more than four probes
     * from home on average, and one in a thousand that leaves a run of 256.
     *
     * Races. A racing contains reads the array once, and takes the mask from that array's length:
     * with a multiplier and a shift of another moment it looks in the wrong place, but never out of
     * bounds.
     */

    /** A set no larger than this is not made smaller. */
    private static final int MAX_CAPACITY_KEPT = 64;

    /** A set is made smaller when one place in so many is taken. */
    private static final int SPARSE = 8;

    /** An empty place has id 0; whether 0 is in the set is said by {@code hasZero}. */
    private long[] ids;

    /** An odd number: ids times it, top bits. */
    long multiplier = LongTable.GOLDEN;

    /** 64 less the bits of an index. */
    private int shift;

    private int size;
    private boolean hasZero;

    /** How many changes have to pay for the last rehash against a long run. */
    private int changesToPay;

    /** Where {@link IdSetTable} keeps the two sides' sets of one key. */
    final int slot;

    /** The key of which this is the set, in an {@link IdSetTable}. */
    final long key;

    /** Makes an empty set of the least capacity. */
    public IdSet() {
        this(0);
    }

    /**
     * Makes an empty set.
     *
     * @param expectedSize how many ids it can take before it has to grow
     * @throws IllegalArgumentException if {@code expectedSize} is negative
     */
    public IdSet(int expectedSize) {
        this(expectedSize, 0, 0);
    }

    IdSet(int expectedSize, int slot, long key) {
        this.slot = slot;
        this.key = key;
        this.ids = new long[LongTable.capacityFor(expectedSize)];
        this.shift = LongTable.shiftFor(ids.length);
    }

    private IdSet(IdSet from) {
        this.ids = from.ids.clone();
        this.multiplier = from.multiplier;
        this.shift = from.shift;
        this.slot = from.slot;
        this.key = from.key;
        copyCounts(from);
    }

    /**
     * Tells whether an id is in the set. May be called while another thread changes the set, see
     * above.
     *
     * @param id the id
     * @return whether it is
     */
    public boolean contains(long id) {
        long[] ids = this.ids;
        int mask = ids.length - 1;
        int i = (int) (id * multiplier >>> shift) & mask;
        int next = (i + 1) & mask;
        long first = ids[i];
        long second = ids[next];
        if (isOneZero(first ^ id, second ^ id)) {
            return id != 0 || hasZero;
        }
        if (isOneZero(first, second) || LongTable.indexAfter(next, ids, id) < 0) {
            return false;
        }
        return id != 0 || hasZero;
    }

    /**
     * Tells whether one of two numbers is 0, without a branch for each. Whether an absent id ends
     * at its home or at the place after it is not predictable; that it ends at one of them nearly
     * is.
     */
    private static boolean isOneZero(long a, long b) {
        return ((a | -a) & (b | -b)) >= 0; // x | -x is negative but for 0
    }

    /**
     * Returns the number of ids. May be called while another thread changes the set.
     *
     * @return the number of ids
     */
    public int size() {
        return size;
    }

    /**
     * Adds an id.
     *
     * @param id the id
     * @return whether it was not in the set
     * @throws OutOfMemoryError if the set had to grow and could not; nothing has changed then
     * @throws IllegalStateException if there are more ids than a set can hold; nothing has changed
     */
    public boolean add(long id) {
        return add(id, null);
    }

    /** Adds like {@link #add(long)}; logs what it touches, if there is a log. */
    boolean add(long id, @Nullable TouchLog log) {
        if (id == 0) {
            return setZero(true);
        }
        int i = indexOf(id);
        if (ids[i] == id) {
            return false;
        }
        if (size >= LongTable.limitOf(ids.length)) {
            rehash(LongTable.twice(ids.length, size), multiplier, log);
            i = indexOf(id);
        } else if (isRunBroken(i, log)) {
            i = indexOf(id);
        }
        if (log != null) {
            log.touch(i, ids.length);
        }
        ids[i] = id;
        size++;
        return true;
    }

    /**
     * Removes an id. A set that has become sparse is made smaller.
     *
     * @param id the id
     * @return whether it was in the set
     * @throws OutOfMemoryError if the set was to be made smaller and could not; nothing has changed
     *     then
     */
    public boolean remove(long id) {
        return remove(id, null);
    }

    /** Removes like {@link #remove(long)}; logs what it touches, if there is a log. */
    boolean remove(long id, @Nullable TouchLog log) {
        if (id == 0) {
            return setZero(false);
        }
        int i = indexOf(id);
        if (ids[i] != id) {
            return false;
        }
        if (ids.length > MAX_CAPACITY_KEPT && size <= ids.length / SPARSE) {
            // A quarter full, then: half of the ids have to go, or twice as many to come, before
            // the next rehash.
            rehash(LongTable.capacityFor(2 * size), multiplier, log);
            i = indexOf(id);
        } else if (isRunBroken(i, log)) {
            i = indexOf(id);
        }
        for (int k = i; k >= 0 && log != null; k = nextToMove(k)) {
            log.touch(k, ids.length); // all of them, before the first is written
        }
        closeGap(i);
        size--;
        return true;
    }

    /**
     * Clones the set, in time proportional to its capacity and not by rehashing.
     *
     * @return a set with the same ids that shares nothing with this one
     */
    public IdSet copy() {
        return new IdSet(this);
    }

    /**
     * Passes all ids to an action, in no particular order. The action must not change the set.
     *
     * @param action takes each id
     */
    public void forEach(LongConsumer action) {
        long[] ids = this.ids;
        for (long id : ids) {
            if (id != 0) {
                action.accept(id);
            }
        }
        if (hasZero) {
            action.accept(0);
        }
    }

    /**
     * Copies all ids, in no particular order.
     *
     * @return a new array
     */
    public long[] toArray() {
        long[] array = new long[size];
        int count = 0;
        for (long id : ids) {
            if (id != 0) {
                array[count++] = id;
            }
        }
        return array; // 0 is the last, if it is in the set
    }

    /** The id at a place, 0 if there is none. */
    long idAt(int place) {
        return ids[place];
    }

    /** The places of this set; tests and reports of memory ask. */
    int capacity() {
        return ids.length;
    }

    private boolean setZero(boolean to) {
        if (hasZero == to) {
            return false;
        }
        hasZero = to;
        size += to ? 1 : -1;
        return true;
    }

    /** The place of an id other than 0 that is there, or else the empty place where it belongs. */
    int indexOf(long id) {
        long[] ids = this.ids;
        int mask = ids.length - 1;
        int i = homeOf(id);
        while (ids[i] != id && ids[i] != 0) {
            i = (i + 1) & mask;
        }
        return i;
    }

    int homeOf(long id) {
        return (int) (id * multiplier >>> shift);
    }

    /** Breaks up the run around place i if it is long; called before a change there. */
    private boolean isRunBroken(int i, @Nullable TouchLog log) {
        if (changesToPay > 0) {
            changesToPay--;
            return false;
        }
        if (!LongTableFields.isRunLong(ids, i)) {
            return false;
        }
        changesToPay = ids.length / SPARSE;
        try {
            rehash(ids.length, ThreadLocalRandom.current().nextLong() | 1, log);
            return true;
        } catch (OutOfMemoryError ignored) {
            return false; // the array that is there serves as well
        }
    }

    /** Moves all ids into a new array. Allocates first: throws before it changes anything. */
    private void rehash(int capacity, long newMultiplier, @Nullable TouchLog log) {
        long[] newIds = new long[capacity];
        int newShift = LongTable.shiftFor(capacity);
        int mask = capacity - 1;
        for (long id : ids) {
            if (id != 0) {
                int i = (int) (id * newMultiplier >>> newShift);
                while (newIds[i] != 0) {
                    i = (i + 1) & mask;
                }
                newIds[i] = id;
            }
        }
        if (log != null) {
            log.touchAll();
        }
        ids = newIds;
        multiplier = newMultiplier;
        shift = newShift;
    }

    /** Empties a place and moves the later ids of its run back over it where they may. */
    private void closeGap(int gap) {
        int next;
        for (int i = gap; ; i = next) {
            next = nextToMove(i);
            ids[i] = next < 0 ? 0 : ids[next];
            if (next < 0) {
                return;
            }
        }
    }

    /** The place of the first id in the rest of a run that may move back to a place, or -1. */
    private int nextToMove(int gap) {
        int mask = ids.length - 1;
        for (int i = (gap + 1) & mask; ids[i] != 0; i = (i + 1) & mask) {
            // It may move if its home is not between the gap (exclusive) and itself, cyclically.
            if (((i - homeOf(ids[i])) & mask) >= ((i - gap) & mask)) {
                return i;
            }
        }
        return -1;
    }

    // ---------------------------------------------------------------- both sides

    /** Makes this set equal to the live side's, place by place, if only logged places differ. */
    void copyTouched(IdSet live, TouchLog log) {
        if (live.ids.length != ids.length) {
            ids = live.ids.clone();
        } else if (log.isAll() || multiplier != live.multiplier) {
            System.arraycopy(live.ids, 0, ids, 0, ids.length);
        } else {
            for (int k = 0; k < log.size(); k++) {
                ids[log.get(k)] = live.ids[log.get(k)];
            }
        }
        multiplier = live.multiplier;
        shift = live.shift;
        copyCounts(live);
    }

    /**
     * Remembers what the pending ops have made of this set, which they have changed at the logged
     * places only. The result stores that in a set that is equal to the live side's.
     */
    Consumer<IdSet> savepoint(TouchLog log) {
        int[] places = new int[log.size()];
        long[] saved = new long[places.length];
        for (int k = 0; k < places.length; k++) {
            places[k] = log.get(k);
            saved[k] = ids[places[k]];
        }
        IdSet counts = new IdSet();
        counts.copyCounts(this);
        return set -> {
            for (int k = 0; k < places.length; k++) {
                set.ids[places[k]] = saved[k];
            }
            set.copyCounts(counts);
        };
    }

    /** Becomes what another set is, which is not used any more. */
    void take(IdSet from) {
        ids = from.ids;
        multiplier = from.multiplier;
        shift = from.shift;
        copyCounts(from);
    }

    private void copyCounts(IdSet from) {
        size = from.size;
        hasZero = from.hasZero;
        changesToPay = from.changesToPay;
    }
}
