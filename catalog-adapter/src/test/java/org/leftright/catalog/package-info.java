// SPDX-License-Identifier: Apache-2.0
/** Tests of the catalog and of its feed, the latter against a real broker. */
@NullMarked
package org.leftright.catalog;

import org.jspecify.annotations.NullMarked;
