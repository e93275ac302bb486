// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * The figures shown of a histogram, in nanoseconds.
 *
 * @param count how many reads were timed
 * @param p50 the median
 * @param p99 99 of 100 are at most this
 * @param p9999 9,999 of 10,000 are at most this
 * @param max the longest
 */
record Quantiles(long count, long p50, long p99, long p9999, long max) {

    /** Takes the figures of a histogram. */
    static Quantiles of(Histogram histogram) {
        return new Quantiles(
                histogram.getTotalCount(),
                histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(99),
                histogram.getValueAtPercentile(99.99),
                histogram.getMaxValue());
    }

    /** Writes a time with a unit that keeps it short. */
    static String time(long ns) {
        if (ns < 1_000) {
            return ns + " ns";
        }
        if (ns < 10_000) {
            return String.format(Locale.ROOT, "%.1f us", ns / 1e3);
        }
        if (ns < 1_000_000) {
            return String.format(Locale.ROOT, "%.0f us", ns / 1e3);
        }
        if (ns < 10_000_000) {
            return String.format(Locale.ROOT, "%.1f ms", ns / 1e6);
        }
        return String.format(Locale.ROOT, "%.0f ms", ns / 1e6);
    }

    /** Writes a number with k, M or G. */
    static String number(double value) {
        if (value < 10_000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        if (value < 1e6) {
            return String.format(Locale.ROOT, "%.1f k", value / 1e3);
        }
        return value < 1e9
                ? String.format(Locale.ROOT, "%.2f M", value / 1e6)
                : String.format(Locale.ROOT, "%.2f G", value / 1e9);
    }
}
