// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/** The page a person can look at: charts and tables in one file that needs no other. */
final class Report {
    private static final String TEMPLATE = "report.html";
    private static final double[] PERCENTILES = {
        0, 50, 75, 90, 95, 99, 99.5, 99.9, 99.95, 99.99, 99.995, 99.999, 99.9995, 99.9999
    };

    private final List<PhaseResult> results;
    private final Map<String, String> facts;

    /**
     * Creates a report.
     *
     * @param results the phases, in the order of the tables
     * @param facts machine, JDK, date, options: name to value, in order
     */
    Report(List<PhaseResult> results, Map<String, String> facts) {
        this.results = results;
        this.facts = facts;
    }

    /**
     * Writes the page.
     *
     * @param file where; folders are made as needed
     * @throws IOException if it cannot be written
     */
    void write(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, toHtml(), StandardCharsets.UTF_8);
    }

    /**
     * Returns the page.
     *
     * @throws IOException if the template is missing
     */
    String toHtml() throws IOException {
        String template;
        try (InputStream in = Report.class.getResourceAsStream(TEMPLATE)) {
            if (in == null) {
                throw new FileNotFoundException(TEMPLATE);
            }
            template = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        return template.replace("{{verdict}}", verdict())
                .replace("{{overTime}}", overTime())
                .replace("{{distribution}}", distribution())
                .replace("{{throughput}}", throughput())
                .replace("{{table}}", table())
                .replace("{{facts}}", factTable());
    }

    private String verdict() {
        StringBuilder html = new StringBuilder();
        for (PhaseResult result : results) {
            html.append("<p class=\"")
                    .append(result.check().equal() ? "equal" : "differs")
                    .append("\"><b>")
                    .append(escape(result.name()))
                    .append("</b> is ")
                    .append(escape(result.check().summary()))
                    .append("</p>\n");
            for (String difference : result.check().differences()) {
                html.append("<p class=\"differs\">").append(escape(difference)).append("</p>\n");
            }
        }
        return html.toString();
    }

    private String overTime() {
        StringBuilder html = new StringBuilder();
        for (PhaseResult result : results) {
            html.append(overTime(result, "during a refresh", Slice::during));
            html.append(overTime(result, "outside", Slice::outside));
        }
        return html.toString();
    }

    private String overTime(PhaseResult result, String when, Function<Slice, Quantiles> of) {
        double[] seconds = result.slices().stream().mapToDouble(Slice::second).toArray();
        Chart chart = new Chart(result.name() + ", " + when, secondsAxis(), latencyAxis());
        chart.line("max", "max", seconds, values(result, of, Quantiles::max));
        chart.line("p99.99", "p9999", seconds, values(result, of, Quantiles::p9999));
        chart.line("p99", "p99", seconds, values(result, of, Quantiles::p99));
        chart.line("p50", "p50", seconds, values(result, of, Quantiles::p50));
        return chart.toHtml();
    }

    private static double[] values(
            PhaseResult result, Function<Slice, Quantiles> of, ToLongFunction<Quantiles> figure) {
        return result.slices().stream()
                .map(of)
                .mapToDouble(q -> q.count() == 0 ? Double.NaN : figure.applyAsLong(q))
                .toArray();
    }

    private Chart.Axis secondsAxis() {
        double highest =
                results.stream()
                        .flatMap(result -> result.slices().stream())
                        .mapToDouble(Slice::second)
                        .max()
                        .orElse(1);
        return Chart.Axis.linear("seconds", highest, Report::plain);
    }

    private Chart.Axis latencyAxis() {
        long highest = 1;
        for (PhaseResult result : results) {
            highest = Math.max(highest, result.during().max());
            highest = Math.max(highest, result.outside().max());
        }
        return Chart.Axis.latency((double) highest);
    }

    private String distribution() {
        double[] nines = new double[PERCENTILES.length];
        for (int i = 0; i < nines.length; i++) {
            nines[i] = nines(PERCENTILES[i]);
        }
        Chart.Axis across =
                new Chart.Axis(
                        "percentile",
                        List.of(0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0),
                        Report::percentile,
                        false);
        Chart chart = new Chart("Latency by percentile", across, latencyAxis());
        for (int i = 0; i < results.size(); i++) {
            PhaseResult result = results.get(i);
            String style = "subject" + i;
            chart.line(
                    result.name() + ", during",
                    style,
                    nines,
                    percentiles(result.latencies().during()));
            chart.line(
                    result.name() + ", outside",
                    style + " thin",
                    nines,
                    percentiles(result.latencies().outside()));
        }
        return chart.toHtml();
    }

    private static double[] percentiles(Histogram histogram) {
        double[] values = new double[PERCENTILES.length];
        for (int i = 0; i < values.length; i++) {
            // A percentile that fewer than ten reads lie beyond says little.
            boolean shown = histogram.getTotalCount() * (100 - PERCENTILES[i]) / 100 >= 10;
            values[i] = shown ? histogram.getValueAtPercentile(PERCENTILES[i]) : Double.NaN;
        }
        return values;
    }

    private static double nines(double percentile) {
        return -Math.log10(1 - percentile / 100);
    }

    private static String percentile(double nines) {
        double value = 100 - Math.pow(10, 2 - nines);
        return plain(Math.round(value * 1e6) / 1e6) + " %";
    }

    private String throughput() {
        double highest =
                results.stream()
                        .flatMap(result -> result.slices().stream())
                        .mapToDouble(Slice::readsPerSecond)
                        .max()
                        .orElse(1);
        Chart chart =
                new Chart(
                        "Reads per second",
                        secondsAxis(),
                        Chart.Axis.linear("", highest, v -> plain(v / 1e6) + " M"));
        for (int i = 0; i < results.size(); i++) {
            PhaseResult result = results.get(i);
            chart.line(
                    result.name(),
                    "subject" + i,
                    result.slices().stream().mapToDouble(Slice::second).toArray(),
                    result.slices().stream().mapToDouble(Slice::readsPerSecond).toArray());
        }
        return chart.toHtml();
    }

    private String table() {
        StringBuilder html = new StringBuilder("<table>\n");
        String tag = "th";
        for (String[] row : Summary.rows(results)) {
            html.append("<tr>");
            for (int i = 0; i < row.length; i++) {
                String cell = i == 0 ? "th" : tag;
                html.append('<')
                        .append(cell)
                        .append('>')
                        .append(escape(row[i].replace(" us", " µs")));
                html.append("</").append(cell).append('>');
            }
            html.append("</tr>\n");
            tag = "td";
        }
        return html.append("</table>\n").toString();
    }

    private String factTable() {
        StringBuilder html = new StringBuilder("<table class=\"facts\">\n");
        facts.forEach(
                (name, value) ->
                        html.append("<tr><th>")
                                .append(escape(name))
                                .append("</th><td>")
                                .append(escape(value))
                                .append("</td></tr>\n"));
        return html.append("</table>\n").toString();
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    /** Returns text that may stand in HTML and in a quoted attribute. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
