// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * What one JVM measured, or the medians of several.
 *
 * @param latencyNs the read latencies by percentile, the names as {@link #name} makes them, and
 *     {@code max}
 * @param served the share of the due reads that were served in time to be counted, at most 1
 * @param found the share of the served reads that found a value
 * @param readsPerSecond how many reads were served
 * @param batchesPerSecond how many batches landed
 * @param gc pauses of garbage collection meanwhile
 */
public record LatencyRound(
        Map<String, Double> latencyNs,
        double served,
        double found,
        double readsPerSecond,
        double batchesPerSecond,
        GcPauses.Pauses gc) {
    /** The percentiles that are kept. */
    public static final List<Double> PERCENTILES =
            List.of(50.0, 75.0, 90.0, 95.0, 98.0, 99.0, 99.5, 99.8, 99.9, 99.95, 99.98, 99.99);

    private static final String MAX = "max";
    private static final double SUSTAINED = 0.95;

    /**
     * The name of a percentile, such as p50 or p99.9.
     *
     * @param percentile one of the kept
     * @return its name
     */
    public static String name(double percentile) {
        String number = Double.toString(percentile);
        return "p" + (number.endsWith(".0") ? number.substring(0, number.length() - 2) : number);
    }

    /**
     * A latency.
     *
     * @param percentile one of the kept
     * @return nanoseconds
     */
    public double at(double percentile) {
        return latencyNs.getOrDefault(name(percentile), Double.NaN);
    }

    /**
     * Whether reads fell behind the schedule and did not catch up: the latencies then depend on how
     * long the run was.
     *
     * @return whether the load was not sustained
     */
    @JsonIgnore
    public boolean isSaturated() {
        return served < SUSTAINED;
    }

    static LatencyRound of(OpenLoop.Stretch reads, long batches, GcPauses.Pauses gc) {
        Histogram latencies = reads.latencies();
        Map<String, Double> byName = new LinkedHashMap<>();
        for (double percentile : PERCENTILES) {
            byName.put(name(percentile), (double) latencies.getValueAtPercentile(percentile));
        }
        byName.put(MAX, (double) latencies.getMaxValue());
        return new LatencyRound(
                byName,
                (double) reads.served() / reads.due(),
                (double) reads.found() / Math.max(1, reads.served()),
                reads.served() / reads.seconds(),
                batches / reads.seconds(),
                gc);
    }

    /** The median of each figure by itself. */
    static LatencyRound median(List<LatencyRound> rounds) {
        Map<String, Double> byName = new LinkedHashMap<>();
        for (String name : rounds.get(0).latencyNs.keySet()) {
            byName.put(name, median(rounds, round -> round.latencyNs.get(name)));
        }
        return new LatencyRound(
                byName,
                median(rounds, LatencyRound::served),
                median(rounds, LatencyRound::found),
                median(rounds, LatencyRound::readsPerSecond),
                median(rounds, LatencyRound::batchesPerSecond),
                new GcPauses.Pauses(
                        median(rounds, round -> round.gc.count()),
                        median(rounds, round -> round.gc.totalMs()),
                        median(rounds, round -> round.gc.longestMs())));
    }

    private static double median(List<LatencyRound> rounds, ToDoubleFunction<LatencyRound> figure) {
        double[] sorted = rounds.stream().mapToDouble(figure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
