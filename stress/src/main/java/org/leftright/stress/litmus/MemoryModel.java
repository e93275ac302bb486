// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.litmus;

/** A memory model given by axioms on executions. */
interface MemoryModel {
    /** Whether an execution breaks no axiom, with some choice of the orders left open in it. */
    boolean isConsistent(Execution execution);

    /** Whether a behaviour may be seen. */
    default boolean allows(Litmus test) {
        return Execution.of(test).stream().anyMatch(this::isConsistent);
    }
}
