// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.litmus;

import org.jspecify.annotations.Nullable;

/**
 * One access of a shape.
 *
 * @param site its place in the source; null for a plain access, and for what the JDK does
 * @param instruction with the mode that it has there
 */
record Step(@Nullable Site site, Instruction instruction) {
    /** A fence. */
    static Step at(Site site) {
        return new Step(site, Instruction.fence(site.mode()));
    }

    /** A load that sees the value, or a store of it. */
    static Step at(Site site, String location, int value) {
        return new Step(
                site,
                site.kind() == Instruction.Kind.LOAD
                        ? Instruction.load(location, value, site.mode())
                        : Instruction.store(location, value, site.mode()));
    }

    /** A compare-and-set that succeeds. */
    static Step at(Site site, String location, int sees, int stores) {
        return new Step(site, Instruction.update(location, sees, stores, site.mode()));
    }

    static Step load(String location, int sees) {
        return new Step(null, Instruction.load(location, sees, Mode.PLAIN));
    }

    static Step store(String location, int value) {
        return new Step(null, Instruction.store(location, value, Mode.PLAIN));
    }

    /** By the JDK or the user: a volatile load. */
    static Step loadVolatile(String location, int sees) {
        return new Step(null, Instruction.load(location, sees, Mode.VOLATILE));
    }

    /** By the JDK or the user: a volatile store. */
    static Step storeVolatile(String location, int value) {
        return new Step(null, Instruction.store(location, value, Mode.VOLATILE));
    }
}
