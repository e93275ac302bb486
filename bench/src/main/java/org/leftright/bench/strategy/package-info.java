// SPDX-License-Identifier: Apache-2.0
/**
 * The ways to serve a map that is read all the time and changed in batches, side by side: one short
 * class for each behind the interface {@link org.leftright.bench.strategy.Strategy}, listed in
 * {@link org.leftright.bench.strategy.StrategyKind}.
 *
 * <p>The same three questions are put to all: what a read costs ({@link
 * org.leftright.bench.strategy.StrategyReadBenchmark}), what a batch costs with the garbage that it
 * makes ({@link org.leftright.bench.strategy.StrategyBatchBenchmark}), and what a reader feels
 * while batches land ({@link org.leftright.bench.strategy.LatencyUnderBatches}).
 */
@NullMarked
package org.leftright.bench.strategy;

import org.jspecify.annotations.NullMarked;
