// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A line chart with both axes logarithmic. Each line's name stands at its right end instead of in a
 * legend, and below the chart where the figures come from.
 */
final class Picture {
    private static final int WIDTH = 1060;
    private static final int HEIGHT = 620;
    private static final int LABELS = 320;
    private static final int CAPTION = 44;
    private static final int LABEL_HEIGHT = 19;

    /** Pixels for each point, for sharp screens. */
    private static final int SCALE = 2;

    /** The range from which on powers of ten alone are labelled. */
    private static final double MANY_DECADES = 3e4;

    private static final double EPSILON = 1e-6;
    private static final Color INK = new Color(0x333333);
    private static final Color GRID = new Color(0xE4E4E4);

    private final XYChart chart;
    private final List<Line> lines = new ArrayList<>();
    private final String caption;

    private record Line(String label, Look look, double lastX, double lastY) {}

    /**
     * Begins a picture.
     *
     * @param title what it shows
     * @param x the axis across
     * @param y the axis upwards
     * @param caption where the figures come from
     */
    Picture(String title, Axis x, Axis y, String caption) {
        this.caption = caption;
        this.chart =
                new XYChartBuilder()
                        .width(WIDTH)
                        .height(HEIGHT)
                        .title(title)
                        .xAxisTitle(x.title())
                        .yAxisTitle(y.title())
                        .build();
        XYStyler styler = chart.getStyler();
        styler.setXAxisLogarithmic(true);
        styler.setYAxisLogarithmic(true);
        styler.setXAxisLogarithmicDecadeOnly(true);
        styler.setXAxisTickLabelsFormattingFunction(value -> label(x, value));
        styler.setYAxisTickLabelsFormattingFunction(value -> label(y, value));
        styler.setLegendVisible(false);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setPlotGridLinesColor(GRID);
        styler.setPlotGridLinesStroke(new BasicStroke(1));
        styler.setPlotContentSize(1);
        styler.setChartFontColor(INK);
        styler.setChartTitleFont(font(Font.BOLD, 19));
        styler.setAxisTitleFont(font(Font.PLAIN, 15));
        styler.setAxisTickLabelsFont(font(Font.PLAIN, 14));
        styler.setMarkerSize(6);
        styler.setChartPadding(12);
    }

    /**
     * An axis.
     *
     * @param title what it shows, with the unit
     * @param text how a value is written
     */
    record Axis(String title, DoubleFunction<String> text) {}

    /** Labels 2 and 5 of the marks between two powers of ten, so that labels do not crowd. */
    private static String label(Axis axis, double value) {
        double digit = value / Math.pow(10, Math.floor(Math.log10(value * (1 + EPSILON))));
        boolean round = Stream.of(1, 2, 5).anyMatch(d -> Math.abs(digit - d) < EPSILON);
        return round ? axis.text().apply(value) : "";
    }

    /**
     * Adds a line; points without a number are left out, a line without points altogether.
     *
     * @param label its name
     * @param look its colour and stroke
     * @param xs where its points are, ascending
     * @param ys how high they are
     */
    void line(String label, Look look, double[] xs, double[] ys) {
        double[][] points =
                IntStream.range(0, xs.length)
                        .filter(i -> ys[i] > 0)
                        .mapToObj(i -> new double[] {xs[i], ys[i]})
                        .toArray(double[][]::new);
        if (points.length == 0) {
            return;
        }
        XYSeries series =
                chart.addSeries(
                        label,
                        Arrays.stream(points).mapToDouble(point -> point[0]).toArray(),
                        Arrays.stream(points).mapToDouble(point -> point[1]).toArray());
        series.setLineColor(look.colour());
        series.setLineStyle(look.stroke());
        series.setMarkerColor(look.colour());
        series.setMarker(SeriesMarkers.CIRCLE);
        double[] last = points[points.length - 1];
        lines.add(new Line(label, look, last[0], last[1]));
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Draws it into a PNG file. */
    void write(Path file) throws IOException {
        BufferedImage image =
                new BufferedImage(
                        (WIDTH + LABELS) * SCALE,
                        (HEIGHT + CAPTION) * SCALE,
                        BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        try {
            canvas.scale(SCALE, SCALE);
            canvas.setRenderingHint(
                    RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            canvas.setRenderingHint(
                    RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            canvas.setColor(Color.WHITE);
            canvas.fillRect(0, 0, WIDTH + LABELS, HEIGHT + CAPTION);
            leaveMargins();
            chart.paint(canvas, WIDTH, HEIGHT);
            drawLabels(canvas);
            canvas.setColor(new Color(0x777777));
            canvas.setFont(font(Font.PLAIN, 13));
            canvas.drawString(caption, 20, HEIGHT + CAPTION / 2);
        } finally {
            canvas.dispose();
        }
        if (!ImageIO.write(image, "png", file.toFile())) {
            throw new IOException("this Java writes no PNG");
        }
    }

    /** Leaves margins, so that the outermost points and marks are seen whole. */
    private void leaveMargins() {
        Collection<XYSeries> all = chart.getSeriesCollection();
        DoubleSummaryStatistics x = range(all, XYSeries::getXMin, XYSeries::getXMax);
        DoubleSummaryStatistics y = range(all, XYSeries::getYMin, XYSeries::getYMax);
        double marginX = Math.pow(x.getMax() / x.getMin(), 0.015);
        double marginY = Math.pow(y.getMax() / y.getMin(), 0.04) * 1.05;
        XYStyler styler = chart.getStyler();
        styler.setXAxisMin(x.getMin() / marginX);
        styler.setXAxisMax(x.getMax() * marginX);
        styler.setYAxisMin(y.getMin() / marginY);
        styler.setYAxisMax(y.getMax() * marginY);
        styler.setYAxisLogarithmicDecadeOnly(y.getMax() / y.getMin() > MANY_DECADES);
    }

    private static DoubleSummaryStatistics range(
            Collection<XYSeries> all,
            ToDoubleFunction<XYSeries> min,
            ToDoubleFunction<XYSeries> max) {
        return all.stream()
                .flatMapToDouble(
                        series ->
                                DoubleStream.of(
                                        min.applyAsDouble(series), max.applyAsDouble(series)))
                .summaryStatistics();
    }

    /** Each at the height of its line's end, moved as little as it takes not to touch another. */
    private void drawLabels(Graphics2D canvas) {
        List<Line> sorted =
                lines.stream().sorted(Comparator.comparingDouble(Line::lastY).reversed()).toList();
        double[] wanted =
                sorted.stream()
                        .mapToDouble(line -> chart.getScreenYFromChart(line.lastY()))
                        .toArray();
        double[] places = Spread.apart(wanted, LABEL_HEIGHT, LABEL_HEIGHT, HEIGHT - LABEL_HEIGHT);
        for (int i = 0; i < places.length; i++) {
            Line line = sorted.get(i);
            boolean bold = line.look().width() > 2;
            canvas.setColor(line.look().colour());
            canvas.setStroke(new BasicStroke(1));
            double fromX = chart.getScreenXFromChart(line.lastX()) + 6;
            canvas.drawLine((int) fromX, (int) wanted[i], WIDTH + 4, (int) places[i]);
            canvas.setFont(font(bold ? Font.BOLD : Font.PLAIN, 15));
            canvas.drawString(line.label(), WIDTH + 8, (float) places[i] + 5);
        }
    }

    private static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }
}
