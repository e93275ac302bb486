// SPDX-License-Identifier: Apache-2.0
/** Tests of the catalog. */
@NullMarked
package org.leftright.catalog;

import org.jspecify.annotations.NullMarked;
