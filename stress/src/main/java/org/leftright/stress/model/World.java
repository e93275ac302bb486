// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.model;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.leftright.stress.model.Readers.Ending;
import org.leftright.stress.model.WriterProgram.Feature;

/**
 * Threads over a memory, ready to be explored.
 *
 * @param memory where they meet
 * @param threads who takes part
 * @param waits in which states one of them waits that must not wait for ever; null if none does
 */
record World(Memory memory, List<Program> threads, @Nullable Waits waits) {

    /** Tells whether the thread in question waits. */
    @FunctionalInterface
    interface Waits {
        boolean in(Machine machine, byte[] state);
    }

    /** What the writer of a world does, and whom it meets. */
    static final class Builder {
        private final int refreshes;
        private final int cells;
        private final Memory memory;
        private boolean askForReturned;
        private int nextCell;
        private final Set<ModelMutation> mutations;
        private final Set<Feature> features = EnumSet.noneOf(Feature.class);
        private final List<Program> threads = new ArrayList<>();

        Builder(int refreshes, int cells, int leases, Set<ModelMutation> mutations) {
            this.refreshes = refreshes;
            this.cells = cells;
            this.mutations = mutations;
            // One more side for each that may be abandoned; one more version for each false flip.
            memory = new Memory(2 + refreshes, cells, 2 * refreshes + 1, leases);
        }

        Builder with(Feature... more) {
            features.addAll(List.of(more));
            return this;
        }

        /** Readers check that they see each refresh that has returned. */
        Builder askForReturned() {
            askForReturned = true;
            return this;
        }

        private Readers readers() {
            return new Readers(memory, askForReturned, mutations);
        }

        Builder lookups(int count) {
            threads.add(readers().lookups("lookups", count));
            return this;
        }

        Builder sections(int count, Ending ending) {
            int cell = nextCell++;
            boolean registers = features.contains(Feature.MEETS_NEW_HANDLES);
            threads.add(readers().sections("reader " + cell, cell, count, ending, registers));
            return this;
        }

        Builder leases(int count, boolean mayDie) {
            int thread = threads.size();
            threads.add(readers().leases("reader " + thread, 0, thread, count, mayDie));
            return this;
        }

        World build() {
            threads.add(new WriterProgram(memory, cells, features, mutations).refreshes(refreshes));
            return new World(memory, threads, null);
        }
    }
}
