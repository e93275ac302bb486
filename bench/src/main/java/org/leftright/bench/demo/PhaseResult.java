// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.List;
import java.util.Map;

/**
 * What a phase has shown of its subject.
 *
 * @param name the subject
 * @param wholeBatches whether it promises that no read sees part of a batch
 * @param counts what it counts itself, by name
 * @param slices the phase over time
 * @param batches when each batch arrived and when it was visible, in seconds since the phase began
 * @param latencies the requests that were due at a fixed rate, from when they were due
 * @param due how many were due
 * @param paced how many were answered in that time
 * @param flatOutRate requests a second, flat out
 * @param requests how many were answered in all
 * @param torn what readers saw that no version had
 * @param cost what it cost
 * @param check the comparison with the replay
 */
record PhaseResult(
        String name,
        boolean wholeBatches,
        Map<String, Long> counts,
        List<Slice> slices,
        List<double[]> batches,
        LatencyBoard.Interval latencies,
        long due,
        long paced,
        double flatOutRate,
        long requests,
        Torn torn,
        Cost cost,
        Check check) {

    /**
     * What a phase cost.
     *
     * @param openingOps how many records were there before serving began
     * @param openingMs how long it took to read them
     * @param heapBytes the heap of the data served, from one full collection to another
     * @param feedBytes what the feed's thread allocated for a batch
     * @param collections garbage collections while serving
     * @param collectionMs how long they stopped everything
     */
    record Cost(
            long openingOps,
            long openingMs,
            long heapBytes,
            long feedBytes,
            long collections,
            long collectionMs) {}

    /** Returns whether the subject ended as it should and kept what it promises. */
    boolean right() {
        return check.equal() && !(wholeBatches && torn.all() > 0);
    }

    /** Returns whether all requests were answered about when they were due. */
    boolean keptUp() {
        return paced >= due * 0.99;
    }

    /** Returns the figures of the requests that met a batch. */
    Quantiles during() {
        return Quantiles.of(latencies.during());
    }

    /** Returns the figures of all requests. */
    Quantiles all() {
        LatencyBoard.Interval sum = LatencyBoard.Interval.empty();
        sum.add(latencies);
        sum.outside().add(latencies.during());
        return Quantiles.of(sum.outside());
    }

    /** Returns the longest time from the arrival of a batch until it was visible, in ns. */
    long longestBatchNs() {
        return Math.round(
                batches.stream().mapToDouble(span -> span[1] - span[0]).max().orElse(0) * 1e9);
    }
}
