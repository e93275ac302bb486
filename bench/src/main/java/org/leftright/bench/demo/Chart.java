// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * A line chart as SVG text, with a sentence that says what to see in it; its colours come from the
 * style sheet of the page it is put in.
 */
final class Chart {
    private static final int WIDTH = 440;
    private static final int HEIGHT = 240;
    private static final int LEFT = 62;
    private static final int RIGHT = 14;
    private static final int TOP = 14;
    private static final int BOTTOM = 40;

    private final String title;
    private final String whatToSee;
    private final Axis x;
    private final Axis y;
    private final List<Line> lines = new ArrayList<>();
    private final List<double[]> bands = new ArrayList<>();

    /**
     * An axis.
     *
     * @param label what it shows
     * @param ticks the values that are marked, ascending; the first is its begin
     * @param end the value at its end
     * @param text how a value is written
     * @param logarithmic whether equal distances are equal ratios
     */
    record Axis(
            String label,
            List<Double> ticks,
            double end,
            DoubleFunction<String> text,
            boolean logarithmic) {

        /** Returns the place of a value between the ends, from 0 to 1. */
        double place(double value) {
            double low = scale(ticks.get(0));
            return Math.min(1, Math.max(0, (scale(value) - low) / (scale(end) - low)));
        }

        private double scale(double value) {
            return logarithmic ? Math.log(Math.max(value, Double.MIN_NORMAL)) : value;
        }

        /** Makes an axis from zero with about five round steps, the last of them at its end. */
        static Axis upTo(double highest, DoubleFunction<String> text) {
            double step = step(highest);
            double end = Math.ceil(highest / step - 1e-9) * step;
            return new Axis("", steps(step, end), end, text, false);
        }

        /** Makes an axis of seconds from zero to just the last. */
        static Axis seconds(String label, double last) {
            List<Double> ticks = steps(step(last), last);
            return new Axis(label, ticks, last, v -> Long.toString(Math.round(v)), false);
        }

        private static double step(double highest) {
            double rough = Math.max(highest, 1e-9) / 5;
            double power = Math.pow(10, Math.floor(Math.log10(rough)));
            for (double factor : new double[] {1, 2, 5}) {
                if (rough <= power * factor) {
                    return power * factor;
                }
            }
            return power * 10;
        }

        private static List<Double> steps(double step, double end) {
            List<Double> ticks = new ArrayList<>();
            for (int i = 0; i * step <= end + step / 1e6; i++) {
                ticks.add(i * step);
            }
            return ticks;
        }

        /**
         * Makes a logarithmic axis of latencies.
         *
         * @param highestNs the highest value to show
         * @return the axis
         */
        static Axis latency(double highestNs) {
            List<Double> ticks = new ArrayList<>();
            double tick = 100;
            ticks.add(tick);
            while (tick < highestNs) {
                tick *= 10;
                ticks.add(tick);
            }
            return new Axis("", ticks, tick, Axis::round, true);
        }

        private static String round(double ns) {
            if (ns < 1e3) {
                return Math.round(ns) + " ns";
            }
            if (ns < 1e6) {
                return Math.round(ns / 1e3) + " µs";
            }
            return ns < 1e9 ? Math.round(ns / 1e6) + " ms" : Math.round(ns / 1e9) + " s";
        }
    }

    private record Line(String name, String style, List<Point> points) {}

    private record Point(double x, double y) {}

    /**
     * Creates an empty chart.
     *
     * @param title its heading
     * @param whatToSee a sentence
     * @param x the axis across
     * @param y the axis upwards
     */
    Chart(String title, String whatToSee, Axis x, Axis y) {
        this.title = title;
        this.whatToSee = whatToSee;
        this.x = x;
        this.y = y;
    }

    /**
     * Adds a line; a value that is not a number makes a gap.
     *
     * @param name what it shows
     * @param style its CSS class
     * @param xs where its points are
     * @param ys how high they are
     * @return this
     */
    Chart line(String name, String style, double[] xs, double[] ys) {
        List<Point> points = new ArrayList<>(xs.length);
        for (int i = 0; i < xs.length; i++) {
            points.add(new Point(xs[i], ys[i]));
        }
        lines.add(new Line(name, style, points));
        return this;
    }

    /**
     * Marks stretches of the axis across.
     *
     * @param spans the begin and end of each
     * @return this
     */
    Chart mark(List<double[]> spans) {
        bands.addAll(spans);
        return this;
    }

    /** Returns the chart with its title and legend as a figure element. */
    String toHtml() {
        StringBuilder html = new StringBuilder("<figure><figcaption><b>");
        html.append(Report.escape(title)).append("</b><span class=\"legend\">");
        for (Line line : lines) {
            html.append("<span class=\"")
                    .append(line.style())
                    .append("\">")
                    .append(Report.escape(line.name()))
                    .append("</span>");
        }
        html.append("</span><p>").append(Report.escape(whatToSee)).append("</p></figcaption>\n");
        append(
                html,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%n",
                WIDTH,
                HEIGHT,
                Report.escape(title));
        for (double[] band : bands) {
            if (band[0] > x.end()) {
                continue;
            }
            append(
                    html,
                    "<rect class=\"band\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>%n",
                    across(band[0]),
                    TOP,
                    Math.max(1.5, across(band[1]) - across(band[0])),
                    HEIGHT - TOP - BOTTOM);
        }
        for (double tick : y.ticks()) {
            double at = down(tick);
            append(
                    html,
                    "<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>",
                    LEFT,
                    at,
                    WIDTH - RIGHT,
                    at);
            append(
                    html,
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
                    LEFT - 6,
                    at + 4,
                    y.text().apply(tick));
        }
        for (double tick : x.ticks()) {
            append(
                    html,
                    "<line class=\"grid\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>",
                    across(tick),
                    TOP,
                    across(tick),
                    HEIGHT - BOTTOM);
            append(
                    html,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                    across(tick),
                    HEIGHT - BOTTOM + 16,
                    x.text().apply(tick));
        }
        append(
                html,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                (LEFT + WIDTH - RIGHT) / 2,
                HEIGHT - 6,
                Report.escape(x.label()));
        for (Line line : lines) {
            append(
                    html,
                    "<path class=\"%s\" d=\"%s\"><title>%s</title></path>%n",
                    line.style(),
                    path(line),
                    Report.escape(line.name()));
        }
        return html.append("</svg></figure>\n").toString();
    }

    private String path(Line line) {
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (Point point : line.points()) {
            if (Double.isNaN(point.y())) {
                pen = false;
                continue;
            }
            append(path, "%s%.1f %.1f", pen ? "L" : "M", across(point.x()), down(point.y()));
            if (!pen) {
                path.append("h0"); // so that a point between two gaps is seen
            }
            pen = true;
        }
        return path.toString();
    }

    private double across(double value) {
        return LEFT + x.place(value) * (WIDTH - LEFT - RIGHT);
    }

    private double down(double value) {
        return HEIGHT - BOTTOM - y.place(value) * (HEIGHT - TOP - BOTTOM);
    }

    private static void append(StringBuilder to, String format, Object... arguments) {
        to.append(String.format(Locale.ROOT, format, arguments));
    }
}
