// SPDX-License-Identifier: Apache-2.0
/**
 * The targets for speed and memory, each a ratio of two measurements, and the command that measures
 * them and says which are met. {@link org.leftright.bench.target.ReadRows} and {@link
 * org.leftright.bench.target.WriteRows} have the table.
 */
@NullMarked
package org.leftright.bench.target;

import org.jspecify.annotations.NullMarked;
