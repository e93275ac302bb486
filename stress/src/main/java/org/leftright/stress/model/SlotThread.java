// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.model;

import static org.leftright.stress.model.Access.ACQUIRE;
import static org.leftright.stress.model.Access.OPAQUE;
import static org.leftright.stress.model.Access.PLAIN;
import static org.leftright.stress.model.Access.RELEASE;
import static org.leftright.stress.model.Access.VOLATILE;

import java.util.Arrays;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * A thread that leases slots, as {@code ReaderRegistry.slotFor} and {@code lend} do: for sections,
 * for sections nested in them, and for lookups inside and outside of sections. No other thread may
 * hold a slot at the same time, and a nested section must find the slot of the outer one. A segment
 * is not appended; a thread that finds no slot looks again. Each slot but the first is a segment of
 * its own; the writer may give the last one back.
 */
final class SlotThread {
    private final Memory memory;
    private final Set<ModelMutation> mutations;
    private final int slots;
    private final int first;
    private final int me;
    private final Program p;
    private final int slot;
    private final int outerSlot;
    private final int epoch;
    private final int outerEpoch;
    private final int wasFound;
    private final int x;
    private final int y;
    private final int retired;

    /** Takes the number of the slot at which the thread's window begins. */
    private SlotThread(
            String name, Memory memory, int first, int thread, Set<ModelMutation> mutations) {
        this.first = first;
        this.memory = memory;
        this.mutations = mutations;
        this.slots = memory.epoch.length;
        this.me = thread + 1;
        p = new Program(name);
        slot = p.register();
        outerSlot = p.register();
        epoch = p.register();
        outerEpoch = p.register();
        wasFound = p.register();
        x = p.register();
        y = p.register();
        retired = p.register();
    }

    /** A world of such threads, and perhaps a writer. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    static World world(
            int slots,
            Set<ModelMutation> mutations,
            BiFunction<Memory, Set<ModelMutation>, Program>... threads) {
        Memory memory = new Memory(0, slots, 0, 0);
        return new World(
                memory,
                Arrays.stream(threads).map(thread -> thread.apply(memory, mutations)).toList(),
                null);
    }

    /** A thread whose window begins at a slot, and which reads so often. */
    static BiFunction<Memory, Set<ModelMutation>, Program> reads(int thread, int count, int first) {
        return (memory, mutations) ->
                new SlotThread("thread " + thread, memory, first, thread, mutations).reads(count);
    }

    /** Reads so often: by a lookup, or in a section with a nested lookup and a nested section. */
    private Program reads(int count) {
        for (int i = 0; i < count; i++) {
            String lookup = p.newLabel("lookup");
            String next = p.newLabel("next");
            p.choose(x);
            p.jumpIf(r -> r.get(x), lookup);
            section();
            p.jump(next);
            p.label(lookup);
            lookupOutside();
            p.label(next);
            for (int register :
                    new int[] {slot, outerSlot, epoch, outerEpoch, wasFound, x, y, retired}) {
                p.assign(register, 0);
            }
        }
        return p.end();
    }

    /** {@code ReaderEpoch.forgetDeadOwner}, of the first slot. The last owners of all have died. */
    static Program forgetDeadOwner(Memory memory, Set<ModelMutation> mutations) {
        int dead = 99;
        Program p = new Program("writer");
        int x = p.register();
        String no = p.newLabel("no");
        for (int owner : memory.owner) {
            p.ghost(r -> owner, r -> dead);
        }
        p.load(x, memory.owner[0], PLAIN);
        p.jumpIf(r -> r.get(x) == dead ? 0 : 1, no);
        p.load(x, memory.epoch[0], VOLATILE);
        p.jumpIf(r -> r.get(x) & 1, no);
        if (mutations.contains(ModelMutation.FORGET_DEAD_OWNER_WITHOUT_CAS)) {
            p.store(memory.owner[0], r -> 0, VOLATILE);
        } else {
            p.compareAndSet(x, memory.owner[0], r -> dead, r -> 0);
        }
        p.label(no);
        return p.end();
    }

