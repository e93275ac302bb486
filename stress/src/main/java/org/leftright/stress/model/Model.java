// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.model;

import static org.leftright.stress.model.Readers.Ending.DROPS_HANDLE;
import static org.leftright.stress.model.Readers.Ending.KEEPS_SNAPSHOT;
import static org.leftright.stress.model.Readers.Ending.LEAVES;
import static org.leftright.stress.model.Readers.Ending.STAYS;
import static org.leftright.stress.model.SlotThread.reads;
import static org.leftright.stress.model.WriterProgram.Feature.DISCARDS;
import static org.leftright.stress.model.WriterProgram.Feature.LOSES_PATIENCE;
import static org.leftright.stress.model.WriterProgram.Feature.MEETS_DEAD_THREADS;
import static org.leftright.stress.model.WriterProgram.Feature.MEETS_DROPPED_HANDLES;
import static org.leftright.stress.model.WriterProgram.Feature.MEETS_NEW_HANDLES;
import static org.leftright.stress.model.WriterProgram.Feature.MEETS_SNAPSHOTS;

import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.leftright.stress.model.Readers.Ending;

/**
 * The worlds that are explored, each as large as fits: all of them together are the model of the
 * protocol. Some are smaller on the weak memory, which has many more states, unless all is asked
 * for.
 */
@SuppressWarnings("ImmutableEnumChecker") // functions without a state are
enum Model {
    LOOKUPS(
            "2 lookups; 3 refreshes with discards",
            (small, mutations) ->
                    refreshes(3, 0, mutations).with(DISCARDS).askForReturned().lookups(2)),
    SECTIONS(
            "2 sections; 3 refreshes with discards",
            (small, mutations) ->
                    refreshes(3, 1, mutations).with(DISCARDS).askForReturned().sections(2, LEAVES)),
    SECTIONS_AND_LOOKUPS(
            "2 sections (small: 1), 1 lookup; 3 refreshes",
            (small, mutations) ->
                    refreshes(3, 1, mutations).sections(small ? 1 : 2, LEAVES).lookups(1)),
    TWO_READERS(
            "1 section each of 2 readers; 3 refreshes that may abandon (small: 2 that do not)",
            (small, mutations) ->
                    (small
                                    ? refreshes(2, 2, mutations)
                                    : refreshes(3, 2, mutations).with(LOSES_PATIENCE))
                            .sections(1, LEAVES)
                            .sections(1, LEAVES)),
    STRAGGLERS(
            "2 sections; 3 refreshes, each of which may abandon",
            (small, mutations) ->
                    refreshes(3, 1, mutations).with(LOSES_PATIENCE).sections(2, LEAVES)),
    STAYING(
            "2 sections, in the second for ever, 1 lookup; 3 refreshes that may abandon (small: 1,"
                    + " 1; 3)",
            (small, mutations) ->
                    refreshes(3, 1, mutations)
                            .with(LOSES_PATIENCE)
                            .sections(small ? 1 : 2, STAYS)
                            .lookups(1)),
    CUT_SHORT(
            "3 sections (small: 2), the departure from the first cut short; 3 refreshes that may"
                    + " abandon",
            (small, mutations) ->
                    refreshes(3, 1, mutations)
                            .with(LOSES_PATIENCE)
                            .sections(small ? 2 : 3, Ending.CUT_SHORT)),
    SNAPSHOT(
            "2 sections and a snapshot kept; 3 refreshes that may abandon",
            (small, mutations) ->
                    refreshes(3, 1, mutations)
                            .with(LOSES_PATIENCE, MEETS_SNAPSHOTS)
                            .askForReturned()
                            .sections(2, KEEPS_SNAPSHOT)),
    REGISTRATION(
            "a new handle's 2 sections; 3 refreshes",
            (small, mutations) ->
                    refreshes(3, 1, mutations)
                            .with(MEETS_NEW_HANDLES)
                            .askForReturned()
                            .sections(2, LEAVES)),
    DROPPED_HANDLE(
            "2 sections, the second of a handle that was dropped; 3 refreshes that may abandon",
            (small, mutations) ->
                    refreshes(3, 1, mutations)
                            .with(LOSES_PATIENCE, MEETS_DROPPED_HANDLES)
                            .sections(2, DROPS_HANDLE)),
    LEASED_SLOT(
            "2 threads in turn in a slot: a section in which one may die, and a section and a lookup"
                    + " that has fallen back; 2 refreshes that may abandon",
            (small, mutations) ->
                    new World.Builder(2, 1, 2, mutations)
                            .with(LOSES_PATIENCE, MEETS_DEAD_THREADS)
                            .leases(1, true)
                            .leases(2, false)),
    ALL_TOGETHER(
            "a new handle's section with a snapshot kept, 1 lookup; 3 refreshes (small: 2) with"
                    + " discards that may abandon",
            (small, mutations) ->
                    refreshes(small ? 2 : 3, 1, mutations)
                            .with(DISCARDS, LOSES_PATIENCE, MEETS_SNAPSHOTS, MEETS_NEW_HANDLES)
                            .sections(1, KEEPS_SNAPSHOT)
                            .lookups(1)),
    NEW_KEYS(
            "2 keys built and put, one after the other; 2 lookups that race",
            mutations -> new NewKeys(mutations).world(2)),
    SLOTS(
            "2 threads over 2 slots, each twice a lookup or a section with a nested one",
            mutations -> SlotThread.world(2, mutations, reads(0, 2, 0), reads(1, 2, 0))),
    THREE_SLOTS(
            "2 threads over 3 slots, once and twice, which begin at different slots",
            mutations -> SlotThread.world(3, mutations, reads(0, 1, 0), reads(1, 2, 1))),
    DEAD_OWNER(
            "1 thread over 2 slots, twice; a writer that lets the first slot forget a dead owner",
            mutations ->
                    SlotThread.world(2, mutations, reads(0, 2, 0), SlotThread::forgetDeadOwner)),
    RETIRED_SLOT(
            "2 threads over 3 slots, a section with a nested one or a lookup each; a writer that"
                    + " gives the last slot back",
            mutations ->
                    SlotThread.world(
                            3, mutations, reads(0, 1, 0), reads(1, 1, 0), SlotThread::retireLast)),
    WAITING(
            "2 threads in turn in a cell, without end; a writer that waits again and again",
            mutations -> new Waiting(mutations).world(false, 0)),
    WAITING_FOR_ONE_THAT_STAYS(
            "the same; threads may stay for ever, the writer looks twice",
            mutations -> new Waiting(mutations).world(true, 2));

    private final String covers;
    private final BiFunction<Boolean, Set<ModelMutation>, World> maker;

    /** Takes what makes a world with a writer, given whether it is to be small. */
    Model(String covers, BiFunction<Boolean, Set<ModelMutation>, World.Builder> maker) {
        this.covers = covers;
        this.maker = (small, mutations) -> maker.apply(small, mutations).build();
    }

    /** Takes what makes a world of one size. */
    Model(String covers, Function<Set<ModelMutation>, World> maker) {
        this.covers = covers;
        this.maker = (small, mutations) -> maker.apply(mutations);
    }

    String covers() {
        return covers;
    }

    /**
     * Makes the world.
     *
     * @param isSmall whether to keep to the smaller of the bounds
     * @param mutations what is taken away
     */
    World world(boolean isSmall, Set<ModelMutation> mutations) {
        return maker.apply(isSmall, mutations);
    }

    private static World.Builder refreshes(int count, int cells, Set<ModelMutation> mutations) {
        return new World.Builder(count, cells, 0, mutations);
    }
}
