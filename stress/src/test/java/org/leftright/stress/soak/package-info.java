// SPDX-License-Identifier: Apache-2.0
/** Short soaks, as a part of the build. */
@NullMarked
package org.leftright.stress.soak;

import org.jspecify.annotations.NullMarked;
