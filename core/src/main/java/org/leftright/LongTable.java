// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A table from {@code long} keys to values, made to be one side of a {@link LeftRight}: small, with
 * short probes, cheap to clone, and safe to be read by {@link #get} while another thread changes
 * it.
 *
 * <p>One thread at a time may change it. A {@link #get}, {@link #containsKey} or {@link #size} that
 * races with a change ends after at most {@code capacity + 1} probes and changes nothing, but may
 * throw or return rubbish: a wrong answer, or a value that was not meant to be seen yet. The caller
 * has to find out afterwards that it raced, and then discard what it got. Everything else needs
 * exclusion.
 *
 * <p>Every change is all or nothing: what can throw, the allocation for growth above all, throws
 * before anything has changed. Any key is allowed, and any value but null.
 *
 * @param <V> the type of the values
 */
public final class LongTable<V> extends LongTableFields {
    /*
     * Open addressing with linear probing. The slot of a key is the top bits of the key times the
     * golden ratio (Fibonacci hashing): one multiplication, sequential ids spread almost evenly,
     * and strided ids nearly as well. Removal shifts the rest of the run back, so that there are
     * no tombstones and a probe is never longer than the entries make it.
     *
     * Runs. A get of an absent key, and a removal, walk to the end of the run of occupied slots that
     * they begin in. Long runs come from keys made to collide; from multiples of a Fibonacci number,
     * which are at home side by side; and from keys put in the order of another table with the same
     * multiplier (its iteration), which fills this one from one end. So each change of a slot
     * measures the run around it, up to LONG_RUN. A run of so many, or in a small table of a quarter
     * of its slots, calls for a random multiplier, which whoever chose the keys does not know. A
     * rehash has to be paid by an eighth of the capacity in changes before the next may follow: a
     * change stays O(1) amortised whether a multiplier helps or not. Random keys at the load allowed
     * never showed a run of 128 in 10 million.
     *
     * An empty slot has key 0 and value null. The entry with key 0 lives outside of the arrays, so
     * that neither a hit nor a miss loads more than keys until the value itself.
     *
     * Why a racing get ends and is harmless:
     *  - It only reads. Its one loop goes at most once around an array that it read from the field
     *    once. A Java local holds the value that was read into it; the compiler may not read the
     *    field again instead. So it ends after at most keys.length + 1 probes, whatever the other
     *    thread does to the contents.
     *  - keys, values, multiplier, shift and zeroValue may come from before and after a growth in
     *    any mixture. If they do not belong together an access may be out of bounds, and throws.
     *    (LongVersion has them in final fields, and arrays of one length: there none does.) An
     *    array's length, type and zeroes are visible to whoever sees a reference to it, however it
     *    was published (JLS 17.4.4 and 10.7).
     *  - A long is read whole on every 64-bit JVM; a torn one would be a wrong answer more.
     *  - What it returns is null or an object that was put into this table as a value: never
     *    something of another type.
     * A get that did not race sees what was published with the table, and is right.
     *
     * A side of a map has a log, which both sides share. Each change logs the indexes that it
     * writes, all of them before the first is written: so if the log finds no memory, nothing has
     * changed, and whatever fails, no index that was written is missing. New arrays are logged as
     * all indexes. The entry with key 0, the size and the multiplier are not logged: copyTouched
     * copies them always. A table that a user makes has no log.
     */

    /** 2^64 divided by the golden ratio. */
    static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** A rehash because of a long run is paid by the capacity over this in changes. */
    static final int PAYMENT = 8;

    @SuppressWarnings("unused")
    private long p0, p1, p2, p3, p4, p5, p6, p7;

    /** Makes an empty table of the least capacity. */
    public LongTable() {
        this(0);
    }

    /**
     * Makes an empty table.
     *
     * @param expectedSize how many entries it can take before it has to grow
     * @throws IllegalArgumentException if {@code expectedSize} is negative
     */
    public LongTable(int expectedSize) {
        this(expectedSize, null);
    }

    /** Makes an empty table, one side of a map: it and its copies log what they change. */
    LongTable(int expectedSize, @Nullable TouchLog log) {
        super(capacityFor(expectedSize), GOLDEN, log);
    }

    private LongTable(LongTable<V> from) {
        super(from);
    }

    /**
     * Returns the value of a key. May be called while another thread changes the table, see above.
     *
     * @param key the key
     * @return its value, or null if it has none
     */
    @SuppressWarnings("unchecked")
    public @Nullable V get(long key) {
        long[] keys = this.keys;
        int i = (int) (key * multiplier >>> shift);
        if (keys[i] != key) {
            i = indexAfter(i, keys, key);
            if (i < 0) {
                return null;
            }
        }
        return (V) (key != 0 ? values[i] : zeroValue);
    }

    /**
     * The slot of a key that is not in its home slot, or -1. The second probe, too, stands apart
     * from the loop, whose registers and safepoint most gets need not pay for.
     *
     * <p>This and the next have at most 35 bytes of bytecode: C2 inlines such a method however
     * seldom it is called, a longer one, since JDK 18, only if a quarter of the gets call it. Where
     * it is not inlined, a loop of gets saves its registers for the call, and loads again after it
     * what it knew of its section: sixteen random gets took half as long again.
     */
    static int indexAfter(int home, long[] keys, long key) {
        return keys[home] == 0 ? -1 : indexFrom(home + 1 & (keys.length - 1), keys, key);
    }

    private static int indexFrom(int second, long[] keys, long key) {
        long candidate = keys[second];
        if (candidate == key) {
            return second;
        }
        return candidate == 0 ? -1 : indexFarAfter(second, keys, key);
    }

    private static int indexFarAfter(int second, long[] keys, long key) {
        int mask = keys.length - 1;
        int i = second;
        for (int left = mask; left > 0; left--) {
            i = (i + 1) & mask;
            long candidate = keys[i];
            if (candidate == key) {
                return i;
            }
            if (candidate == 0) {
                break;
            }
        }
        return -1;
    }

    /**
     * Tells whether a key has a value. May be called while another thread changes the table, see
     * above.
     *
     * @param key the key
     * @return whether it has a value
     */
    public boolean containsKey(long key) {
        return get(key) != null;
    }

    /**
     * Returns the number of entries. May be called while another thread changes the table.
     *
     * @return the number of entries
     */
    public int size() {
        return size;
    }

    /**
     * Gives a key a value.
     *
     * @param key the key
     * @param value its new value, not null
     * @return the value it had, or null if it had none
     * @throws OutOfMemoryError if the table had to grow and could not; nothing has changed then
     * @throws IllegalStateException if there are more entries than a table can hold; nothing has
     *     changed then
     */
    public @Nullable V put(long key, V value) {
        Objects.requireNonNull(value, "value");
        if (key == 0) {
            return putZero(value);
        }
        int i = slotOf(key);
        if (keys[i] == key) {
            return replaceAt(i, key, value);
        }
        if (size >= limitOf(keys.length)) {
            rehash(twice(keys.length, size), multiplier);
            i = slotOf(key);
        } else if (isRunBroken(i) || shrinkIfTooLarge()) {
            i = slotOf(key);
        }
        touch(i);
        countOp();
        keys[i] = key;
        values[i] = value;
        size++;
        return null;
    }

    /**
     * Removes a key and its value.
     *
     * @param key the key
     * @return the value it had, or null if it had none
     */
    @SuppressWarnings("unchecked")
    public @Nullable V remove(long key) {
        if (key == 0) {
            return putZero(null);
        }
        int i = slotOf(key);
        if (keys[i] != key) {
            return null;
        }
        if (isRunBroken(i) || shrinkIfTooLarge()) {
            i = slotOf(key);
        }
        V old = (V) values[i];
        touchRun(i);
        countOp();
        closeGap(i);
        size--;
        return old;
    }

    /**
     * Removes all entries and keeps the capacity, unless this is a side of a map that was too large
     * for them already.
     */
    public void clear() {
        if (size == 0) {
            return;
        }
        touchAll();
        countOp();
        if (!isTooLarge() || !takeFirstArrays()) {
            Arrays.fill(keys, 0);
            Arrays.fill(values, null);
        }
        zeroValue = null;
        size = 0;
    }

    /**
     * Grows now, if that is needed to hold a number of entries, so that the puts up to there need
     * not.
     *
     * @param expectedSize the number of entries in all
     * @throws IllegalArgumentException if {@code expectedSize} is negative
     * @throws OutOfMemoryError if the table had to grow and could not; nothing has changed then
     */
    public void ensureCapacity(int expectedSize) {
        int capacity = capacityFor(expectedSize);
        if (capacity > keys.length) {
            rehash(capacity, multiplier);
        }
    }

    /** Entries of a bulk load follow, as many: their indexes are not worth a log. */
    void beginLoad(int expectedCount) {
        ensureCapacity((int) Math.min(Integer.MAX_VALUE, (long) size + expectedCount));
        touchAll();
    }

    /**
     * Changes of many entries follow, for which all were visited: so a replay may copy all. None of
     * these changes fails.
     */
    void beginChangeOfAll() {
        shrinkIfTooLarge();
        touchAll();
    }

    /**
     * Clones the table, in time proportional to its capacity and not by rehashing. The values are
     * shared.
     *
     * @return a table with the same entries that shares nothing with this one but the values
     */
    public LongTable<V> copy() {
        return new LongTable<>(this);
    }

    /**
     * Passes all entries to an action, in no particular order. The action must not change the
     * table.
     *
     * @param action takes each entry
     */
    public void forEach(LongObjConsumer<? super V> action) {
        for (int i = nextIndex(0); i >= 0; i = nextIndex(i + 1)) {
            action.accept(keyAt(i), valueAt(i));
        }
    }

    /**
     * Finds the next entry, for iteration: {@code for (int i = t.nextIndex(0); i >= 0; i =
     * t.nextIndex(i + 1))}. Indices stay valid until the table changes.
     *
     * @param from the index to begin at
     * @return the smallest index of an entry that is at least {@code from}, or -1 if there is none
     */
    public int nextIndex(int from) {
        long[] keys = this.keys;
        for (int i = from; i < keys.length; i++) {
            if (keys[i] != 0) {
                return i;
            }
        }
        return from <= keys.length && zeroValue != null ? keys.length : -1;
    }

    /**
     * Returns the key of an entry.
     *
     * @param index an index that {@link #nextIndex} returned
     * @return the key
     */
    public long keyAt(int index) {
        return index == keys.length ? 0 : keys[index];
    }

    /**
     * Returns the value of an entry.
     *
     * @param index an index that {@link #nextIndex} returned
     * @return the value
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // an entry's value is not null
    public V valueAt(int index) {
        return (V) (index == keys.length ? zeroValue : values[index]);
    }

    /** The slots of this table; tests and reports of memory ask. */
    int capacity() {
        return keys.length;
    }

    @SuppressWarnings("unchecked")
    private @Nullable V putZero(@Nullable V value) {
        V old = (V) zeroValue;
        if (old == value) {
            return old;
        }
        shrinkIfTooLarge();
        countOp();
        zeroValue = value;
        size += (value == null ? 0 : 1) - (old == null ? 0 : 1);
        return old;
    }

    @SuppressWarnings("unchecked")
    private V replaceAt(int slot, long key, V value) {
        V old = (V) values[slot];
        if (old != value) {
            int i = shrinkIfTooLarge() ? slotOf(key) : slot;
            touch(i);
            countOp();
            values[i] = value;
        }
        return old;
    }

    /** The slot of a key other than 0 that is there, or else the empty slot where it belongs. */
    private int slotOf(long key) {
        long[] keys = this.keys;
        int mask = keys.length - 1;
        int i = homeOf(key);
        while (keys[i] != key && keys[i] != 0) {
            i = (i + 1) & mask;
        }
        return i;
    }

    private int homeOf(long key) {
        return (int) (key * multiplier >>> shift);
    }

    /** Breaks up the run that slot i is in if it is long, before the slot is filled or emptied. */
    private boolean isRunBroken(int i) {
        if (changesToPay > 0) {
            changesToPay--;
            return false;
        }
        if (!isRunLong(keys, i)) {
            return false;
        }
        changesToPay = keys.length / PAYMENT;
        return rehashIfMemoryAllows(keys.length, ThreadLocalRandom.current().nextLong() | 1);
    }

    private boolean rehashIfMemoryAllows(int capacity, long newMultiplier) {
        try {
            rehash(capacity, newMultiplier);
            return true;
        } catch (OutOfMemoryError ignored) {
            return false; // the arrays that are there serve as well
        }
    }

    /** Moves all entries into new arrays. Allocates first: throws before it changes anything. */
    private void rehash(int capacity, long newMultiplier) {
        long[] newKeys = new long[capacity];
        @Nullable Object[] newValues = new Object[capacity];
        int newShift = shiftFor(capacity);
        int mask = capacity - 1;
        for (int from = 0; from < keys.length; from++) {
            long key = keys[from];
            if (key != 0) {
                int i = (int) (key * newMultiplier >>> newShift);
                while (newKeys[i] != 0) {
                    i = (i + 1) & mask;
                }
                newKeys[i] = key;
                newValues[i] = values[from];
            }
        }
        touchAll();
        keys = newKeys;
        values = newValues;
        multiplier = newMultiplier;
        shift = newShift;
    }

    /**
     * Logs what {@link #closeGap} is about to write: until an entry moves, what may move does not
     * change.
     */
    private void touchRun(int gap) {
        if (log != null) {
            for (int i = gap; i >= 0; i = nextToMove(i)) {
                touch(i);
            }
        }
    }

    /** Empties a slot and moves the later entries of its run back over it where they may. */
    private void closeGap(int gap) {
        int next;
        for (int i = gap; ; i = next) {
            next = nextToMove(i);
            keys[i] = next < 0 ? 0 : keys[next];
            values[i] = next < 0 ? null : values[next];
            if (next < 0) {
                return;
            }
        }
    }

    /** The slot of the first entry in the rest of a run that may move back to a slot, or -1. */
    private int nextToMove(int gap) {
        long[] keys = this.keys;
        int mask = keys.length - 1;
        for (int i = (gap + 1) & mask; keys[i] != 0; i = (i + 1) & mask) {
            // It may move if its home is not between the gap (exclusive) and itself, cyclically.
            if (((i - homeOf(keys[i])) & mask) >= ((i - gap) & mask)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Makes the arrays smaller before the first change of a batch, if what was removed before has
     * left them too large, and tells if it did. So a table never shrinks within a batch, nor within
     * a load, whose arrays are logged when it begins. It grows again only when it holds twice as
     * much at least.
     */
    private boolean shrinkIfTooLarge() {
        if (isTooLarge() && log != null && log.opCount() == 0 && !log.isAll()) {
            changesToPay = 0;
            return rehashIfMemoryAllows(Math.max(leastCapacity, capacityFor(2 * size)), multiplier);
        }
        return false;
    }
}
