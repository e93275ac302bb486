// SPDX-License-Identifier: Apache-2.0
/**
 * Checks with Lincheck that the shipped classes are linearizable: in model-checking mode, which
 * places the switches between threads itself, and in stress mode, which runs them freely.
 *
 * <p>The specifications are separate classes with two states, pending and live: a class that is its
 * own specification passes with any error that it makes alone, too. What is read in a section also
 * notices that it is changed meanwhile. {@link org.leftright.stress.lincheck.Linearizability} runs
 * the tests.
 */
@NullMarked
package org.leftright.stress.lincheck;

import org.jspecify.annotations.NullMarked;