    /**
     * {@code ReaderRegistry.retireUnusedSegment}: takes the last slot for ever, and says so then.
     */
    static Program retireLast(Memory memory, Set<ModelMutation> mutations) {
        int last = memory.epoch.length - 1;
        int writer = 99;
        Program p = new Program("writer");
        int epoch = p.register();
        int x = p.register();
        String inUse = p.newLabel("inUse");
        p.load(epoch, memory.epoch[last], VOLATILE);
        p.jumpIf(r -> r.get(epoch) & 1, inUse);
        if (!mutations.contains(ModelMutation.RETIRED_WITHOUT_BEING_TAKEN)) {
            p.compareAndSet(x, memory.epoch[last], r -> r.get(epoch), r -> r.get(epoch) + 1);
            p.jumpIf(r -> 1 - r.get(x), inUse);
        }
        p.check(r -> r.ghost(memory.holder[last]) == 0 ? 1 : 0, "a slot in use was given back");
        p.ghost(r -> memory.holder[last], r -> writer);
        p.store(memory.retired, r -> 1, VOLATILE);
        p.label(inUse);
        return p.end();
    }

    private void section() {
        slotFor();
        p.check(r -> 1 - r.get(wasFound), "the section of another was taken for one's own");
        p.store(r -> memory.depth[r.get(slot)], r -> 1, depthAccess());
        p.assign(outerSlot, r -> r.get(slot));
        p.assign(outerEpoch, r -> r.get(epoch));

        String without = p.newLabel("without");
        p.choose(x);
        p.jumpIf(r -> r.get(x), without);
        slotFor();
        checkIsOuter();
        lend(); // a lookup that falls back, beside the section
        boolean isLateOwner = mutations.contains(ModelMutation.OWNER_CLEARED_AFTER_DEPARTURE);
        if (!isLateOwner && !mutations.contains(ModelMutation.LOOKUP_KEEPS_ITS_NAME)) {
            p.store(r -> memory.owner[r.get(slot)], r -> 0, PLAIN);
        }
        depart();
        if (isLateOwner) {
            p.store(r -> memory.owner[r.get(slot)], r -> 0, PLAIN);
        }
        p.label(without);

        slotFor();
        checkIsOuter();
        p.assign(slot, r -> r.get(outerSlot));
        p.assign(epoch, r -> r.get(outerEpoch));
        boolean isLate = mutations.contains(ModelMutation.DEPTH_CLEARED_AFTER_DEPARTURE);
        if (!isLate) {
            p.store(r -> memory.depth[r.get(slot)], r -> 0, RELEASE);
        }
        depart();
        if (isLate) {
            p.store(r -> memory.depth[r.get(slot)], r -> 0, RELEASE);
        }
        closeAgain();
    }

    /** {@code Section.close} of a section that is closed: must not take another's for its own. */
    private void closeAgain() {
        p.load(x, r -> memory.epoch[r.get(slot)], PLAIN);
        boolean isUnmatched = mutations.contains(ModelMutation.CLOSED_AGAIN_ENDS_ANOTHERS);
        p.check(
                r -> (isUnmatched ? (r.get(x) & 1) == 1 : r.get(x) == r.get(epoch)) ? 0 : 1,
                "a section that was closed twice ended the section of another");
    }

    private void lookupOutside() {
        slotFor();
        p.check(r -> 1 - r.get(wasFound), "the section of another was taken for one's own");
        depart();
    }

    private void checkIsOuter() {
        p.check(
                r -> r.get(wasFound) == 1 && r.get(slot) == r.get(outerSlot) ? 1 : 0,
                "a nested section did not find the slot of the outer one");
    }

    private Access depthAccess() {
        return mutations.contains(ModelMutation.SLOT_DEPTH_WITHOUT_RELEASE) ? PLAIN : RELEASE;
    }

