// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * The live figures: one row a second under a heading, in the manner of vmstat. Rows rather than a
 * bar that redraws itself: they stay readable in a log, and need no control characters.
 */
public final class Console {
    private static final String ROW = "%7s %11s %8s %5s  %9s %9s %9s  %7s %7s %7s";

    private final PrintStream out;

    /**
     * Creates a console.
     *
     * @param out where to print
     */
    public Console(PrintStream out) {
        this.out = out;
    }

    /** Returns a console that prints nothing. */
    static Console silent() {
        return new Console(new PrintStream(OutputStream.nullOutputStream()));
    }

    /**
     * Prints a line in one piece, since other processes print to the same file.
     *
     * @param format as of {@link String#format}
     * @param arguments what it refers to
     */
    public void say(String format, Object... arguments) {
        out.print(String.format(Locale.ROOT, format + "%n", arguments));
        out.flush();
    }

    /** Prints the heading of a phase. */
    void heading() {
        say(ROW, "", "", "batches", "", "latency", "", "", "two", "absent", "wrong");
        say(
                ROW,
                "time",
                "requests/s",
                "visible",
                "lag",
                "p50",
                "p99",
                "max",
                "prices",
                "product",
                "total");
    }

    /**
     * Prints a row.
     *
     * @param second seconds since the phase began
     * @param requestsPerSecond of all threads
     * @param backlog batches on their way and seen
     * @param reads the requests of the row that were timed
     * @param torn what readers have seen so far that no version had
     */
    void row(
            double second,
            double requestsPerSecond,
            Backlog.State backlog,
            Quantiles reads,
            Torn torn) {
        say(
                ROW,
                String.format(Locale.ROOT, "%.1f s", second),
                Quantiles.number(requestsPerSecond),
                backlog.applied(),
                backlog.lag(),
                reads.count() == 0 ? "flat out" : Quantiles.time(reads.p50()),
                reads.count() == 0 ? "-" : Quantiles.time(reads.p99()),
                reads.count() == 0 ? "-" : Quantiles.time(reads.max()),
                torn.prices(),
                torn.absent(),
                torn.totals());
    }

    /** Prints the phases side by side, and what they come to in a sentence before. */
    void sideBySide(Story story, List<PhaseResult> results) {
        say("%n%s%n", story.headline());
        for (String[] row : Summary.rows(results)) {
            StringBuilder line = new StringBuilder(String.format("%-48s", row[0]));
            for (int i = 1; i < row.length; i++) {
                line.append(String.format("%20s", row[i]));
            }
            say("%s", line);
        }
        say("");
        story.ahead().forEach(line -> say("%s", line));
        say("%s%n", story.limits());
    }
}
