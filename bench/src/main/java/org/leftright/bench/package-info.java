// SPDX-License-Identifier: Apache-2.0
/** Benchmarks of the tables and maps, for JMH. See the README of this module. */
@NullMarked
package org.leftright.bench;

import org.jspecify.annotations.NullMarked;
