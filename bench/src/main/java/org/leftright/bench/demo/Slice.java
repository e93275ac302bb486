// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

/**
 * What happened in a slice of a phase.
 *
 * @param second its end, in seconds since the phase began
 * @param readsPerSecond reads of all threads
 * @param during the timed reads that overlapped a refresh
 * @param outside the other timed reads
 */
record Slice(double second, double readsPerSecond, Quantiles during, Quantiles outside) {}
