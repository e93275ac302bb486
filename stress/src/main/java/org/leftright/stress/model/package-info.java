// SPDX-License-Identifier: Apache-2.0
/**
 * An explicit-state model checker and models of the protocol: every run of a few threads within
 * stated bounds, on a memory in which stores are delayed or accesses pass each other, is tried, and
 * a run that goes wrong is printed. {@code ModelChecker} is the command.
 *
 * <p>From the bottom: {@code Program} is what a thread does, {@code MemoryModel} which accesses
 * keep their order, {@code Machine} how a state becomes the next, {@code Explorer} the search for a
 * wrong state, {@code Starvation} that for a wait without end. On top of these, {@code Readers},
 * {@code SlotThread}, {@code WriterProgram}, {@code Waiting} and {@code NewKeys} say what readers
 * and the writer do, in the order of the library's sources; {@code Model} lists who takes part, and
 * {@code ModelMutation} what can be taken away.
 */
@NullMarked
package org.leftright.stress.model;

import org.jspecify.annotations.NullMarked;
