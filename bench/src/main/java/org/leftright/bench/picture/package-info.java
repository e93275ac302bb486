// SPDX-License-Identifier: Apache-2.0
/**
 * Pictures and crossovers, made from result files: JMH's JSON, with or without the provenance that
 * {@link org.leftright.bench.strategy.Measure} adds, and the reports of {@link
 * org.leftright.bench.strategy.LatencyUnderBatches}. {@link org.leftright.bench.picture.Pictures}
 * draws, {@link org.leftright.bench.picture.Crossovers} says where one strategy overtakes another.
 */
@NullMarked
package org.leftright.bench.picture;

import org.jspecify.annotations.NullMarked;
