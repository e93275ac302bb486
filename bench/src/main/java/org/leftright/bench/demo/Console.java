// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * The live figures: one row a second under a heading, in the manner of vmstat. Rows rather than a
 * bar that redraws itself, because what matters here is the figures over time, and rows stay
 * readable in a log.
 */
final class Console {
    private static final String ROW = "%7s %9s %12s %11s %5s  %8s %8s %8s %8s  %8s %8s %8s %8s%n";

    private final PrintStream out;

    /**
     * Creates a console.
     *
     * @param out where to print
     */
    Console(PrintStream out) {
        this.out = out;
    }

    /** Prints a line. */
    void say(String format, Object... arguments) {
        out.printf(Locale.ROOT, format + "%n", arguments);
        out.flush();
    }

    /** Prints the heading of a phase. */
    void heading() {
        out.printf(ROW, "", "", "", "", "", "during", "a", "refresh", "", "outside", "", "", "");
        out.printf(
                ROW, "time", "reads/s", "batches", "ops", "lag", "p50", "p99", "p99.99", "max",
                "p50", "p99", "p99.99", "max");
    }

    /**
     * Prints a row.
     *
     * @param second seconds since the phase began
     * @param readsPerSecond reads of all threads
     * @param backlog batches on their way and seen
     * @param reads the timed reads of the row
     */
    void row(
            double second,
            double readsPerSecond,
            Backlog.State backlog,
            LatencyBoard.Interval reads) {
        Quantiles during = Quantiles.of(reads.during());
        Quantiles outside = Quantiles.of(reads.outside());
        out.printf(
                Locale.ROOT,
                ROW,
                String.format(Locale.ROOT, "%.1f s", second),
                Quantiles.number(readsPerSecond),
                String.format(Locale.ROOT, "%,d", backlog.applied()),
                String.format(Locale.ROOT, "%,d", backlog.ops()),
                backlog.lag(),
                shown(during, during.p50()),
                shown(during, during.p99()),
                shown(during, during.p9999()),
                shown(during, during.max()),
                shown(outside, outside.p50()),
                shown(outside, outside.p99()),
                shown(outside, outside.p9999()),
                shown(outside, outside.max()));
        out.flush();
    }

    /** Prints both phases side by side. */
    void sideBySide(List<PhaseResult> results) {
        out.println();
        for (String[] row : Summary.rows(results)) {
            StringBuilder line = new StringBuilder(String.format("%-36s", row[0]));
            for (int i = 1; i < row.length; i++) {
                line.append(String.format("%26s", row[i]));
            }
            out.println(line);
        }
        out.println();
        out.flush();
    }

    private static String shown(Quantiles quantiles, long ns) {
        return quantiles.count() == 0 ? "-" : Quantiles.time(ns);
    }
}
