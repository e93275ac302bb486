// SPDX-License-Identifier: Apache-2.0
/**
 * Checks with Lincheck that the shipped classes are linearizable: in model-checking mode, which
 * places the switches between threads itself, and in stress mode, which runs them freely.
 *
 * <p>The specifications are separate classes with two states, pending and live: a class that is its
 * own specification would also pass with an error that it makes in one thread. A state of the
 * tests' own tells when it is changed under a section. {@link
 * org.leftright.stress.lincheck.Linearizability} runs the tests.
 */
@NullMarked
package org.leftright.stress.lincheck;

import org.jspecify.annotations.NullMarked;
