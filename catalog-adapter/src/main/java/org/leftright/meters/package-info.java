// SPDX-License-Identifier: Apache-2.0
/** What the binders of meters share. Not exported. */
@NullMarked
package org.leftright.meters;

import org.jspecify.annotations.NullMarked;
