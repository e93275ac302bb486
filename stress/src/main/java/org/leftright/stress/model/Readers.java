// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.model;

import static org.leftright.stress.model.Access.ACQUIRE;
import static org.leftright.stress.model.Access.OPAQUE;
import static org.leftright.stress.model.Access.PLAIN;
import static org.leftright.stress.model.Access.RELEASE;
import static org.leftright.stress.model.Access.VOLATILE;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The readers' half of the protocol: {@code LeftRight.lookup}, and {@code Reader.enter} and {@code
 * leave} with {@code ReaderEpoch}. What they read is judged at their end, since a check in between
 * would keep accesses apart that the memory model lets pass each other.
 */
final class Readers {
    private final Memory memory;
    private final Set<ModelMutation> mutations;
    private final boolean askForReturned;

    /**
     * Takes whether readers ask, before each read, which refresh has returned, and check that they
     * see it. This multiplies the states.
     */
    Readers(Memory memory, boolean askForReturned, Set<ModelMutation> mutations) {
        this.memory = memory;
        this.askForReturned = askForReturned;
        this.mutations = mutations;
    }

    // ---------------------------------------------------------------- lookups

    /** Reads several times by lookup. One may overtake the other, so all are judged at the end. */
    Program lookups(String name, int count) {
        Program p = new Program(name);
        Lookup[] lookups = new Lookup[count];
        for (int i = 0; i < count; i++) {
            Lookup lookup = new Lookup(p);
            lookups[i] = lookup;
            askForReturned(p, lookup.returned);
            p.load(lookup.v, memory.live, VOLATILE);
            if (mutations.contains(ModelMutation.LOOKUP_CHECKED_BEFORE_READS)) {
                p.load(lookup.again, memory.live, OPAQUE);
            }
            p.load(lookup.one, r -> memory.one[side(r, lookup.v)], PLAIN);
            p.load(lookup.other, r -> memory.other[side(r, lookup.v)], PLAIN);
            if (!mutations.contains(ModelMutation.LOOKUP_WITHOUT_ACQUIRE_FENCE)) {
                p.acquireFence();
            }
            if (!mutations.contains(ModelMutation.LOOKUP_CHECKED_BEFORE_READS)) {
                p.load(lookup.again, memory.live, OPAQUE);
            }
        }
        for (int i = 0; i < count; i++) {
            judge(p, lookups[i], i == 0 ? null : lookups[i - 1]);
        }
        return p.end();
    }

    private void judge(Program p, Lookup lookup, @Nullable Lookup before) {
        p.check(
                r ->
                        isValid(r, lookup.v, lookup.again)
                                ? isOf(r, lookup.v, lookup.one, lookup.other)
                                : 1,
                "a lookup returned what is not of its version");
        p.check(
                r -> r.get(lookup.v) >= r.get(lookup.returned) ? 1 : 0,
                "a lookup returned what is older than a refresh that had returned");
        if (before != null) {
            p.check(
                    r -> r.get(lookup.v) >= r.get(before.v) ? 1 : 0,
                    "versions went backwards between two lookups");
        }
    }

    /** The registers of a lookup. */
    private static final class Lookup {
        final int returned;
        final int v;
        final int one;
        final int other;
        final int again;

        Lookup(Program p) {
            returned = p.register();
            v = p.register();
            one = p.register();
            other = p.register();
            again = p.register();
        }
    }

    private boolean isValid(Registers r, int v, int again) {
        if (mutations.contains(ModelMutation.LOOKUP_UNCHECKED)) {
            return true;
        }
        if (mutations.contains(ModelMutation.LOOKUP_COMPARES_SIDE)) {
            return side(r, again) == side(r, v);
        }
        return r.get(again) == r.get(v);
    }

    // ---------------------------------------------------------------- sections

    /** What a reader by handle does in addition to reading in sections. */
    enum Ending {
        /** Leaves every section. */
        LEAVES,
        /** Pins its side in its last section, and reads it again after that. */
        KEEPS_SNAPSHOT,
        /** Stays in its last section for ever. */
        STAYS,
        /** Stays in its last section for ever, and drops its handle. */
        DROPS_HANDLE,
        /** Leaves every section, but the departure from the first is cut short. */
        CUT_SHORT
    }

