// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.model;

import static org.leftright.stress.model.Access.ACQUIRE;
import static org.leftright.stress.model.Access.OPAQUE;
import static org.leftright.stress.model.Access.PLAIN;
import static org.leftright.stress.model.Access.RELEASE;
import static org.leftright.stress.model.Access.VOLATILE;

import java.util.Set;

/**
 * The writer's half of the protocol, in the order of {@code Writer}, {@code GracePeriod} and {@code
 * ReaderEpoch}: writes, each refreshed, perhaps with another discarded before; the replay at once
 * if the readers have departed by then, else owed; and a last replay, after which both sides must
 * be equal.
 */
final class WriterProgram {
    /** What else the writer meets, or does. */
    enum Feature {
        DISCARDS,
        LOSES_PATIENCE,
        MEETS_SNAPSHOTS,
        MEETS_NEW_HANDLES,
        MEETS_DROPPED_HANDLES,
        MEETS_DEAD_THREADS
    }

    /** What an op that is discarded would have added; the others add 1. */
    private static final int DISCARDED = 50;

    private final Memory memory;
    private final Set<Feature> features;
    private final Set<ModelMutation> mutations;
    private final int cells;
    private final Program p = new Program("writer");

    private final int hidden = p.register();
    private final int live = p.register();
    private final int nextSide = p.register();
    private final int spareSide = p.register();
    private final int versionNumber = p.register();
    private final int number = p.register();
    private final int owed = p.register();
    private final int x = p.register();
    private final int y = p.register();
    private final int pinnedEarly = p.register();
    private final boolean isPinAskedEarly;
    private final int[] noted;
    private final int[] known;
    private final int[] stalled;
    private final int[] removed;

    WriterProgram(Memory memory, int cells, Set<Feature> features, Set<ModelMutation> mutations) {
        this.memory = memory;
        this.features = features;
        this.mutations = mutations;
        this.isPinAskedEarly = mutations.contains(ModelMutation.PIN_ASKED_BEFORE_WAIT);
        this.cells = cells;
        noted = registers();
        known = registers();
        stalled = registers();
        removed = registers();
    }

    private int[] registers() {
        int[] registers = new int[cells];
        for (int c = 0; c < cells; c++) {
            registers[c] = p.register();
        }
        return registers;
    }

    Program refreshes(int count) {
        p.assign(hidden, 1);
        p.assign(nextSide, 2);
        for (int i = 0; i < count; i++) {
            hiddenSideReady();
            if (features.contains(Feature.DISCARDS)) {
                String none = p.newLabel("none");
                p.choose(x);
                p.jumpIf(isZero(x), none);
                increase(hidden, DISCARDED, false);
                discard();
                p.label(none);
                p.assign(x, 0);
            }
            increase(hidden, 1, false);
            p.assign(number, r -> r.get(number) + 1);
            flip();
            p.store(memory.returned, r -> r.get(versionNumber), VOLATILE);
            if (mutations.contains(ModelMutation.STALE_SIDE_LIVE)) {
                String done = p.newLabel("done");
                p.jumpIf(r -> r.get(owed) == 0 ? 1 : 0, done);
                flip();
                p.label(done);
            }
        }
        hiddenSideReady();
        p.load(x, r -> memory.one[r.get(hidden)], PLAIN);
        p.load(y, r -> memory.one[r.get(live)], PLAIN);
        p.check(r -> r.get(x) == r.get(y) ? 1 : 0, "the sides differ though nothing is owed");
        p.load(x, r -> memory.other[r.get(hidden)], PLAIN);
        p.load(y, r -> memory.other[r.get(live)], PLAIN);
        p.check(r -> r.get(x) == r.get(y) ? 1 : 0, "the sides differ though nothing is owed");
        return p.end();
    }

    // ---------------------------------------------------------------- ops

