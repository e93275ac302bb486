// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A latency report as a table in Markdown. */
final class LatencyTable {
    private LatencyTable() {}

    static String of(LatencyReport report) {
        List<String> lines = new ArrayList<>();
        LatencyReport.Load load = report.load();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "Read latency (µs from the moment a read was due) while batches of %,d ops"
                                + " land back to back; %,d entries, %,.0f reads per second due, %.1f s."
                                + " Medians of %d rounds.",
                        load.d(),
                        load.n(),
                        load.readsPerSecond(),
                        load.seconds(),
                        report.results().get(0).rounds().size()));
        lines.add(report.provenance().line() + ", " + String.join(" ", report.jvmOptions()));
        lines.add("");
        lines.add(
                "| strategy | p50 | p90 | p99 | p99.9 | p99.99 | max | p99.9 to control"
                        + " | p99.99 to control | reads/s | batches/s"
                        + " | GC pauses | together ms | longest ms | load |");
        lines.add("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (LatencyReport.Result result : report.results()) {
            lines.add(line(result, report));
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static String line(LatencyReport.Result result, LatencyReport report) {
        LatencyRound median = result.median();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %,.0f | %.1f | %.0f | %.1f | %.2f"
                        + " | %s |",
                result.label(),
                micros(median.at(50)),
                micros(median.at(90)),
                micros(median.at(99)),
                micros(median.at(99.9)),
                micros(median.at(99.99)),
                micros(median.latencyNs().getOrDefault(LatencyRound.MAX, Double.NaN)),
                toControl(result, report, 99.9),
                toControl(result, report, 99.99),
                median.readsPerSecond(),
                median.batchesPerSecond(),
                median.gc().count(),
                median.gc().totalMs(),
                median.gc().longestMs(),
                median.isSaturated()
                        ? String.format(
                                Locale.ROOT, "SATURATED: %.0f%% served", 100 * median.served())
                        : "sustained");
    }

    private static String micros(double ns) {
        return String.format(Locale.ROOT, ns < 10_000 ? "%,.2f" : "%,.0f", ns / 1e3);
    }

    private static String toControl(
            LatencyReport.Result result, LatencyReport report, double percentile) {
        return report.control()
                .map(control -> result.median().at(percentile) / control.median().at(percentile))
                .map(ratio -> String.format(Locale.ROOT, ratio < 10 ? "%.2f" : "%,.0f", ratio))
                .orElse("");
    }
}