    /** Reads in several sections of a handle that has the cell for itself. */
    Program sections(String name, int cell, int count, Ending ending, boolean registers) {
        Program p = new Program(name);
        Held held = new Held(p);
        int epoch = p.register();
        if (registers) {
            p.store(memory.registered[cell], r -> 1, VOLATILE);
        }
        for (int i = 1; i <= count; i++) {
            boolean isLast = i == count;
            arrive(p, cell, held, epoch);
            hold(p, cell, held, epoch);
            if (isLast && ending == Ending.DROPS_HANDLE) {
                p.store(memory.dropped[cell], r -> 1, PLAIN);
            }
            if (mutations.contains(ModelMutation.DEPARTS_EARLY)) {
                depart(p, cell, held, epoch);
            }
            read(p, held);
            if (isLast && ending == Ending.KEEPS_SNAPSHOT) {
                p.store(r -> memory.pinned[side(r, held.v)], r -> 1, OPAQUE);
            }
            boolean leaves =
                    ending == Ending.CUT_SHORT
                            ? i > 1
                            : !isLast || ending.compareTo(Ending.KEEPS_SNAPSHOT) <= 0;
            if (leaves && !mutations.contains(ModelMutation.DEPARTS_EARLY)) {
                depart(p, cell, held, epoch);
            }
            judge(p, held);
            if (isLast && ending != Ending.LEAVES && ending != Ending.CUT_SHORT) {
                read(p, held);
                judge(p, held);
            }
            if (!leaves) { // the later it looks, the more may have gone wrong
                find(p, cell, held);
            }
            judgeFound(p, held);
            held.clear();
        }
        return p.end();
    }

    /**
     * Leases a slot that others lease too: for a section, which the thread may end in if it may
     * die, then for lookups that have fallen back, which do not say what they hold.
     */
    Program leases(String name, int cell, int thread, int count, boolean mayDie) {
        Program p = new Program(name);
        Held held = new Held(p);
        int epoch = p.register();
        int depth = p.register();
        int x = p.register();
        for (int i = 0; i < count; i++) {
            boolean isSection = i == 0;
            String again = p.newLabel("again");
            String dies = p.newLabel("dies");
            boolean isEarly =
                    !isSection && mutations.contains(ModelMutation.FALLBACK_LOADS_LIVE_BEFORE_SLOT);
            askForReturned(p, held.returned);
            if (isEarly) {
                p.load(held.early, memory.live, VOLATILE);
            }
            p.label(again);
            p.load(epoch, memory.epoch[cell], OPAQUE);
            p.jumpIf(r -> r.get(epoch) & 1, again);
            p.compareAndSet(x, memory.epoch[cell], r -> r.get(epoch), r -> r.get(epoch) + 1);
            p.jumpIf(r -> 1 - r.get(x), again);
            p.assign(epoch, r -> r.get(epoch) + 1);
            p.store(memory.owner[cell], r -> thread + 1, PLAIN);
            p.store(
                    memory.ownedEpoch[cell],
                    r -> r.get(epoch),
                    mutations.contains(ModelMutation.OWN_WITHOUT_RELEASE) ? PLAIN : RELEASE);
            p.load(depth, memory.depth[cell], PLAIN);
            if (isSection) {
                hold(p, cell, held, epoch);
                p.store(memory.depth[cell], r -> 1, RELEASE);
            } else if (isEarly) {
                p.assign(held.v, r -> r.get(held.early));
            } else {
                p.load(held.v, memory.live, VOLATILE);
            }
            read(p, held);
            if (mayDie) {
                String lives = p.newLabel("lives");
                p.choose(x);
                p.jumpIf(r -> 1 - r.get(x), lives);
                find(p, cell, held);
                p.jump(dies);
                p.label(lives);
            }
            if (isSection) {
                p.store(memory.depth[cell], r -> 0, RELEASE);
            }
            depart(p, cell, held, epoch);
            p.label(dies);
            judge(p, held);
            if (isSection) {
                judgeFound(p, held);
            }
            p.check(r -> r.get(depth) == 0 ? 1 : 0, "a slot was lent with a section in it");
            held.clear();
            clear(p, x, depth);
        }
        p.store(memory.dead[thread], r -> 1, VOLATILE);
        return p.end();
    }

    /** The registers of a section. */
    private static final class Held {
        private final Program p;
        final int returned;
        final int early;
        final int v;
        final int inCell;
        final int one;
        final int other;
        final int atEnd;
        final int last;

        Held(Program p) {
            this.p = p;
            returned = p.register();
            early = p.register();
            v = p.register();
            inCell = p.register();
            one = p.register();
            other = p.register();
            atEnd = p.register();
            last = p.register();
        }

        void clear() {
            p.assign(last, r -> r.get(v));
            Readers.clear(p, returned, early, v, inCell, one, other, atEnd);
        }
    }

