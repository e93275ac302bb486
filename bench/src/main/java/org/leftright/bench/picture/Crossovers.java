// SPDX-License-Identifier: Apache-2.0
// java -cp bench/target/demo.jar org.leftright.bench.picture.Crossovers --help
package org.leftright.bench.picture;

import static java.lang.Double.NaN;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import org.leftright.bench.strategy.LatencyReport;
import org.leftright.bench.strategy.StrategyKind;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says where one strategy overtakes another, as tables in Markdown. */
@Command(
        name = "Crossovers",
        mixinStandardHelpOptions = true,
        description = {
            "Says from which size on the left-right map reads faster than another strategy, and"
                    + " from which share of changed entries on another strategy's batch is"
                    + " cheaper, from the result files that Pictures reads too. Between two"
                    + " measured points the crossing is interpolated on logarithmic scales."
        })
public final class Crossovers implements Callable<Integer> {
    private static final StrategyKind OURS = StrategyKind.LEFT_RIGHT;

    @Parameters(arity = "1..*", description = "Result files.")
    private List<Path> files = new ArrayList<>();

    @Spec private CommandSpec spec = CommandSpec.create();

    private Crossovers() {}

    /**
     * Runs the command.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(command().execute(args));
    }

    static CommandLine command() {
        return new CommandLine(new Crossovers());
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter print = spec.commandLine().getOut();
        ResultFiles results = new ResultFiles(files);
        print.println(results.provenance());
        List<Cell> reads = results.cells("StrategyReadBenchmark", "strategy", "n");
        if (!reads.isEmpty()) {
            print.printf("%nReads: time of left-right to the other's%n%n");
            table(print, reads, cell -> cell.number("n"), Text::count, "left-right is faster");
        }
        List<Cell> batches = results.cells("StrategyBatchBenchmark", "strategy", "n", "d");
        for (double n : batches.stream().mapToDouble(c -> c.number("n")).distinct().toArray()) {
            print.printf(
                    "%nBatches on %s entries: time of left-right to the other's, by ops of the"
                            + " entries%n%n",
                    Text.count(n));
            table(
                    print,
                    batches.stream().filter(cell -> cell.number("n") == n).toList(),
                    cell -> cell.number("d") / n,
                    Text::share,
                    "left-right is faster");
            garbage(print, batches.stream().filter(cell -> cell.number("n") == n).toList());
        }
        for (LatencyReport report : results.latencies()) {
            latencies(print, report);
        }
        print.flush();
        return 0;
    }

    private static void table(
            PrintWriter print,
            List<Cell> cells,
            ToDoubleFunction<Cell> place,
            DoubleFunction<String> text,
            String what) {
        double[] places = cells.stream().mapToDouble(place).distinct().sorted().toArray();
        NavigableMap<Double, Double> ours = figures(cells, OURS, place);
        StringBuilder head = new StringBuilder("| to |");
        StringBuilder rule = new StringBuilder("|---|");
        for (double at : places) {
            head.append(' ').append(text.apply(at)).append(" |");
            rule.append("---|");
        }
        print.println(head.append(' ').append(what).append(" |"));
        print.println(rule.append("---|"));
        for (StrategyKind kind : StrategyKind.values()) {
            NavigableMap<Double, Double> others = figures(cells, kind, place);
            if (kind == OURS || others.isEmpty()) {
                continue;
            }
            StringBuilder line = new StringBuilder("| ").append(kind.label()).append(" |");
            NavigableMap<Double, Double> ratios = new TreeMap<>();
            for (double at : places) {
                double ratio = ours.getOrDefault(at, NaN) / others.getOrDefault(at, NaN);
                line.append(' ');
                if (ratio > 0) {
                    ratios.put(at, ratio);
                    line.append(Text.rough(ratio));
                }
                line.append(" |");
            }
            print.println(line.append(' ').append(Crossing.tell(ratios, text)).append(" |"));
        }
    }

    private static NavigableMap<Double, Double> figures(
            List<Cell> cells, StrategyKind kind, ToDoubleFunction<Cell> place) {
        NavigableMap<Double, Double> figures = new TreeMap<>();
        for (Cell cell : cells) {
            double figure = cell.medianNs();
            if (cell.isOf(kind) && figure > 0) {
                figures.put(place.applyAsDouble(cell), figure);
            }
        }
        return figures;
    }

    /** If the run had JMH's garbage profiler. */
    private static void garbage(PrintWriter print, List<Cell> cells) {
        String bytes = "gc.alloc.rate.norm";
        if (cells.stream().noneMatch(cell -> cell.samples().containsKey(bytes))) {
            return;
        }
        print.printf("%nGarbage of each op of a batch, bytes%n%n");
        double[] ops = cells.stream().mapToDouble(c -> c.number("d")).distinct().sorted().toArray();
        StringBuilder head = new StringBuilder("| batch of |");
        StringBuilder rule = new StringBuilder("|---|");
        for (double d : ops) {
            head.append(' ').append(Text.count(d)).append(" |");
            rule.append("---|");
        }
        print.println(head);
        print.println(rule);
        for (StrategyKind kind : StrategyKind.values()) {
            if (cells.stream().noneMatch(cell -> cell.isOf(kind))) {
                continue;
            }
            StringBuilder line = new StringBuilder("| ").append(kind.label()).append(" |");
            for (double d : ops) {
                line.append(' ');
                cells.stream()
                        .filter(cell -> cell.isOf(kind) && cell.number("d") == d)
                        .findFirst()
                        .ifPresent(cell -> line.append(Text.rough(cell.median(bytes) / d)));
                line.append(" |");
            }
            print.println(line);
        }
    }

    private static void latencies(PrintWriter print, LatencyReport report) {
        if (report.control().isEmpty()) {
            return;
        }
        LatencyReport.Result control = report.control().get();
        print.printf(
                Locale.ROOT,
                "%nRead latency while batches of %,d ops land on %s entries, to the control's%n"
                        + "%s%n%n",
                report.load().d(),
                Text.count(report.load().n()),
                report.provenance().line());
        print.println("| strategy | p99 | p99.9 | p99.99 | load served |");
        print.println("|---|---|---|---|---|");
        for (LatencyReport.Result result : report.results()) {
            StringBuilder line = new StringBuilder("| ").append(result.label()).append(" |");
            for (double percentile : new double[] {99, 99.9, 99.99}) {
                double ratio = result.median().at(percentile) / control.median().at(percentile);
                line.append(' ').append(Text.rough(ratio)).append(" |");
            }
            print.println(
                    line.append(' ').append(Text.share(result.median().served())).append(" |"));
        }
    }
}
