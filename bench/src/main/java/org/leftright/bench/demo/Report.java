// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The page a person can look at: pictures, then tables, in one file that needs no other. */
final class Report {
    private static final String TEMPLATE = "report.html";

    private final Story story;
    private final List<PhaseResult> results;
    private final Map<String, String> facts;

    /**
     * Creates a report.
     *
     * @param story what the run comes to
     * @param results the phases, in the order of the tables
     * @param facts machine, JDK, date, options: name to value, in order
     */
    Report(Story story, List<PhaseResult> results, Map<String, String> facts) {
        this.story = story;
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
        return template.replace("{{headline}}", escape(story.headline()))
                .replace("{{verdict}}", verdict())
                .replace("{{latency}}", latency())
                .replace("{{torn}}", torn())
                .replace("{{memory}}", memory() + collections())
                .replace("{{ahead}}", ahead())
                .replace("{{table}}", table())
                .replace("{{facts}}", factTable());
    }

    private String verdict() {
        StringBuilder html = new StringBuilder();
        for (PhaseResult result : results) {
            paragraph(
                    html,
                    result.check().equal() ? "equal" : "differs",
                    "<b>" + escape(result.name()) + "</b> is " + escape(result.check().summary()));
            for (String difference : result.check().differences()) {
                paragraph(html, "differs", escape(difference));
            }
        }
        return html.toString();
    }

    private String ahead() {
        StringBuilder html = new StringBuilder();
        story.ahead().forEach(line -> paragraph(html, "", escape(line)));
        paragraph(html, "", escape(story.limits()));
        return html.toString();
    }

    private static void paragraph(StringBuilder html, String style, String text) {
        html.append("<p class=\"").append(style).append("\">").append(text).append("</p>\n");
    }

    private String latency() {
        StringBuilder html = new StringBuilder();
        double highest = 1_000;
        for (PhaseResult result : results) {
            highest = Math.max(highest, (double) result.all().max());
        }
        for (PhaseResult result : results) {
            Chart chart =
                    new Chart(
                            result.name() + ": latency of requests",
                            "Do the lines rise in the shaded stretches, where a batch is applied? "
                                    + "In this run p99 was "
                                    + p99(result.during())
                                    + " there, and "
                                    + p99(Quantiles.of(result.latencies().outside()))
                                    + " elsewhere.",
                            Chart.Axis.seconds("seconds", story.pacedSeconds()),
                            Chart.Axis.latency(highest));
            chart.mark(result.batches());
            chart.line("longest", "max", seconds(result), values(result, s -> s.reads().max()));
            chart.line("p99", "p99", seconds(result), values(result, s -> s.reads().p99()));
            chart.line("p50", "p50", seconds(result), values(result, s -> s.reads().p50()));
            html.append(chart.toHtml());
        }
        return html.toString();
    }

    private static String p99(Quantiles quantiles) {
        return quantiles.count() == 0
                ? "unknown"
                : Quantiles.time(quantiles.p99()).replace("us", "µs");
    }

    private String torn() {
        return overTime(
                "Answers that mixed two versions",
                "A step up: pages with prices of two price lists, absent products, totals that no"
                        + " version had. A line along the bottom: none.",
                s -> s.torn(),
                Report::plain);
    }

    private String memory() {
        return overTime(
                "Heap in use",
                "A steep rise is a batch that allocates much, a fall is a collection. Broker and"
                        + " producer allocate in the same heap.",
                s -> s.heapBytes() / 1e6,
                v -> plain(v) + " MB");
    }

    private String collections() {
        return overTime(
                "Garbage collections so far",
                "Each step up stopped every thread of the process for some milliseconds.",
                s -> s.collections(),
                Report::plain);
    }

    private String overTime(
            String title,
            String whatToSee,
            ToDoubleFunction<Slice> of,
            Function<Double, String> text) {
        double highest =
                results.stream().flatMap(r -> r.slices().stream()).mapToDouble(of).max().orElse(1);
        Chart chart =
                new Chart(
                        title,
                        whatToSee,
                        secondsAxis(),
                        Chart.Axis.upTo(Math.max(1, highest), text::apply));
        chart.mark(results.get(0).batches());
        for (int i = 0; i < results.size(); i++) {
            PhaseResult result = results.get(i);
            double[] values = result.slices().stream().mapToDouble(of).toArray();
            chart.line(result.name(), "subject" + i, seconds(result), values);
        }
        return chart.toHtml();
    }

    private static double[] seconds(PhaseResult result) {
        return result.slices().stream().mapToDouble(Slice::second).toArray();
    }

    private static double[] values(PhaseResult result, ToDoubleFunction<Slice> figure) {
        return result.slices().stream()
                .mapToDouble(s -> s.reads().count() == 0 ? Double.NaN : figure.applyAsDouble(s))
                .toArray();
    }

    private Chart.Axis secondsAxis() {
        double highest =
                results.stream()
                        .flatMap(result -> result.slices().stream())
                        .mapToDouble(Slice::second)
                        .max()
                        .orElse(1);
        return Chart.Axis.seconds(
                "seconds; from " + story.pacedSeconds() + " on readers go flat out", highest);
    }

    private String table() {
        StringBuilder html = new StringBuilder("<div class=\"wide\"><table>\n");
        String tag = "th";
        for (String[] row : Summary.rows(results)) {
            html.append("<tr>");
            for (int i = 0; i < row.length; i++) {
                String cell = i == 0 ? "th" : tag;
                html.append('<')
                        .append(cell)
                        .append('>')
                        .append(escape(row[i].strip().replace(" us", " µs")));
                html.append("</").append(cell).append('>');
            }
            html.append("</tr>\n");
            tag = "td";
        }
        return html.append("</table></div>\n").toString();
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
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,d", (long) value)
                : String.format(Locale.ROOT, "%.1f", value);
    }

    /** Returns text that may stand in HTML and in a quoted attribute. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
