// SPDX-License-Identifier: Apache-2.0
/** Tests of the serving demo. */
@NullMarked
package org.leftright.bench.demo;

import org.jspecify.annotations.NullMarked;
