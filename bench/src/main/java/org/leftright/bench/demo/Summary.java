// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

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
        add(rows, results, "pages with prices of two price lists", r -> count(r.torn().prices()));
        add(rows, results, "catalogs that name an absent product", r -> count(r.torn().absent()));
        add(rows, results, "totals that no version had", r -> count(r.torn().totals()));
        add(rows, results, "  of answers", r -> Quantiles.number((double) r.requests()));
        add(rows, results, "latency at the fixed rate, p50", r -> Quantiles.time(r.all().p50()));
        add(rows, results, "  p99", r -> Quantiles.time(r.all().p99()));
        add(rows, results, "  p99.99", r -> Quantiles.time(r.all().p9999()));
        add(rows, results, "  longest", r -> Quantiles.time(r.all().max()));
        add(rows, results, "while a batch is applied, p99", r -> timed(r.during()));
        add(
                rows,
                results,
                "answered of the requests that were due",
                r -> Math.min(100, r.paced() * 100 / r.due()) + " %");
        add(rows, results, "flat out, requests/s", r -> Quantiles.number(r.flatOutRate()));
        add(
                rows,
                results,
                "refreshes, by which batches became visible",
                r -> count(r.batches().size()));
        add(
                rows,
                results,
                "longest from arrival to visible",
                r -> Quantiles.time(r.longestBatchNs()));
        add(
                rows,
                results,
                "allocated by the feed's thread for a batch",
                r -> mb(r.cost().feedBytes()));
        add(
                rows,
                results,
                "garbage collections (time they took)",
                r -> r.cost().collections() + " (" + r.cost().collectionMs() + " ms)");
        add(rows, results, "heap of the data served", r -> mb(r.cost().heapBytes()));
        add(
                rows,
                results,
                "start-up, records read from the broker",
                r -> count(r.cost().openingOps()));
        add(rows, results, "start-up, time", r -> count(r.cost().openingMs()) + " ms");
        results.stream()
                .flatMap(r -> r.counts().keySet().stream())
                .distinct()
                .sorted()
                .forEach(
                        name ->
                                add(
                                        rows,
                                        results,
                                        name,
                                        r ->
                                                r.counts().containsKey(name)
                                                        ? count(r.counts().get(name))
                                                        : "-"));
        add(
                rows,
                results,
                "end state, to the independent replay",
                r -> r.check().equal() ? "equal" : "NOT EQUAL");
        return rows;
    }

    private static String timed(Quantiles quantiles) {
        return quantiles.count() == 0 ? "-" : Quantiles.time(quantiles.p99());
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

    private static String mb(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }

    private static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