    private void slotFor() {
        String found = p.newLabel("found");
        String taken = p.newLabel("taken");
        String notFirst = p.newLabel("notFirst");
        String stops = p.newLabel("stops");
        p.assign(wasFound, 0);
        isSectionOfMe(first, found);
        p.load(x, memory.owner[first], PLAIN);
        p.jumpIf(r -> r.get(x) == me ? 0 : 1, notFirst);
        tryArrive(first, notFirst);
        if (!mutations.contains(ModelMutation.FIRST_SLOT_OWNER_NOT_CHECKED_AGAIN)) {
            p.load(x, memory.owner[first], PLAIN);
            p.jumpIf(r -> r.get(x) == me ? 1 : 0, taken);
            // It had been lent to another between the two looks at it.
            if (!mutations.contains(ModelMutation.STRANGERS_SLOT_KEEPS_ITS_NAME)) {
                p.store(memory.owner[first], r -> 0, PLAIN);
            }
            depart();
        } else {
            p.jump(taken);
        }
        p.label(notFirst);
        p.load(retired, memory.retired, VOLATILE);
        for (int i = 0; i < slots; i++) {
            int s = (first + i) % slots;
            String gone = p.newLabel("gone");
            skipIfRetired(s, gone);
            isSectionOfMe(s, found);
            if (mutations.contains(ModelMutation.SEARCH_STOPS_AT_IDLE)) {
                p.load(x, memory.epoch[s], VOLATILE);
                p.jumpIf(r -> 1 - (r.get(x) & 1), stops);
            }
            p.label(gone);
        }
        p.label(stops);
        lend();
        p.jump(taken);
        p.label(found);
        p.assign(wasFound, 1);
        p.label(taken);
        p.assign(x, 0);
        p.assign(y, 0);
    }

    private void skipIfRetired(int candidate, String gone) {
        if (candidate == slots - 1) {
            p.jumpIf(r -> r.get(retired), gone);
        }
    }

    /** {@code ReaderEpoch.isSectionOf}. */
    private void isSectionOfMe(int candidate, String found) {
        p.load(
                x,
                memory.depth[candidate],
                mutations.contains(ModelMutation.SLOT_DEPTH_WITHOUT_ACQUIRE) ? OPAQUE : ACQUIRE);
        p.load(y, memory.owner[candidate], PLAIN); // as a processor may, before it knows the depth
        p.assign(slot, candidate);
        p.jumpIf(r -> r.get(x) > 0 && r.get(y) == me ? 1 : 0, found);
    }

    private void tryArrive(int candidate, String fails) {
        p.load(epoch, memory.epoch[candidate], OPAQUE);
        p.jumpIf(r -> r.get(epoch) & 1, fails);
        if (mutations.contains(ModelMutation.SLOT_TAKEN_WITHOUT_CAS)) {
            p.store(memory.epoch[candidate], r -> r.get(epoch) + 1, VOLATILE);
        } else {
            p.compareAndSet(x, memory.epoch[candidate], r -> r.get(epoch), r -> r.get(epoch) + 1);
            p.jumpIf(r -> 1 - r.get(x), fails);
        }
        p.assign(epoch, r -> r.get(epoch) + 1);
        p.assign(slot, candidate);
        p.check(r -> r.ghost(memory.holder[candidate]) == 0 ? 1 : 0, "two threads hold a slot");
        p.ghost(r -> memory.holder[candidate], r -> me);
    }

    private void lend() {
        String lent = p.newLabel("lent");
        String again = p.newLabel("again");
        p.label(again);
        p.load(retired, memory.retired, VOLATILE);
        for (int pass = 0; pass < 3; pass++) {
            for (int i = 0; i < slots; i++) {
                int s = (first + i) % slots;
                String next = p.newLabel("next");
                int wanted = pass == 0 ? me : 0;
                skipIfRetired(s, next);
                p.load(x, memory.owner[s], PLAIN);
                if (pass < 2) {
                    p.jumpIf(r -> r.get(x) == wanted ? 0 : 1, next);
                }
                tryArrive(s, next);
                p.jump(lent);
                p.label(next);
            }
        }
        p.jump(again);
        p.label(lent);
        p.store(r -> memory.owner[r.get(slot)], r -> me, PLAIN);
        p.assign(x, 0);
    }

    private void depart() {
        p.ghost(r -> memory.holder[r.get(slot)], r -> 0);
        p.store(r -> memory.epoch[r.get(slot)], r -> r.get(epoch) + 1, RELEASE);
        if (mutations.contains(ModelMutation.SLOT_RELEASED_TWICE)) {
            String once = p.newLabel("once");
            p.load(x, r -> memory.epoch[r.get(slot)], PLAIN);
            p.jumpIf(r -> 1 - (r.get(x) & 1), once);
            p.store(r -> memory.epoch[r.get(slot)], r -> r.get(x) + 1, RELEASE);
            p.label(once);
        }
    }
}
