// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

/**
 * What happened in a tenth of a second of a phase.
 *
 * @param second its end, in seconds since the phase began
 * @param reads the requests that were due in it
 * @param torn what readers have seen so far that no version had
 * @param heapBytes how much of the heap is in use
 * @param collections how many garbage collections there have been since the phase began
 */
record Slice(double second, Quantiles reads, long torn, long heapBytes, long collections) {}
