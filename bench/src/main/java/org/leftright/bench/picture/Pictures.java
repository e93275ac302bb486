// SPDX-License-Identifier: Apache-2.0
// java -cp bench/target/demo.jar org.leftright.bench.picture.Pictures --help
package org.leftright.bench.picture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.leftright.bench.picture.Picture.Axis;
import org.leftright.bench.strategy.LatencyReport;
import org.leftright.bench.strategy.LatencyRound;
import org.leftright.bench.strategy.StrategyKind;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws what stands in result files: each picture for which there are figures. */
@Command(
        name = "Pictures",
        mixinStandardHelpOptions = true,
        description = {
            "Draws what stands in result files, by JMH, by Measure or by LatencyUnderBatches:",
            "read time against entries, read latency percentiles while batches land, batch cost"
                    + " against the share of entries that a batch changes. Needs no display."
                    + " Figures of the same cell in several files are pooled, so give it files of"
                    + " one machine and JDK at a time."
        })
public final class Pictures implements Callable<Integer> {
    /** Reads of the other locks cost like those shown. */
    private static final List<StrategyKind> READ =
            List.of(
                    StrategyKind.LEFT_RIGHT,
                    StrategyKind.CONCURRENT_HASH_MAP,
                    StrategyKind.READ_WRITE_LOCK,
                    StrategyKind.STAMPED_LOCK,
                    StrategyKind.SHARDED,
                    StrategyKind.SWAP_HASH_MAP,
                    StrategyKind.OVERLAY,
                    StrategyKind.HASH_TRIE,
                    StrategyKind.NON_BLOCKING,
                    StrategyKind.PLAIN);

    /** A batch under one lock costs what it costs the map inside. */
    private static final List<StrategyKind> BATCH =
            List.of(
                    StrategyKind.LEFT_RIGHT,
                    StrategyKind.CONCURRENT_HASH_MAP,
                    StrategyKind.SHARDED,
                    StrategyKind.SWAP_HASH_MAP,
                    StrategyKind.SWAP_AGRONA,
                    StrategyKind.OVERLAY,
                    StrategyKind.HASH_TRIE,
                    StrategyKind.NON_BLOCKING,
                    StrategyKind.PLAIN);

    /** The lowest percentile drawn: the picture is about the rest. */
    private static final double FROM_PERCENTILE = 90;

    @Option(
            names = "--out",
            defaultValue = ".",
            description = "The folder to draw into (${DEFAULT-VALUE}).")
    private Path out = Path.of(".");

    @Parameters(arity = "1..*", description = "Result files.")
    private List<Path> files = new ArrayList<>();

    private Pictures() {}

    /**
     * Runs the command.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        System.exit(command().execute(args));
    }

    static CommandLine command() {
        return new CommandLine(new Pictures());
    }

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(out);
        ResultFiles results = new ResultFiles(files);
        readTime(results);
        for (double n : sizes(results.cells("StrategyBatchBenchmark", "strategy", "n", "d"))) {
            batchCost(results, n);
        }
        int reports = 0;
        for (LatencyReport report : results.latencies()) {
            latency(report, "read-latency" + (reports++ == 0 ? "" : "-" + reports) + ".png");
        }
        return 0;
    }

    private void readTime(ResultFiles results) throws IOException {
        Picture picture =
                new Picture(
                        "One read of a random id, nobody writing",
                        new Axis("entries in the map", Text::shortCount),
                        new Axis("time of one read", Text::time),
                        caption(results));
        for (StrategyKind kind : READ) {
            addLine(
                    picture,
                    kind.label(),
                    Look.of(kind),
                    results.cells("StrategyReadBenchmark", "strategy", "n").stream()
                            .filter(cell -> cell.isOf(kind))
                            .toList(),
                    cell -> cell.number("n"),
                    Cell::medianNs);
        }
        write(picture, "read-time.png");
    }

    private void batchCost(ResultFiles results, double n) throws IOException {
        Picture picture =
                new Picture(
                        "A batch on a map of " + Text.count(n) + " entries, until readers see it",
                        new Axis("ops in the batch, of the entries", Text::share),
                        new Axis("time for each op", Text::time),
                        caption(results));
        for (StrategyKind kind : BATCH) {
            addLine(
                    picture,
                    kind.label(),
                    Look.of(kind),
                    results.cells("StrategyBatchBenchmark", "strategy", "n", "d").stream()
                            .filter(cell -> cell.isOf(kind) && cell.number("n") == n)
                            .toList(),
                    cell -> cell.number("d") / n,
                    cell -> cell.medianNs() / cell.number("d"));
        }
        write(picture, String.format(Locale.ROOT, "batch-cost-%.0f.png", n));
    }

    private void latency(LatencyReport report, String name) throws IOException {
        LatencyReport.Load load = report.load();
        Picture picture =
                new Picture(
                        String.format(
                                Locale.ROOT,
                                "Read latency while batches of %,d ops land back to back, %s"
                                        + " entries",
                                load.d(),
                                Text.count(load.n())),
                        new Axis("percentile of reads", Text::percentile),
                        new Axis("time from when the read was due", Text::time),
                        String.format(
                                Locale.ROOT,
                                "%,.0f reads/s due; %s; %s",
                                load.readsPerSecond(),
                                String.join(" ", report.jvmOptions()),
                                report.provenance().line()));
        double[] percentiles =
                LatencyRound.PERCENTILES.stream()
                        .mapToDouble(percentile -> percentile)
                        .filter(percentile -> percentile >= FROM_PERCENTILE)
                        .toArray();
        double[] xs = new double[percentiles.length];
        for (int i = 0; i < xs.length; i++) {
            xs[i] = 100 / (100 - percentiles[i]);
        }
        for (LatencyReport.Result result : report.results()) {
            if (result.name().equals(StrategyKind.SYNCHRONIZED_MAP.name())) {
                continue; // readers wait as for the ReadWriteLock, and ten lines are enough
            }
            LatencyRound median = result.median();
            double[] ys = new double[xs.length];
            for (int i = 0; i < ys.length; i++) {
                ys[i] = median.at(percentiles[i]);
            }
            String kept = String.format(Locale.ROOT, " (%.0f%% served)", 100 * median.served());
            picture.line(
                    result.label() + (median.isSaturated() ? kept : ""), lookOf(result), xs, ys);
        }
        write(picture, name);
    }

    private static Look lookOf(LatencyReport.Result result) {
        return result.isControl() ? Look.REFERENCE : Look.of(StrategyKind.valueOf(result.name()));
    }

    private static void addLine(
            Picture picture,
            String label,
            Look look,
            List<Cell> cells,
            ToDoubleFunction<Cell> place,
            ToDoubleFunction<Cell> height) {
        List<Cell> sorted = cells.stream().sorted(Comparator.comparingDouble(place)).toList();
        picture.line(
                label,
                look,
                sorted.stream().mapToDouble(place).toArray(),
                sorted.stream().mapToDouble(height).toArray());
    }

    private static double[] sizes(List<Cell> cells) {
        return cells.stream().mapToDouble(cell -> cell.number("n")).distinct().sorted().toArray();
    }

    private static String caption(ResultFiles results) {
        return "Medians; " + results.provenance();
    }

    private void write(Picture picture, String name) throws IOException {
        if (!picture.isEmpty()) {
            picture.write(out.resolve(name));
            System.out.println(out.resolve(name));
        }
    }
}
