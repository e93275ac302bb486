// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.function.Consumer;
import org.agrona.collections.Int2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sets of {@code long} ids by {@code long} keys, one side of a {@link GroupIdSets}. A key without
 * ids has no set.
 *
 * <p>Each side has sets of its own, changed in place, so that an op costs O(1) whatever the size of
 * the set. (Immutable sets that both sides share, tries of small arrays, would need no second copy;
 * measured, {@code contains} took 2 to 6 times as long.) The two sides' sets of one key have one
 * slot, in an array of each side: that is how a replay finds the set that it has to change, and the
 * set that belongs at an index of the table.
 *
 * <p>A racing {@link #contains} or {@link #sizeOf} ends, and may be wrong or throw, as those of
 * {@link LongTable} and {@link IdSet}.
 */
final class IdSetTable {
    private static final int MIN_SLOTS = 8;

    private final IdSetLog log;

    /** This side's sets by key. */
    final LongTable<IdSet> sets;

    /** This side's sets by slot. At most half of the slots are in use. Shrinks in clear() only. */
    private @Nullable IdSet[] bySlot;

    /** Where to look for a free slot. */
    private int cursor;

    IdSetTable(IdSetLog log) {
        this.log = log;
        this.sets = new LongTable<>(0, log.ofTable);
        this.bySlot = new IdSet[MIN_SLOTS];
    }

    private IdSetTable(IdSetTable from) {
        this.log = from.log;
        this.sets = from.sets.copy();
        this.bySlot = copyOf(from.bySlot);
        ownSets(true);
    }

    private static @Nullable IdSet[] copyOf(@Nullable IdSet[] sets) {
        @Nullable IdSet[] copies = new IdSet[sets.length];
        for (int slot = 0; slot < sets.length; slot++) {
            IdSet set = sets[slot];
            copies[slot] = set == null ? null : set.copy();
        }
        return copies;
    }

    // ---------------------------------------------------------------- reads

    static boolean contains(@Nullable IdSet set, long id) {
        return set != null && set.contains(id);
    }

    static int sizeOf(@Nullable IdSet set) {
        return set == null ? 0 : set.size();
    }

    @Nullable IdSet setAt(int slot) {
        return slot < bySlot.length ? bySlot[slot] : null;
    }

    // ---------------------------------------------------------------- writes

    boolean add(long key, long id) {
        IdSet set = sets.get(key);
        if (set == null) {
            set = newSet(key, 1);
            set.add(id);
            put(key, set);
        } else if (set.contains(id)) {
            return false;
        } else {
            set.add(id, log.ofSet(set.slot));
        }
        log.countOp();
        return true;
    }

    boolean remove(long key, long id) {
        IdSet set = sets.get(key);
        if (set == null || !set.contains(id)) {
            return false;
        }
        if (set.size() == 1) {
            take(key, set);
        } else {
            set.remove(id, log.ofSet(set.slot));
        }
        log.countOp();
        return true;
    }

    /** Gives a key these ids, unless it has the same; none takes the key away. */
    boolean replace(long key, long[] ids) {
        IdSet old = sets.get(key);
        if (ids.length > 0) {
            IdSet set =
                    old == null ? newSet(key, ids.length) : new IdSet(ids.length, old.slot, key);
            boolean isSubset = true;
            for (long id : ids) {
                set.add(id);
                isSubset = isSubset && contains(old, id);
            }
            if (set.size() < ids.length / 8) {
                set = new IdSet(set.size(), set.slot, key); // most were given more than once
                for (long id : ids) {
                    set.add(id);
                }
            }
            if (!isSubset || set.size() != sizeOf(old)) {
                put(key, set);
                log.countOp();
            }
        } else if (old != null) {
            take(key, old);
            log.countOp();
        }
        return old != null;
    }

    /** Never fails. */
    void clear() {
        if (sets.size() > 0) {
            log.touchAll();
            sets.clear();
            try {
                bySlot = new IdSet[MIN_SLOTS];
            } catch (OutOfMemoryError ignored) {
                Arrays.fill(bySlot, null);
            }
            log.countOp();
        }
    }

    /** Logged before anything is changed; what can fail does so before that. */
    private void put(long key, IdSet set) {
        log.ofSet(set.slot).touchAll();
        sets.put(key, set);
        bySlot[set.slot] = set;
    }

    private void take(long key, IdSet set) {
        log.ofSet(set.slot).touchAll();
        sets.remove(key);
        bySlot[set.slot] = null;
    }

    /** Makes a set in a slot that is free. */
    private IdSet newSet(long key, int expectedSize) {
        if (sets.size() >= bySlot.length / 2) {
            bySlot = Arrays.copyOf(bySlot, 2 * bySlot.length);
        }
        while (bySlot[cursor & (bySlot.length - 1)] != null) {
            cursor++; // half are free, so few are passed, on the whole
        }
        return new IdSet(expectedSize, cursor & (bySlot.length - 1), key);
    }

    // ---------------------------------------------------------------- both sides

    IdSetTable copy() {
        return new IdSetTable(this);
    }

    /**
     * Makes this side equal to the live one, index by index, if only what is logged differs: replay
     * and discard in one. Calls no code of the user and may be repeated. May fail halfway, for want
     * of memory only.
     */
    void copyTouched(IdSetTable live) {
        if (log.isAll()) {
            bySlot = copyOf(live.bySlot);
        } else {
            if (bySlot.length < live.bySlot.length) {
                bySlot = Arrays.copyOf(bySlot, live.bySlot.length);
            }
            log.forEachTouchedSet((slot, touched) -> copySet(slot, touched, live));
        }
        sets.copyTouched(live.sets, log.ofTable);
        ownSets(log.isAll() || log.ofTable.isAll());
    }

    private void copySet(int slot, TouchLog touched, IdSetTable live) {
        IdSet from = live.setAt(slot);
        IdSet to = bySlot[slot];
        if (from == null) {
            bySlot[slot] = null;
        } else if (to == null || to.key != from.key) {
            bySlot[slot] = from.copy();
        } else {
            to.copyTouched(from, touched);
        }
    }

    /**
     * The touched indexes of the table were copied, and refer to sets of another side: puts this
     * side's own there.
     */
    private void ownSets(boolean isAll) {
        int count = isAll ? sets.capacity() : log.ofTable.size();
        for (int k = 0; k < count; k++) {
            int i = isAll ? k : log.ofTable.get(k);
            sets.values[i] = own((IdSet) sets.values[i]);
        }
        sets.zeroValue = own((IdSet) sets.zeroValue);
    }

    private @Nullable IdSet own(@Nullable IdSet set) {
        return set == null ? null : bySlot[set.slot];
    }

    /**
     * Remembers what the pending ops have made of this side. The result makes a side so that is
     * equal to the live one, once the log is as it was.
     */
    Consumer<IdSetTable> savepoint() {
        boolean isAll = log.isAll();
        int slots = bySlot.length;
        Consumer<LongTableFields> ofTable = sets.savepoint(log.ofTable);
        @Nullable IdSet[] all = isAll ? copyOf(bySlot) : bySlot;
        Int2ObjectHashMap<Consumer<IdSetTable>> some = new Int2ObjectHashMap<>();
        if (!isAll) {
            log.forEachTouchedSet((slot, touched) -> some.put(slot, savepointOf(slot, touched)));
        }
        return table -> {
            if (isAll) {
                table.bySlot = all;
            } else if (table.bySlot.length < slots) {
                table.bySlot = Arrays.copyOf(table.bySlot, slots);
            }
            some.values().forEach(set -> set.accept(table));
            ofTable.accept(table.sets);
            table.ownSets(isAll || log.ofTable.isAll());
        };
    }

    private Consumer<IdSetTable> savepointOf(int slot, TouchLog touched) {
        IdSet set = bySlot[slot];
        if (set == null || touched.isAll()) {
            IdSet saved = set == null ? null : set.copy();
            return table -> table.restore(slot, saved);
        }
        Consumer<IdSet> saved = set.savepoint(touched);
        return table -> saved.accept(requireNonNull(table.bySlot[slot]));
    }

    /** Restores a set in place: an index of the table that was not touched may refer to it. */
    private void restore(int slot, @Nullable IdSet saved) {
        IdSet set = bySlot[slot];
        if (set == null || saved == null || set.key != saved.key) {
            bySlot[slot] = saved;
        } else {
            set.take(saved);
        }
    }
}
