// SPDX-License-Identifier: Apache-2.0
/**
 * The protocol's accesses as litmus tests, under two memory models written by others: JAM21 for
 * Java's access modes and the axiomatic model of Armv8. {@code LitmusTests} is the command.
 *
 * <p>From the bottom: {@code Relation} is a relation between events, {@code Litmus} what a few
 * threads do and see, {@code Execution} one way in which that may have come about. {@code Jam21}
 * and {@code AArch64} are the models' axioms: a litmus test is allowed if some execution of it
 * breaks none. {@code HotSpot} is how a JVM compiles Java's accesses for AArch64. On top of these,
 * {@code Site} lists the ordered accesses of the library's source, {@code Shape} the litmus tests
 * made of them, {@code Weakening} what can be taken away, and {@code Finding} what comes of it.
 */
@NullMarked
package org.leftright.stress.litmus;

import org.jspecify.annotations.NullMarked;
