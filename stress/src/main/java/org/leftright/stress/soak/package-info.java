// SPDX-License-Identifier: Apache-2.0
/**
 * The soak: hours or minutes of random reads and writes on the shipped classes, with faults, under
 * a small heap. {@link org.leftright.stress.soak.Soak} is the command.
 *
 * <p>Each subject is one of the library's classes, shown as a map from small numbers to {@link
 * org.leftright.stress.soak.Cell}s. Its one writer keeps a reference model of the pending and the
 * live state; a cell knows the batch that it belongs to, and a batch what the whole content is once
 * it is refreshed. So a reader can tell of everything that it reads whether it is right, without
 * asking the library.
 */
@NullMarked
package org.leftright.stress.soak;

import org.jspecify.annotations.NullMarked;