    private void discard() {
        if (mutations.contains(ModelMutation.DISCARD_WITHOUT_UNDO)) {
            return;
        }
        p.load(x, r -> memory.one[r.get(live)], PLAIN);
        p.store(r -> memory.one[r.get(hidden)], r -> r.get(x), PLAIN);
        p.load(x, r -> memory.other[r.get(live)], PLAIN);
        p.store(r -> memory.other[r.get(hidden)], r -> r.get(x), PLAIN);
    }

    /** An op: increases both numbers of a side, for the first time or again. */
    private void increase(int side, int amount, boolean isReplay) {
        p.load(y, r -> memory.one[r.get(side)], PLAIN);
        if (isReplay && !mutations.contains(ModelMutation.REPLAY_WITHOUT_RELEASE_FENCE)) {
            p.releaseFence();
        }
        p.store(r -> memory.one[r.get(side)], r -> r.get(y) + amount, PLAIN);
        p.store(r -> memory.other[r.get(side)], r -> r.get(y) + amount, PLAIN);
        p.assign(y, 0);
    }

    // ---------------------------------------------------------------- refresh

    private void flip() {
        p.assign(versionNumber, r -> r.get(versionNumber) + 1);
        p.ghost(r -> memory.sideOf[r.get(versionNumber)], r -> r.get(hidden));
        p.ghost(r -> memory.numberOf[r.get(versionNumber)], r -> r.get(number));
        if (mutations.contains(ModelMutation.REGISTRY_READ_BEFORE_BARRIER)) {
            readRegistry();
        }
        if (mutations.contains(ModelMutation.SCAN_BEFORE_FLIP)) {
            noteReaders();
        }
        if (mutations.contains(ModelMutation.REPLAY_BEFORE_FLIP)) {
            increase(live, 1, true);
        }
        p.store(memory.live, r -> r.get(versionNumber), accessOfFlip());
        if (!mutations.contains(ModelMutation.REGISTRY_READ_BEFORE_BARRIER)) {
            readRegistry();
        }
        if (!mutations.contains(ModelMutation.SCAN_BEFORE_FLIP)) {
            noteReaders();
        }
        p.assign(x, r -> r.get(hidden));
        p.assign(hidden, r -> r.get(live));
        p.assign(live, r -> r.get(x));
        p.assign(x, 0);
        p.assign(owed, 1);
        if (isPinAskedEarly) {
            p.load(pinnedEarly, r -> memory.pinned[r.get(hidden)], OPAQUE);
        }
        // The short spin: how long it is does not matter, only how it ends.
        String stillOwed = p.newLabel("stillOwed");
        for (int c = 0; c < waitedFor(); c++) {
            String over = p.newLabel("over");
            p.jumpIf(isZero(noted[c]), over);
            p.load(x, memory.epoch[c], VOLATILE);
            p.jumpIf(equal(x, noted[c]), stillOwed);
            p.assign(noted[c], 0);
            p.label(over);
        }
        replay();
        p.label(stillOwed);
        p.assign(x, 0);
    }

    private int waitedFor() {
        return mutations.contains(ModelMutation.ONE_OF_TWO_WAITED_FOR) ? 1 : cells;
    }

    private Access accessOfFlip() {
        if (mutations.contains(ModelMutation.FLIP_WITHOUT_RELEASE)) {
            return OPAQUE;
        }
        return mutations.contains(ModelMutation.FLIP_WITHOUT_BARRIER) ? RELEASE : VOLATILE;
    }

    private void readRegistry() {
        for (int c = 0; c < cells; c++) {
            if (features.contains(Feature.MEETS_NEW_HANDLES)) {
                p.load(
                        known[c],
                        memory.registered[c],
                        mutations.contains(ModelMutation.REGISTRY_WITHOUT_BARRIER)
                                ? ACQUIRE
                                : VOLATILE);
            }
        }
    }

