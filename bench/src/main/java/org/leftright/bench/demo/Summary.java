// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The table that compares the phases, for the console and the report. */
final class Summary {
    private final List<PhaseResult> results;
    private final List<String[]> rows = new ArrayList<>();

    private Summary(List<PhaseResult> results) {
        this.results = results;
    }

    /**
     * Returns the table's rows.
     *
     * @param results the phases
     * @return a heading, then one row a figure: its name, then a cell for each phase
     */
    static List<String[]> rows(List<PhaseResult> results) {
        Summary summary = new Summary(results);
        summary.addAll();
        return summary.rows;
    }

    private void addAll() {
        row("", PhaseResult::name);
        row("pages with prices of two price lists", r -> count(r.torn().prices()));
        row("catalogs that name an absent product", r -> count(r.torn().absent()));
        row("totals that no version had", r -> count(r.torn().totals()));
        row("  of answers", r -> Quantiles.number((double) r.requests()));
        row("latency at the fixed rate, p50", r -> Quantiles.time(r.all().p50()));
        row("  p99", r -> Quantiles.time(r.all().p99()));
        row("  p99.99", r -> Quantiles.time(r.all().p9999()));
        row("  longest", r -> Quantiles.time(r.all().max()));
        row("while a batch is applied, p99", r -> timed(r.during()));
        row(
                "answered of the requests that were due",
                r -> Math.min(100, r.paced() * 100 / r.due()) + " %");
        row("flat out, requests/s", r -> Quantiles.number(r.flatOutRate()));
        row("refreshes, by which batches became visible", r -> count(r.batches().size()));
        row("longest from arrival to visible", r -> Quantiles.time(r.longestBatchNs()));
        row("allocated by the feed's thread for a batch", r -> mb(r.cost().feedBytes()));
        row(
                "garbage collections (time they took)",
                r -> r.cost().collections() + " (" + r.cost().collectionMs() + " ms)");
        row("heap of the data served", r -> mb(r.cost().heapBytes()));
        row("start-up, records read from the broker", r -> count(r.cost().openingOps()));
        row("start-up, time", r -> count(r.cost().openingMs()) + " ms");
        results.stream()
                .flatMap(r -> r.counts().keySet().stream())
                .distinct()
                .sorted()
                .forEach(
                        name ->
                                row(
                                        name,
                                        r ->
                                                r.counts().containsKey(name)
                                                        ? count(r.counts().get(name))
                                                        : "-"));
        row("end state, to the independent replay", r -> r.check().equal() ? "equal" : "NOT EQUAL");
    }

    private static String timed(Quantiles quantiles) {
        return quantiles.count() == 0 ? "-" : Quantiles.time(quantiles.p99());
    }

    private void row(String label, Function<PhaseResult, String> cell) {
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
