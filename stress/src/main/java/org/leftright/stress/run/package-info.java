// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the stress tests, on the library as it is and on builds of it that are broken on purpose.
 *
 * <p>{@link org.leftright.stress.run.Main} runs jcstress on the shipped classes and is red also
 * when a test was skipped or did not run. {@link org.leftright.stress.run.Twins} runs the weakened
 * twins: it takes the library's own source, makes the one change that {@link
 * org.leftright.stress.run.Mutations} names, compiles it, puts it ahead of the library on the class
 * path and runs the tests that must kill it, each with its tool; each must show what it forbids.
 */
@NullMarked
package org.leftright.stress.run;

import org.jspecify.annotations.NullMarked;
