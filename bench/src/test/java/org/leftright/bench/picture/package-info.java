// SPDX-License-Identifier: Apache-2.0
/** Tests of the pictures and crossovers. */
@NullMarked
package org.leftright.bench.picture;

import org.jspecify.annotations.NullMarked;
