// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.target;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.leftright.bench.demo.Machine;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command: measures what the targets are about, and says which are met. */
@Command(
        name = "targets",
        mixinStandardHelpOptions = true,
        version = "leftright targets 0.1.0",
        sortOptions = false,
        description = {
            "Measures the targets for speed and memory in rounds of one fork for each peer, and"
                    + " says which are met. Leave the machine alone meanwhile."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all was measured", "1:something could not be", "2:an option is wrong"})
public final class Targets implements Callable<Integer> {
    @Option(
            names = {"-r", "--rows"},
            paramLabel = "<n>",
            split = ",",
            description = "the rows to measure, for instance 1,2,7 (default: all)")
    private @Nullable Set<Integer> numbers;

    @Option(
            names = "--rounds",
            paramLabel = "<n>",
            description = "forks of each peer (default: ${DEFAULT-VALUE})")
    private int rounds = 3;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "<file>",
            description =
                    "where to write JMH's results; the summary goes beside it, with .md for .json"
                            + " (default: ${DEFAULT-VALUE})")
    private Path file = Path.of("bench", "target", "targets.json");

    @Option(
            names = {"-q", "--quick"},
            description =
                    "one round with small maps, to see that all runs; the figures mean nothing")
    private boolean quick;

    private Targets() {}

    /**
     * Runs the command and exits with its code.
     *
     * @param args the options; see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Targets()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        List<Row> rows = rows(quick ? Scale.QUICK : Scale.FULL);
        if (numbers != null) {
            Set<Integer> wanted = numbers;
            rows = rows.stream().filter(row -> wanted.contains(row.number())).toList();
        }
        String began =
                ZonedDateTime.now(ZoneId.systemDefault())
                        .truncatedTo(ChronoUnit.MINUTES)
                        .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
        Results results = new Rounds(rows, quick, out).run(quick ? 1 : rounds);
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        results.write(file);
        String report = report(rows, results, began);
        Path markdown = Path.of(file.toString().replaceAll("\\.json$", "") + ".md");
        Files.writeString(markdown, report);
        out.print(report);
        out.println("Results: " + file + ", this summary: " + markdown);
        return report.contains(Verdict.Outcome.NOT_MEASURED.text) ? 1 : 0;
    }

    static List<Row> rows(Scale scale) {
        List<Row> rows = new ArrayList<>(new ReadRows(scale).rows());
        rows.addAll(new WriteRows(scale).rows());
        rows.sort(Comparator.comparingInt(Row::number));
        return rows;
    }

    private String report(List<Row> rows, Results results, String began) {
        Summary summary = new Summary(results);
        StringBuilder text = new StringBuilder("# Targets\n\n");
        text.append(
                String.format(
                        "%s, %s, %s, begun %s, %s. Medians of all iterations; \"of rounds\" is the"
                                + " figure of the best and the worst round. Of ops that need no"
                                + " set-up the processor time is taken, of others the time on the"
                                + " clock.%n%n",
                        Machine.processors(),
                        Machine.system(),
                        Machine.java(),
                        began,
                        quick ? "a smoke test with small maps" : rounds + " rounds"));
        text.append(summary.overview(rows)).append('\n');
        rows.forEach(row -> text.append(summary.details(row)).append('\n'));
        return text.toString();
    }
}