    /** {@code GracePeriod.begin}. The side that was live until now is still called live here. */
    private void noteReaders() {
        for (int c = 0; c < cells; c++) {
            int cell = c;
            String next = p.newLabel("next");
            p.assign(noted[c], 0);
            if (c == 0 && mutations.contains(ModelMutation.REGISTERED_NOT_SCANNED)) {
                continue;
            }
            if (features.contains(Feature.MEETS_NEW_HANDLES)) {
                p.jumpIf(isZero(known[c]), next);
            }
            p.jumpIf(r -> r.get(removed[cell]), next);
            p.load(
                    noted[c],
                    memory.epoch[c],
                    mutations.contains(ModelMutation.SCAN_ACQUIRES_EPOCH) ? ACQUIRE : VOLATILE);
            String idle = p.newLabel("idle");
            p.jumpIf(
                    mutations.contains(ModelMutation.PARITY_CONFUSED)
                            ? isOdd(noted[c])
                            : isEven(noted[c]),
                    idle);
            if (mutations.contains(ModelMutation.STRAGGLER_SKIPPED)) {
                p.jumpIf(equal(noted[c], stalled[c]), idle);
            }
            mayHold(c, live, noted[c], next, idle);
            p.label(idle);
            if (features.contains(Feature.MEETS_DEAD_THREADS)) {
                String none = p.newLabel("none");
                p.jumpIf(isEven(noted[c]), none);
                departForTheDead(c); // it may have died with a side that was abandoned before
                p.label(none);
            }
            p.assign(noted[c], 0);
            p.label(next);
        }
        p.assign(x, 0);
        p.assign(y, 0);
    }

    /** {@code ReaderEpoch.mayHold}. */
    private void mayHold(int cell, int side, int epoch, String yes, String no) {
        p.load(
                x,
                memory.loadedEpoch[cell],
                mutations.contains(ModelMutation.MAY_HOLD_WITHOUT_ACQUIRE) ? OPAQUE : ACQUIRE);
        p.load(y, memory.version[cell], ACQUIRE); // before the branch, as a processor may load it
        if (!mutations.contains(ModelMutation.MAY_HOLD_WITHOUT_EPOCH)) {
            boolean isSkipped = mutations.contains(ModelMutation.SILENT_READER_SKIPPED);
            p.jumpIf(r -> r.get(x) != r.get(epoch) ? 1 : 0, isSkipped ? no : yes);
        }
        p.jumpIf(isZero(y), mutations.contains(ModelMutation.MAY_HOLD_TRUSTS_NONE) ? no : yes);
        p.jumpIf(r -> isOfSide(r, y, side), yes);
        p.load(x, memory.epoch[cell], VOLATILE);
        p.jumpIf(r -> r.get(x) != r.get(epoch) ? 1 : 0, yes);
        p.jump(no);
    }

    private int isOfSide(Registers r, int versionPlusOne, int side) {
        int version = r.get(versionPlusOne) - 1;
        return version >= 0 && r.ghost(memory.sideOf[version]) == r.get(side) ? 1 : 0;
    }

    // ---------------------------------------------------------------- the hidden side

    private void hiddenSideReady() {
        String ready = p.newLabel("ready");
        String abandon = p.newLabel("abandon");
        p.jumpIf(isZero(owed), ready);
        for (int c = 0;
                c < waitedFor() && !mutations.contains(ModelMutation.WAIT_SKIPPED_IN_WRITE);
                c++) {
            int cell = c;
            String look = p.newLabel("look");
            String over = p.newLabel("over");
            p.label(look);
            p.jumpIf(isZero(noted[c]), over);
            p.load(x, memory.epoch[c], VOLATILE);
            p.jumpIf(r -> r.get(x) != r.get(noted[cell]) ? 1 : 0, over);
            if (features.contains(Feature.MEETS_DEAD_THREADS)) {
                departForTheDead(c);
            }
            if (features.contains(Feature.LOSES_PATIENCE)) {
                p.choose(x);
                p.jumpIf(r -> r.get(x), abandon);
            }
            p.jump(look);
            p.label(over);
            p.assign(noted[c], 0);
        }
        replay();
        p.jump(ready);
        p.label(abandon);
        if (features.contains(Feature.LOSES_PATIENCE)) {
            if (mutations.contains(ModelMutation.STRAGGLER_OVERWRITTEN)) {
                replay();
            } else {
                abandon();
            }
        }
        p.label(ready);
        p.assign(x, 0);
    }