    private void arrive(Program p, int cell, Held held, int epoch) {
        askForReturned(p, held.returned);
        if (mutations.contains(ModelMutation.LIVE_BEFORE_EPOCH)) {
            p.load(held.early, memory.live, VOLATILE);
        }
        p.assign(
                epoch,
                mutations.contains(ModelMutation.ARRIVE_ADDS_ONE)
                        ? r -> r.get(epoch) + 1
                        : r -> (r.get(epoch) + 1) | 1);
        p.store(
                memory.epoch[cell],
                r -> r.get(epoch),
                mutations.contains(ModelMutation.ARRIVE_WITHOUT_BARRIER) ? RELEASE : VOLATILE);
    }

    /** Loads live, and says so in the cell. */
    private void hold(Program p, int cell, Held held, int epoch) {
        if (mutations.contains(ModelMutation.LIVE_BEFORE_EPOCH)) {
            p.assign(held.v, r -> r.get(held.early));
        } else {
            p.load(
                    held.v,
                    memory.live,
                    mutations.contains(ModelMutation.HOLD_ACQUIRES_LIVE) ? ACQUIRE : VOLATILE);
        }
        find(p, cell, held);
        if (mutations.contains(ModelMutation.SECTION_REUSES_VERSION)) {
            String none = p.newLabel("none");
            p.jumpIf(r -> r.get(held.inCell) == 0 ? 1 : 0, none);
            p.assign(held.v, r -> r.get(held.inCell) - 1);
            p.label(none);
        }
        String same = p.newLabel("same");
        p.jumpIf(r -> r.get(held.inCell) == r.get(held.v) + 1 ? 1 : 0, same);
        p.store(memory.version[cell], r -> r.get(held.v) + 1, PLAIN);
        p.label(same);
        p.store(
                memory.loadedEpoch[cell],
                r -> r.get(epoch),
                mutations.contains(ModelMutation.HOLD_WITHOUT_RELEASE) ? PLAIN : RELEASE);
    }

    private void read(Program p, Held held) {
        p.load(held.one, r -> memory.one[side(r, held.v)], PLAIN);
        p.load(held.other, r -> memory.other[side(r, held.v)], PLAIN);
    }

    /** Loads the cell's version, as hold, depart and each use of a section do. */
    private void find(Program p, int cell, Held held) {
        p.load(held.inCell, memory.version[cell], PLAIN);
    }

    private void depart(Program p, int cell, Held held, int epoch) {
        p.load(held.atEnd, memory.live, VOLATILE);
        boolean isLate = mutations.contains(ModelMutation.VERSION_CLEARED_AFTER_DEPARTURE);
        if (isLate || mutations.contains(ModelMutation.SECTION_REUSES_VERSION)) {
            find(p, cell, held);
        } else {
            clearUnlessLive(p, cell, held.inCell, held.atEnd);
        }
        p.assign(epoch, r -> r.get(epoch) + 1);
        p.store(
                memory.epoch[cell],
                r -> r.get(epoch),
                mutations.contains(ModelMutation.DEPART_WITHOUT_RELEASE) ? PLAIN : RELEASE);
        if (isLate) {
            clearUnlessLive(p, cell, held.early, held.atEnd); // not inCell, which is judged
        }
    }

    private void clearUnlessLive(Program p, int cell, int inCell, int live) {
        String same = p.newLabel("same");
        p.load(inCell, memory.version[cell], PLAIN);
        p.jumpIf(r -> r.get(inCell) == r.get(live) + 1 ? 1 : 0, same);
        p.store(memory.version[cell], r -> 0, PLAIN);
        p.label(same);
    }

    private void judge(Program p, Held held) {
        p.check(
                r -> isOf(r, held.v, held.one, held.other),
                "a section read what is not of its version");
        p.check(r -> r.get(held.v) >= r.get(held.last) ? 1 : 0, "versions went backwards");
        p.check(
                r -> r.get(held.v) >= r.get(held.returned) ? 1 : 0,
                "a section sees what is older than a refresh that had returned");
    }

    private void judgeFound(Program p, Held held) {
        p.check(
                r -> r.get(held.inCell) == r.get(held.v) + 1 ? 1 : 0,
                "a section did not find its version");
    }

    // ---------------------------------------------------------------- both

    private void askForReturned(Program p, int register) {
        if (askForReturned) {
            p.load(register, memory.returned, VOLATILE);
        }
    }

    /** The side of the version whose number is in a register. */
    private int side(Registers r, int version) {
        return r.ghost(memory.sideOf[r.get(version)]);
    }

    private int isOf(Registers r, int version, int one, int other) {
        int number = r.ghost(memory.numberOf[r.get(version)]);
        return r.get(one) == number && r.get(other) == number ? 1 : 0;
    }

    private static void clear(Program p, int... registers) {
        for (int register : registers) {
            p.assign(register, 0);
        }
    }
}
