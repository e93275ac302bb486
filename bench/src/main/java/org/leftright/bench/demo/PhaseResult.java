// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.List;
import java.util.Map;

/**
 * What a phase has shown of its subject.
 *
 * @param name the subject
 * @param counts what the subject counts itself, by name
 * @param slices the phase over time
 * @param latencies all timed reads
 * @param seconds how long it took
 * @param reads how many reads
 * @param hits how many found something
 * @param dangling how often a catalog named a product that was not there
 * @param wholeBatches whether the subject promises that no read sees part of a batch
 * @param batches how many delta batches were applied
 * @param ops how many records they held
 * @param highestLag the most batches that were on their way at once
 * @param openingOps records before serving began
 * @param openingMs how long the subject took to read those
 * @param refreshCount how many times a batch was being applied
 * @param refreshNs how long in all
 * @param bytesPerRead what the reader threads allocated for a read
 * @param collections garbage collections during the phase
 * @param collectionMs time they took
 * @param check the comparison with the replay
 */
record PhaseResult(
        String name,
        Map<String, Long> counts,
        List<Slice> slices,
        LatencyBoard.Interval latencies,
        double seconds,
        long reads,
        long hits,
        long dangling,
        boolean wholeBatches,
        long batches,
        long ops,
        long highestLag,
        long openingOps,
        long openingMs,
        long refreshCount,
        long refreshNs,
        double bytesPerRead,
        long collections,
        long collectionMs,
        Check check) {

    /** Returns whether the subject ended as it should and kept what it promises. */
    boolean right() {
        return check.equal() && !(wholeBatches && dangling > 0);
    }

    /** Returns the reads per second of all threads together. */
    double readsPerSecond() {
        return reads / seconds;
    }

    /** Returns the figures of the reads that overlapped a refresh. */
    Quantiles during() {
        return Quantiles.of(latencies.during());
    }

    /** Returns the figures of the other reads. */
    Quantiles outside() {
        return Quantiles.of(latencies.outside());
    }
}