    /** {@code ReaderEpoch.isDead} and {@code departForDead}. */
    private void departForTheDead(int cell) {
        String alive = p.newLabel("alive");
        p.load(
                x,
                memory.ownedEpoch[cell],
                mutations.contains(ModelMutation.DEAD_WITHOUT_ACQUIRE) ? OPAQUE : ACQUIRE);
        p.load(y, memory.owner[cell], PLAIN); // before the branch, as a processor may load it
        if (!mutations.contains(ModelMutation.DEAD_OWNER_OF_NEW_SECTION)) {
            p.jumpIf(r -> r.get(x) != r.get(noted[cell]) ? 1 : 0, alive);
        }
        p.jumpIf(isZero(y), alive);
        p.load(x, r -> memory.dead[r.get(y) - 1], VOLATILE);
        p.jumpIf(isZero(x), alive);
        if (!mutations.contains(ModelMutation.DEAD_NOT_CHECKED_AGAIN)) {
            p.load(x, memory.epoch[cell], VOLATILE);
            p.jumpIf(r -> r.get(x) != r.get(noted[cell]) ? 1 : 0, alive);
        }
        if (!mutations.contains(ModelMutation.DEPART_FOR_DEAD_KEEPS_DEPTH)) {
            p.store(memory.depth[cell], r -> 0, PLAIN);
        }
        p.store(memory.version[cell], r -> 0, PLAIN);
        p.store(memory.owner[cell], r -> 0, PLAIN);
        p.store(
                memory.epoch[cell],
                r -> r.get(noted[cell]) + 1,
                mutations.contains(ModelMutation.DEPART_FOR_DEAD_WITHOUT_RELEASE)
                        ? PLAIN
                        : RELEASE);
        p.label(alive);
        p.assign(y, 0);
    }

    private void replay() {
        String done = p.newLabel("done");
        p.assign(owed, 0);
        if (mutations.contains(ModelMutation.REPLAY_FORGOTTEN)
                || mutations.contains(ModelMutation.REPLAY_BEFORE_FLIP)) {
            return;
        }
        if (features.contains(Feature.MEETS_SNAPSHOTS)
                && !mutations.contains(ModelMutation.PIN_IGNORED)) {
            String free = p.newLabel("free");
            if (isPinAskedEarly) {
                p.assign(x, r -> r.get(pinnedEarly));
            } else {
                p.load(x, r -> memory.pinned[r.get(hidden)], OPAQUE);
            }
            p.jumpIf(isZero(x), free);
            forgetInIdleCells();
            cloneLive();
            p.jump(done);
            p.label(free);
        }
        increase(hidden, 1, true);
        if (mutations.contains(ModelMutation.REPLAY_DONE_TWICE)) {
            increase(hidden, 1, false);
        }
        if (!mutations.contains(ModelMutation.FORGET_SKIPPED)) {
            forgetInIdleCells();
        }
        p.check(this::idleCellsHaveForgotten, "an idle cell keeps what the writer has changed");
        p.label(done);
        removeDropped(true);
    }

    /** Tells, without an access of the writer, what is so at that moment. */
    private int idleCellsHaveForgotten(Registers r) {
        for (int c = 0; c < cells; c++) {
            boolean isIdle = (r.ghost(memory.epoch[c]) & 1) == 0;
            int version = r.ghost(memory.version[c]) - 1;
            if (isIdle && version >= 0 && r.ghost(memory.sideOf[version]) == r.get(hidden)) {
                return 0;
            }
        }
        return 1;
    }

    private void abandon() {
        for (int c = 0; c < cells; c++) {
            int cell = c;
            if (mutations.contains(ModelMutation.STRAGGLER_SKIPPED)) {
                p.assign(stalled[c], r -> r.get(noted[cell]));
            }
            p.assign(noted[c], 0);
        }
        p.assign(owed, 0);
        forgetInIdleCells();
        removeDropped(false);
        cloneLive();
    }

