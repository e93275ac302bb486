// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.litmus;

import java.util.ArrayList;
import java.util.List;

/**
 * What a thread does: with a location, or as a fence. It says also what a load sees, so that a
 * litmus test is one behaviour, to be allowed or forbidden.
 *
 * @param kind load, store, update or fence
 * @param location what is accessed; empty for a fence
 * @param sees what a load or an update reads, or {@link #ANYTHING}
 * @param stores what a store or an update writes
 * @param mode how it is ordered
 * @param isExclusive of a store: it is the second half of an update whose first half is the load
 *     before it
 * @param dependencies on loads of the same thread
 */
record Instruction(
        Kind kind,
        String location,
        int sees,
        int stores,
        Mode mode,
        boolean isExclusive,
        List<Dependency> dependencies) {
    static final int ANYTHING = -1;

    /** An update is a compare-and-set that succeeds, or another atomic read-modify-write. */
    enum Kind {
        LOAD,
        STORE,
        UPDATE,
        FENCE
    }

    /**
     * What a dependency goes to: an address, a stored value, or the branch before all that follows.
     */
    enum Via {
        ADDRESS,
        DATA,
        CONTROL
    }

    /**
     * An instruction depends on a load.
     *
     * @param via what depends
     * @param load the load's place among the thread's instructions
     */
    record Dependency(Via via, int load) {}

    static Instruction load(String location, int sees, Mode mode) {
        return new Instruction(Kind.LOAD, location, sees, 0, mode, false, List.of());
    }

    static Instruction store(String location, int value, Mode mode) {
        return new Instruction(Kind.STORE, location, 0, value, mode, false, List.of());
    }

    static Instruction update(String location, int sees, int value, Mode mode) {
        return new Instruction(Kind.UPDATE, location, sees, value, mode, false, List.of());
    }

    static Instruction fence(Mode mode) {
        return new Instruction(Kind.FENCE, "", 0, 0, mode, false, List.of());
    }

    Instruction with(Mode other) {
        return new Instruction(kind, location, sees, stores, other, isExclusive, dependencies);
    }

    Instruction asExclusive() {
        return new Instruction(kind, location, sees, stores, mode, true, dependencies);
    }

    Instruction after(Via via, int load) {
        List<Dependency> more = new ArrayList<>(dependencies);
        more.add(new Dependency(via, load));
        return new Instruction(kind, location, sees, stores, mode, isExclusive, List.copyOf(more));
    }

    boolean isLoad() {
        return kind == Kind.LOAD || kind == Kind.UPDATE;
    }

    boolean isStore() {
        return kind == Kind.STORE || kind == Kind.UPDATE;
    }
}
