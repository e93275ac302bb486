// SPDX-License-Identifier: Apache-2.0
/** Tests of the scale-out demo. */
@NullMarked
package org.leftright.bench.scaleout;

import org.jspecify.annotations.NullMarked;