    /** {@code ReaderEpoch.forgetUnless}: cells must not keep a side that is not live. */
    private void forgetInIdleCells() {
        for (int c = 0; c < cells; c++) {
            int cell = c;
            String next = p.newLabel("next");
            p.load(y, memory.version[c], PLAIN);
            p.load(x, memory.epoch[c], VOLATILE); // before the branch, as a processor may load it
            p.jumpIf(r -> r.get(y) == 0 ? 1 : isOfSide(r, y, live), next);
            if (!mutations.contains(ModelMutation.FORGET_WITHOUT_EPOCH)) {
                p.jumpIf(isOdd(x), next);
            }
            if (mutations.contains(ModelMutation.FORGET_WITHOUT_CAS)) {
                p.store(memory.version[cell], r -> 0, VOLATILE);
                p.load(x, memory.version[cell], VOLATILE); // after the store
            } else {
                p.compareAndSet(x, memory.version[cell], r -> r.get(y), r -> 0);
            }
            p.label(next);
        }
        p.assign(x, 0);
        p.assign(y, 0);
    }

    private void cloneLive() {
        boolean isStale = mutations.contains(ModelMutation.CLONE_OF_THE_STALE_SIDE);
        int source = isStale ? y : live;
        if (isStale) {
            p.assign(y, r -> r.get(hidden));
        }
        String chosen = p.newLabel("chosen");
        if (mutations.contains(ModelMutation.ABANDONED_SIDE_USED_AGAIN)) {
            p.assign(x, r -> r.get(hidden) + 1);
            String none = p.newLabel("none");
            p.jumpIf(isZero(spareSide), none);
            p.assign(hidden, r -> r.get(spareSide) - 1);
            p.assign(spareSide, r -> r.get(x));
            p.jump(chosen);
            p.label(none);
            p.assign(spareSide, r -> r.get(x));
        }
        p.assign(hidden, r -> r.get(nextSide));
        p.assign(nextSide, r -> r.get(nextSide) + 1);
        p.label(chosen);
        p.load(x, r -> memory.one[r.get(source)], PLAIN);
        p.store(r -> memory.one[r.get(hidden)], r -> r.get(x), PLAIN);
        p.load(x, r -> memory.other[r.get(source)], PLAIN);
        p.store(r -> memory.other[r.get(hidden)], r -> r.get(x), PLAIN);
        p.assign(x, 0);
        p.assign(y, 0);
    }

    /** {@code ReaderRegistry.removeDropped}. */
    private void removeDropped(boolean hiddenIsInUse) {
        if (!features.contains(Feature.MEETS_DROPPED_HANDLES)) {
            return;
        }
        for (int c = 0; c < cells; c++) {
            String next = p.newLabel("next");
            String remove = p.newLabel("remove");
            p.load(x, memory.dropped[c], VOLATILE);
            p.jumpIf(isZero(x), next);
            if (!mutations.contains(ModelMutation.DROPPED_AT_ONCE)) {
                String notLive = p.newLabel("notLive");
                p.load(known[c], memory.epoch[c], VOLATILE);
                p.jumpIf(isEven(known[c]), remove);
                mayHold(c, live, known[c], next, notLive);
                p.label(notLive);
                if (hiddenIsInUse) {
                    mayHold(c, hidden, known[c], next, remove);
                }
            }
            p.label(remove);
            p.assign(removed[c], 1);
            p.label(next);
            p.assign(known[c], 0);
        }
        p.assign(x, 0);
        p.assign(y, 0);
    }

    // ---------------------------------------------------------------- conditions

    private static Expr isZero(int register) {
        return r -> r.get(register) == 0 ? 1 : 0;
    }

    private static Expr isOdd(int register) {
        return r -> r.get(register) & 1;
    }

    private static Expr isEven(int register) {
        return r -> 1 - (r.get(register) & 1);
    }

    private static Expr equal(int one, int other) {
        return r -> r.get(one) == r.get(other) ? 1 : 0;
    }
}
