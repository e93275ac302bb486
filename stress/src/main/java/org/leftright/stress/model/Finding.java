// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.model;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What exploring one model on one memory has shown.
 *
 * @param model what was explored
 * @param memory on which memory
 * @param stateCount how many states there are, or were seen until one was wrong
 * @param stepCount how many steps lead from one to another
 * @param fault what is wrong, or null
 * @param run how that comes about, or empty
 * @param runLength in how many steps
 */
record Finding(
        Model model,
        MemoryModel memory,
        int stateCount,
        long stepCount,
        @Nullable String fault,
        String run,
        int runLength) {
    /** How many instructions of a thread may be under way. */
    private static final int WINDOW = 4;

    private static final int STATE_LIMIT = 40_000_000;

    boolean holds() {
        return fault == null;
    }

    /** Explores; within the larger bounds on the weak memory too, if asked for. */
    static Finding of(
            Model model, MemoryModel memory, boolean isFull, Set<ModelMutation> mutations) {
        World world = model.world(memory == MemoryModel.WEAK && !isFull, mutations);
        Machine machine = new Machine(world.threads(), world.memory().size(), memory, WINDOW);
        Explorer explorer = new Explorer(machine, STATE_LIMIT);
        Explorer.Trace trace = explorer.explore(new byte[world.memory().size()]);
        World.Waits waits = world.waits();
        if (trace == null && waits != null) {
            int starving =
                    new Starvation(machine, explorer).find(state -> waits.in(machine, state));
            if (starving >= 0) {
                trace = explorer.traceTo(starving, "from here on the writer may wait for ever");
            }
        }
        String run = "";
        int runLength = 0;
        if (trace != null) {
            run = new TracePrinter(machine, world.memory().names()).print(trace);
            runLength = trace.states().size() - 1;
        }
        return new Finding(
                model,
                memory,
                explorer.stateCount(),
                explorer.transitionCount(),
                trace == null ? null : trace.fault(),
                run,
                runLength);
    }

    @Override
    public String toString() {
        return fault == null
                ? String.format(
                        Locale.ROOT, "%s: %,d states, %,d steps", memory, stateCount, stepCount)
                : String.format(
                        Locale.ROOT,
                        "%s: %s, in %d steps, seen after %,d states",
                        memory,
                        fault,
                        runLength,
                        stateCount);
    }
}
