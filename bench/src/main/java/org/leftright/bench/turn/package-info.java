// SPDX-License-Identifier: Apache-2.0
/**
 * Gets of several maps in turn, in one JVM: the peers of a comparison are read within the same
 * milliseconds, so that a machine whose speed changes changes it for all of them. {@link
 * org.leftright.bench.turn.InTurn} is the command.
 */
@NullMarked
package org.leftright.bench.turn;

import org.jspecify.annotations.NullMarked;
