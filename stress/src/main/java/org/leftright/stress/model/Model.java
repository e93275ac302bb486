// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.model;

import static org.leftright.stress.model.WriterProgram.Feature.DISCARDS;
import static org.leftright.stress.model.WriterProgram.Feature.LOSES_PATIENCE;
import static org.leftright.stress.model.WriterProgram.Feature.MEETS_DEAD_THREADS;
import static org.leftright.stress.model.WriterProgram.Feature.MEETS_DROPPED_HANDLES;
import static org.leftright.stress.model.WriterProgram.Feature.MEETS_NEW_HANDLES;
import static org.leftright.stress.model.WriterProgram.Feature.MEETS_SNAPSHOTS;

import java.util.List;
import java.util.Set;
import org.leftright.stress.model.Readers.Ending;

/**
 * The worlds that are explored, each as large as fits: all of them together are the model of the
 * protocol. Some are smaller on the weak memory, which has many more states, unless all is asked
 * for.
 */
enum Model {
    LOOKUPS("2 lookups; 3 refreshes with discards") {
        @Override
        World world(boolean isSmall, Set<Flaw> flaws) {
            return new World.Builder(3, 0, 0, flaws)
                    .with(DISCARDS)
                    .askForReturned()
                    .lookups(2)
                    .build();
        }
    },
    SECTIONS("2 sections; 3 refreshes with discards") {
        @Override
        World world(boolean isSmall, Set<Flaw> flaws) {
            return new World.Builder(3, 1, 0, flaws)
                    .with(DISCARDS)
                    .askForReturned()
                    .sections(0, 2, Ending.LEAVES)
                    .build();
        }
    },
    SECTIONS_AND_LOOKUPS("2 sections (small: 1), 1 lookup; 3 refreshes") {
        @Override
        World world(boolean isSmall, Set<Flaw> flaws) {
            return new World.Builder(3, 1, 0, flaws)
                    .sections(0, isSmall ? 1 : 2, Ending.LEAVES)
                    .lookups(1)
                    .build();
        }
    },
    TWO_READERS(
            "1 section each of 2 readers; 3 refreshes that may abandon (small: 2 that do not)") {
        @Override
        World world(boolean isSmall, Set<Flaw> flaws) {
            World.Builder world = new World.Builder(isSmall ? 2 : 3, 2, 0, flaws);
            if (!isSmall) {
                world.with(LOSES_PATIENCE);
            }
            return world.sections(0, 1, Ending.LEAVES).sections(1, 1, Ending.LEAVES).build();
        }
    },
    STRAGGLERS("2 sections; 3 refreshes that may give up any wait and abandon") {
        @Override
        World world(boolean isSmall, Set<Flaw> flaws) {
            return new World.Builder(3, 1, 0, flaws)
                    .with(LOSES_PATIENCE)
                    .sections(0, 2, Ending.LEAVES)
                    .build();
        }
    },
    STAYING(
            "2 sections, in the second for ever, 1 lookup; 3 refreshes that may abandon (weak: 1, 1; 3)") {
        @Override
        World world(boolean isSmall, Set<Flaw> flaws) {
            return new World.Builder(3, 1, 0, flaws)
                    .with(LOSES_PATIENCE)
                    .sections(0, isSmall ? 1 : 2, Ending.STAYS)
                    .lookups(1)
                    .build();
        }
    },
    CUT_SHORT(
            "3 sections (small: 2), the departure from the first cut short; 3 refreshes that may"
                    + " abandon") {
        @Override
        World world(boolean isSmall, Set<Flaw> flaws) {
            return new World.Builder(3, 1, 0, flaws)
                    .with(LOSES_PATIENCE)
                    .sections(0, isSmall ? 2 : 3, Ending.CUT_SHORT)
                    .build();
        }
    },
    SNAPSHOT("2 sections and a snapshot kept; 3 refreshes that may abandon") {
        @Override
        World world(boolean isSmall, Set<Flaw> flaws) {
            return new World.Builder(3, 1, 0, flaws)
                    .with(LOSES_PATIENCE)
                    .with(MEETS_SNAPSHOTS)
                    .askForReturned()
                    .sections(0, 2, Ending.KEEPS_SNAPSHOT)
                    .build();
        }
    },
    REGISTRATION("a new handle's 2 sections; 3 refreshes") {
        @Override
        World world(boolean isSmall, Set<Flaw> flaws) {
            return new World.Builder(3, 1, 0, flaws)
                    .with(MEETS_NEW_HANDLES)
                    .askForReturned()
                    .sections(0, 2, Ending.LEAVES)
                    .build();
        }
    },
    DROPPED_HANDLE("2 sections, the second of a handle let go of; 3 refreshes that may abandon") {
        @Override
        World world(boolean isSmall, Set<Flaw> flaws) {
            return new World.Builder(3, 1, 0, flaws)
                    .with(LOSES_PATIENCE)
                    .with(MEETS_DROPPED_HANDLES)
                    .sections(0, 2, Ending.DROPS_HANDLE)
                    .build();
        }
    },
    LEASED_SLOT(
            "2 threads in turn in a slot: a section in which one may die, and a section and a lookup"
                    + " that has fallen back; 2 refreshes that may abandon") {
        @Override
        World world(boolean isSmall, Set<Flaw> flaws) {
            return new World.Builder(2, 1, 2, flaws)
                    .with(LOSES_PATIENCE)
                    .with(MEETS_DEAD_THREADS)
                    .leases(1, true)
                    .leases(2, false)
                    .build();
        }
    },
    ALL_TOGETHER(
            "a new handle's section with a snapshot kept, 1 lookup; 3 refreshes (small: 2) with"
                    + " discards that may abandon") {
        @Override
        World world(boolean isSmall, Set<Flaw> flaws) {
            return new World.Builder(isSmall ? 2 : 3, 1, 0, flaws)
                    .with(DISCARDS)
                    .with(LOSES_PATIENCE)
                    .with(MEETS_SNAPSHOTS)
                    .with(MEETS_NEW_HANDLES)
                    .sections(0, 1, Ending.KEEPS_SNAPSHOT)
                    .lookups(1)
                    .build();
        }
    },
    SLOTS("2 threads over 2 slots, each twice a lookup or a section with a nested one") {
        @Override
        World world(boolean isSmall, Set<Flaw> flaws) {
            return slots(2, 2, 0, flaws);
        }
    },
    THREE_SLOTS("2 threads over 3 slots, once and twice, which begin at different slots") {
        @Override
        World world(boolean isSmall, Set<Flaw> flaws) {
            return slots(3, 1, 1, flaws);
        }
    },
    DEAD_OWNER(
            "1 thread over 2 slots, twice; a writer that lets the first slot forget a dead owner") {
        @Override
        World world(boolean isSmall, Set<Flaw> flaws) {
            Memory memory = new Memory(0, 2, 0, 0);
            List<Program> threads =
                    List.of(
                            new SlotThread("thread 0", memory, 2, 0, 0, flaws).reads(2),
                            SlotThread.forgetDeadOwner(memory, flaws));
            return new World(memory, threads, null);
        }
    },
    RETIRED_SLOT(
            "2 threads over 3 slots, a section with a nested one or a lookup each; a writer that gives"
                    + " the last slot back") {
        @Override
        World world(boolean isSmall, Set<Flaw> flaws) {
            Memory memory = new Memory(0, 3, 0, 0);
            List<Program> threads =
                    List.of(
                            new SlotThread("thread 0", memory, 3, 0, 0, flaws).reads(1),
                            new SlotThread("thread 1", memory, 3, 0, 1, flaws).reads(1),
                            SlotThread.retireLast(memory, flaws));
            return new World(memory, threads, null);
        }
    },
    WAITING("2 threads in turn in a cell, without end; a writer that waits again and again") {
        @Override
        World world(boolean isSmall, Set<Flaw> flaws) {
            return waiting(false, 0, flaws);
        }
    },
    WAITING_FOR_ONE_THAT_STAYS("the same; threads may stay for ever, the writer looks twice") {
        @Override
        World world(boolean isSmall, Set<Flaw> flaws) {
            return waiting(true, 2, flaws);
        }
    };

    private final String covers;

    Model(String covers) {
        this.covers = covers;
    }

    String covers() {
        return covers;
    }

    /**
     * Makes the world.
     *
     * @param isSmall whether to keep to the smaller of the bounds
     * @param flaws what is taken away
     */
    abstract World world(boolean isSmall, Set<Flaw> flaws);

    private static World slots(int slots, int count, int first, Set<Flaw> flaws) {
        Memory memory = new Memory(0, slots, 0, 0);
        List<Program> threads =
                List.of(
                        new SlotThread("thread 0", memory, slots, 0, 0, flaws).reads(count),
                        new SlotThread("thread 1", memory, slots, first, 1, flaws).reads(2));
        return new World(memory, threads, null);
    }

    private static World waiting(boolean mayStay, int patience, Set<Flaw> flaws) {
        Waiting waiting = new Waiting(flaws);
        List<Program> threads =
                List.of(
                        waiting.reader("reader 0", mayStay),
                        waiting.reader("reader 1", mayStay),
                        waiting.writer(patience));
        return new World(
                waiting.memory(),
                threads,
                (machine, state) -> waiting.isWaiting(machine, 2, state));
    }
}
