// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.target;

/**
 * One figure of a cell.
 *
 * @param cell what is measured
 * @param metric what of it
 */
record Sample(Cell cell, Metric metric) {}
