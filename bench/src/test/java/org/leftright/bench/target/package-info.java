// SPDX-License-Identifier: Apache-2.0
/** Tests of the targets' arithmetic, on figures recorded before; nothing is measured. */
@NullMarked
package org.leftright.bench.target;

import org.jspecify.annotations.NullMarked;
