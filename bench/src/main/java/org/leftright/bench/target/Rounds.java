// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.target;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Runs cells in rounds: one fork of each cell, those that are compared one after another, then the
 * next round. So a drift of the machine hits all that is compared alike.
 */
final class Rounds {
    private final Set<Cell> cells = new LinkedHashSet<>();
    private final boolean quick;
    private final PrintWriter out;

    Rounds(List<Row> rows, boolean quick, PrintWriter out) {
        this.quick = quick;
        this.out = out;
        for (Row row : rows) {
            for (Check check : row.checks()) {
                check.samples().forEach(sample -> cells.add(sample.cell()));
            }
        }
    }

    /** Runs them all. */
    Results run(int rounds) throws IOException {
        Results results = Results.none();
        long fromNs = System.nanoTime();
        for (int round = 1; round <= rounds; round++) {
            int done = 0;
            for (Cell cell : cells) {
                done++;
                if (round > 1 && cell.effort() == Cell.Effort.ONCE) {
                    continue;
                }
                Results result = run(cell);
                results.addAll(result);
                out.printf(
                        Locale.ROOT,
                        "%4d s, round %d of %d, %3d of %d: %s: %s%n",
                        (System.nanoTime() - fromNs) / 1_000_000_000,
                        round,
                        rounds,
                        done,
                        cells.size(),
                        cell.label(),
                        figure(cell, result));
                out.flush();
            }
        }
        return results;
    }

    private static String figure(Cell cell, Results result) {
        Sample sample = cell.take(Metric.ELAPSED);
        return Bound.number(result.median(sample)) + " " + result.unit(sample);
    }

    /** One fork; nothing if it failed, which JMH has told then. */
    private Results run(Cell cell) throws IOException {
        try {
            Collection<RunResult> result = new Runner(cell.options(quick)).run();
            ByteArrayOutputStream json = new ByteArrayOutputStream();
            try (PrintStream to = new PrintStream(json, false, StandardCharsets.UTF_8)) {
                ResultFormatFactory.getInstance(ResultFormatType.JSON, to).writeOut(result);
            }
            return Results.parse(json.toString(StandardCharsets.UTF_8));
        } catch (RunnerException e) {
            out.println(cell.command() + " failed: " + e.getMessage());
            return Results.none();
        }
    }
}
