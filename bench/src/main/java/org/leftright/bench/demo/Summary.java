// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The table that compares the phases, for the console and the report. */
final class Summary {
    private Summary() {}

    /**
     * Returns the table's rows.
     *
     * @param results the phases
     * @return a heading, then one row a figure: its name, then a cell for each phase
     */
    static List<String[]> rows(List<PhaseResult> results) {
        List<String[]> rows = new ArrayList<>();
        add(rows, results, "", PhaseResult::name);
        add(rows, results, "reads per second", r -> Quantiles.number(r.readsPerSecond()));
        quantiles(rows, results, "during a refresh", PhaseResult::during);
        quantiles(rows, results, "outside", PhaseResult::outside);
        add(rows, results, "allocated per read, bytes", r -> decimal("%.2f", r.bytesPerRead()));
        add(
                rows,
                results,
                "garbage collections",
                r -> r.collections() + " (" + r.collectionMs() + " ms)");
        add(rows, results, "delta batches applied", r -> decimal("%,d", r.batches()));
        add(rows, results, "ops in them", r -> decimal("%,d", r.ops()));
        add(rows, results, "refreshes", r -> decimal("%,d", r.refreshCount()));
        add(
                rows,
                results,
                "share of the time in a refresh",
                r -> decimal("%.1f %%", r.refreshNs() / r.seconds() / 1e7));
        add(rows, results, "highest version lag, batches", r -> decimal("%,d", r.highestLag()));
        add(
                rows,
                results,
                "start-up: ops read",
                r -> decimal("%,d", r.openingOps()) + " in " + r.openingMs() + " ms");
        add(rows, results, "catalog named an absent product", r -> decimal("%,d", r.dangling()));
        results.stream()
                .flatMap(r -> r.counts().keySet().stream())
                .distinct()
                .sorted()
                .forEach(name -> add(rows, results, name, r -> count(r.counts().get(name))));
        add(rows, results, "end state", r -> r.check().equal() ? "equal" : "NOT EQUAL");
        return rows;
    }

    private static void quantiles(
            List<String[]> rows,
            List<PhaseResult> results,
            String when,
            Function<PhaseResult, Quantiles> of) {
        add(rows, results, "read " + when + ", p50", r -> Quantiles.time(of.apply(r).p50()));
        add(rows, results, "read " + when + ", p99", r -> Quantiles.time(of.apply(r).p99()));
        add(rows, results, "read " + when + ", p99.99", r -> Quantiles.time(of.apply(r).p9999()));
        add(rows, results, "read " + when + ", max", r -> Quantiles.time(of.apply(r).max()));
        add(
                rows,
                results,
                "timed reads " + when,
                r -> Quantiles.number((double) of.apply(r).count()));
    }

    private static void add(
            List<String[]> rows,
            List<PhaseResult> results,
            String label,
            Function<PhaseResult, String> cell) {
        String[] row = new String[results.size() + 1];
        row[0] = label;
        for (int i = 0; i < results.size(); i++) {
            row[i + 1] = cell.apply(results.get(i));
        }
        rows.add(row);
    }

    private static String count(@Nullable Long value) {
        return value == null ? "-" : decimal("%,d", value);
    }

    private static String decimal(String format, Object value) {
        return String.format(Locale.ROOT, format, value);
    }
}
