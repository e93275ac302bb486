// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A table from objects to values, made to be one side of a {@link LeftRight}: the twin of {@link
 * LongTable}, with the same promises.
 *
 * <p>One thread at a time may change it. A {@link #get}, {@link #containsKey} or {@link #size} that
 * races with a change ends after at most {@code capacity + 1} probes and changes nothing, but may
 * throw or return rubbish; it may pass to the {@code equals} of the key it looks for a key that
 * another thread put and did not publish, which only classes with final fields can bear. The caller
 * has to find out afterwards that it raced, and then discard what it got. Everything else needs
 * exclusion.
 *
 * <p>The caller computes the hash code, and must pass the same one for equal keys. Every change is
 * all or nothing: what can throw, the {@code equals} of the keys and the allocation for growth,
 * throws before anything has changed. Nothing is checked: keys and values must not be null.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class ObjectTable<K, V> extends ObjectTableFields {
    /*
     * Open addressing with linear probing, as in LongTable; what is said there of the hash, of load
     * and of long runs holds here too. A slot is a tag, the hash code or 0 if the slot is empty, and
     * a pair in one array: key and value are neighbours, so that a hit loads one line of tags and
     * one of entries, at addresses known at once. The tags are there so that a probe asks equals of
     * no key, and loads none, unless the hash codes are equal, and so that growth and removal run
     * no user code.
     *
     * Many keys with one hash code make a run that no multiplier can break up: where an attacker
     * chooses such keys, use a map with tree bins.
     *
     * Why a racing get ends and is harmless:
     *  - It only reads, and equals of a sane key only reads too. Its one loop goes at most once
     *    around an array that it read from the field once. A Java local holds the value that was
     *    read into it; the compiler may not read the field again instead. So it ends after at most
     *    tags.length + 1 probes, whatever the other thread does meanwhile.
     *  - tags, entries, multiplier and shift may come from before and after a growth in any
     *    mixture. If they do not belong together an access may be out of bounds, and throws.
     *    (ObjectVersion has them in final fields: there none does.) An array's length, type and
     *    zeroes are visible to whoever sees a reference to it, however it was published (JLS 17.4.4
     *    and 10.7).
     *  - The candidate that equals gets may be null, or any key that ever was in this table.
     *  - Keys stand at even places of entries and values at odd ones, always: what it returns is
     *    null or an object that was put into this table as a value.
     * A get that did not race sees what was published with the table, and is right.
     */

    /** The most slots: what a Java array of pairs can hold, as a power of two. */
    private static final int MAX_CAPACITY = 1 << 29;

    private static final int MIN_CAPACITY = 8;

    /** 2^32 divided by the golden ratio. */
    private static final int GOLDEN = 0x9E3779B9;

    /** As in LongTable. */
    private static final int LONG_RUN = 256;

    @SuppressWarnings("unused")
    private long p0, p1, p2, p3, p4, p5, p6, p7;

    /** Makes an empty table of the least capacity. */
    public ObjectTable() {
        this(0);
    }

    /**
     * Makes an empty table.
     *
     * @param expectedSize how many entries it can take before it has to grow
     * @throws IllegalArgumentException if {@code expectedSize} is negative
     */
    public ObjectTable(int expectedSize) {
        super(capacityFor(expectedSize), GOLDEN);
    }

    private ObjectTable(ObjectTable<K, V> from) {
        super(from);
    }

    /**
     * Returns the value of a key. May be called while another thread changes the table, see above.
     *
     * @param key the key
     * @param hash its hash code
     * @return its value, or null if it has none
     */
    @SuppressWarnings("unchecked")
    public @Nullable V get(Object key, int hash) {
        @Nullable Object[] entries = this.entries;
        int i = indexOf(tags, entries, key, tagOf(hash), multiplier, shift);
        return i < 0 ? null : (V) entries[(i << 1) + 1];
    }

    /** The slot of a key, or -1 if it has none. Two probes stand apart, as in LongTable. */
    static int indexOf(
            int[] tags,
            @Nullable Object[] entries,
            Object key,
            int tag,
            int multiplier,
            int shift) {
        int i = tag * multiplier >>> shift;
        int candidate = tags[i];
        if (candidate == tag && isEqual(key, entries[i << 1])) {
            return i;
        }
        if (candidate == 0) {
            return -1;
        }
        i = (i + 1) & (tags.length - 1);
        candidate = tags[i];
        if (candidate == tag && isEqual(key, entries[i << 1])) {
            return i;
        }
        return candidate == 0 ? -1 : indexFarAfter(i, tags, entries, key, tag);
    }

    private static int indexFarAfter(
            int second, int[] tags, @Nullable Object[] entries, Object key, int tag) {
        int mask = tags.length - 1;
        int i = second;
        for (int left = mask; left > 0; left--) {
            i = (i + 1) & mask;
            int candidate = tags[i];
            if (candidate == tag && isEqual(key, entries[i << 1])) {
                return i;
            }
            if (candidate == 0) {
                break;
            }
        }
        return -1;
    }

    private static boolean isEqual(Object key, @Nullable Object other) {
        // A racing probe may meet a tag whose key is not there yet.
        return other == key || (other != null && key.equals(other));
    }

    /**
     * Tells whether a key has a value. May be called while another thread changes the table, see
     * above.
     *
     * @param key the key
     * @param hash its hash code
     * @return whether it has a value
     */
    public boolean containsKey(Object key, int hash) {
        return get(key, hash) != null;
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
     * Gives a key a value. If an equal key is there, that one stays.
     *
     * @param key the key
     * @param hash its hash code
     * @param value its new value
     * @return the value it had, or null if it had none
     * @throws OutOfMemoryError if the table had to grow and could not; nothing has changed then
     * @throws IllegalStateException if there are more entries than a table can hold; likewise
     */
    @SuppressWarnings("unchecked")
    public @Nullable V put(K key, int hash, V value) {
        int tag = tagOf(hash);
        int i = slotOf(key, tag);
        if (tags[i] != 0) {
            V old = (V) entries[(i << 1) + 1];
            entries[(i << 1) + 1] = value;
            return old;
        }
        if (mustRehash(i, tag)) {
            i = slotOf(key, tag);
        }
        tags[i] = tag;
        entries[i << 1] = key;
        entries[(i << 1) + 1] = value;
        size++;
        return null;
    }

    /**
     * Removes a key and its value.
     *
     * @param key the key
     * @param hash its hash code
     * @return the value it had, or null if it had none
     */
    @SuppressWarnings("unchecked")
    public @Nullable V remove(Object key, int hash) {
        int i = slotOf(key, tagOf(hash));
        if (tags[i] == 0) {
            return null;
        }
        V old = (V) entries[(i << 1) + 1];
        closeGap(i);
        size--;
        return old;
    }

    /** Removes all entries and keeps the capacity. */
    public void clear() {
        Arrays.fill(tags, 0);
        Arrays.fill(entries, null);
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
        if (capacity > tags.length) {
            rehash(capacity, multiplier);
        }
    }

    /**
     * Clones the table, in time proportional to its capacity and not by rehashing. Keys and values
     * are shared.
     *
     * @return a table with the same entries that shares nothing with this one but keys and values
     */
    public ObjectTable<K, V> copy() {
        return new ObjectTable<>(this);
    }

    /**
     * Passes all entries to an action, in no particular order. The action must not change the
     * table.
     *
     * @param action takes each entry
     */
    public void forEach(BiConsumer<? super K, ? super V> action) {
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
        int[] tags = this.tags;
        for (int i = from; i < tags.length; i++) {
            if (tags[i] != 0) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Returns the key of an entry.
     *
     * @param index an index that {@link #nextIndex} returned
     * @return the key
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // an entry's key is not null
    public K keyAt(int index) {
        return (K) entries[index << 1];
    }

    /**
     * Returns the value of an entry.
     *
     * @param index an index that {@link #nextIndex} returned
     * @return the value
     */
    @SuppressWarnings({"unchecked", "NullAway"}) // an entry's value is not null
    public V valueAt(int index) {
        return (V) entries[(index << 1) + 1];
    }

    /** The slots of this table; tests and reports of memory ask. */
    int capacity() {
        return tags.length;
    }

    static int tagOf(int hash) {
        return hash != 0 ? hash : GOLDEN;
    }

    /** The slot of a key that is there, or else the empty slot where it belongs. */
    private int slotOf(Object key, int tag) {
        int[] tags = this.tags;
        @Nullable Object[] entries = this.entries;
        int mask = tags.length - 1;
        int i = homeOf(tag);
        while (tags[i] != 0) {
            if (tags[i] == tag) {
                Object k = entries[i << 1];
                if (k == key || key.equals(k)) {
                    break;
                }
            }
            i = (i + 1) & mask;
        }
        return i;
    }

    private int homeOf(int tag) {
        return tag * multiplier >>> shift;
    }

    /** Before a new key goes into slot i: makes room, or breaks up a long run; tells if it did. */
    private boolean mustRehash(int i, int tag) {
        int capacity = tags.length;
        if (size >= limitOf(capacity)) {
            if (capacity == MAX_CAPACITY) {
                throw new IllegalStateException("a table holds at most " + size + " entries");
            }
            rehash(capacity << 1, multiplier);
            return true;
        }
        if (size >= nextReseedSize && isLongRun(homeOf(tag), i, tag)) {
            rehash(capacity, ThreadLocalRandom.current().nextInt() | 1);
            nextReseedSize = size + (size >>> 3);
            return true;
        }
        return false;
    }

    /** Whether a run is long, and not because of one hash code: that no multiplier can change. */
    private boolean isLongRun(int home, int end, int tag) {
        int mask = tags.length - 1;
        if (((end - home) & mask) < LONG_RUN) {
            return false;
        }
        int others = 0;
        for (int i = home; i != end; i = (i + 1) & mask) {
            others += tags[i] == tag ? 0 : 1;
        }
        return others >= LONG_RUN;
    }

    /** Moves all entries into new arrays. Allocates first: throws before it changes anything. */
    private void rehash(int capacity, int newMultiplier) {
        int[] newTags = new int[capacity];
        @Nullable Object[] newEntries = new Object[capacity << 1];
        int newShift = shiftFor(capacity);
        int mask = capacity - 1;
        for (int from = 0; from < tags.length; from++) {
            int tag = tags[from];
            if (tag != 0) {
                int i = tag * newMultiplier >>> newShift;
                while (newTags[i] != 0) {
                    i = (i + 1) & mask;
                }
                newTags[i] = tag;
                newEntries[i << 1] = entries[from << 1];
                newEntries[(i << 1) + 1] = entries[(from << 1) + 1];
            }
        }
        tags = newTags;
        entries = newEntries;
        multiplier = newMultiplier;
        shift = newShift;
    }

    /** Empties a slot and moves the later entries of its run back over it where they may. */
    private void closeGap(int gap) {
        int mask = tags.length - 1;
        int i = gap;
        while (true) {
            i = (i + 1) & mask;
            int tag = tags[i];
            if (tag == 0) {
                break;
            }
            // It may move if its home is not between the gap (exclusive) and itself, cyclically.
            if (((i - homeOf(tag)) & mask) >= ((i - gap) & mask)) {
                tags[gap] = tag;
                entries[gap << 1] = entries[i << 1];
                entries[(gap << 1) + 1] = entries[(i << 1) + 1];
                gap = i;
            }
        }
        tags[gap] = 0;
        entries[gap << 1] = null;
        entries[(gap << 1) + 1] = null;
    }

    private static int limitOf(int capacity) {
        return capacity == MAX_CAPACITY ? capacity - 1 : (int) (capacity * 0.6);
    }

    private static int capacityFor(int expectedSize) {
        if (expectedSize < 0) {
            throw new IllegalArgumentException("expectedSize is negative: " + expectedSize);
        }
        int capacity = MIN_CAPACITY;
        while (capacity < MAX_CAPACITY && limitOf(capacity) < expectedSize) {
            capacity <<= 1;
        }
        return capacity;
    }
}

/**
 * The fields, between padding, so that readers of one side's table do not suffer from the writer
 * who changes the size of the other's.
 */
abstract class ObjectTableFields extends Padding {
    int[] tags;
    @Nullable Object[] entries;

    /** An odd number: tag times it, top bits. */
    int multiplier;

    /** 32 less the bits of an index. */
    int shift;

    int size;

    /** The size from which on a long run is worth another multiplier. */
    int nextReseedSize;

    ObjectTableFields(int capacity, int multiplier) {
        this.tags = new int[capacity];
        this.entries = new Object[capacity << 1];
        this.multiplier = multiplier;
        this.shift = shiftFor(capacity);
    }

    ObjectTableFields(ObjectTableFields from) {
        this.tags = from.tags.clone();
        this.entries = from.entries.clone();
        this.multiplier = from.multiplier;
        this.shift = from.shift;
        this.size = from.size;
        this.nextReseedSize = from.nextReseedSize;
    }

    static int shiftFor(int capacity) {
        return Integer.numberOfLeadingZeros(capacity) + 1;
    }
}
