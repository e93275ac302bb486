// SPDX-License-Identifier: Apache-2.0
/** Tests of the strategies and of the latency command. */
@NullMarked
package org.leftright.bench.strategy;

import org.jspecify.annotations.NullMarked;
