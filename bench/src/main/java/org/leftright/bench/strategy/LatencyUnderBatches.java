// SPDX-License-Identifier: Apache-2.0
// java -cp bench/target/demo.jar org.leftright.bench.strategy.LatencyUnderBatches --help
package org.leftright.bench.strategy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures read latencies while batches land back to back: every strategy in turn, each in a JVM of
 * its own, in several rounds, beside a control. Writes a result file and prints its path.
 */
@Command(
        name = "LatencyUnderBatches",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Read latencies while batches land back to back, every strategy beside a control.",
            "One thread reads on a fixed schedule and times each read from the moment it was due;"
                    + " another applies batches. Each strategy runs in a JVM of its own, all of"
                    + " them in each round; the figures are medians over the rounds. The control"
                    + " reads a left-right map that nobody writes, while the same batches are"
                    + " applied to another: what it shows is the machine's doing.",
        })
public final class LatencyUnderBatches implements Callable<Integer> {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Option(
            names = {"-n", "--entries"},
            defaultValue = "1000000",
            description = "Entries in the map (${DEFAULT-VALUE}).")
    private int n;

    @Option(
            names = {"-d", "--ops"},
            defaultValue = "10000",
            description = "Ops in a batch (${DEFAULT-VALUE}).")
    private int d;

    @Option(
            names = "--rate",
            defaultValue = "300000",
            description = "Reads due per second (${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "How often each strategy runs (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--warm-up",
            defaultValue = "1.0",
            description = "Seconds of the same load before it counts (${DEFAULT-VALUE}).")
    private double warmUpSeconds;

    @Option(
            names = "--seconds",
            defaultValue = "2.0",
            description = "Seconds of load that count, in each run (${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--strategies",
            split = ",",
            description = "Which to run, by name (all, and CONTROL).")
    private List<String> names = Contender.allNames();

    @Option(
            names = "--jvm-options",
            defaultValue = "-Xms3g -Xmx3g -XX:+UseG1GC",
            description = "Options of each JVM, the same for all (${DEFAULT-VALUE}).")
    private String jvmOptions = "";

    @Option(
            names = "--out",
            defaultValue = "latency.json",
            description = "The result file (${DEFAULT-VALUE}).")
    private Path out = Path.of("latency.json");

    @Option(names = "--here", hidden = true, description = "Run one, in this JVM.")
    private @Nullable String here;

    private LatencyUnderBatches() {}

    /**
     * Runs the command.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new LatencyUnderBatches()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        LatencyReport.Load load = new LatencyReport.Load(n, d, rate, warmUpSeconds, seconds);
        if (here != null) {
            LatencyRound round = new LatencyRun(new Contender(here), load).run();
            JSON.writeValue(System.out, round);
            return 0;
        }
        List<Contender> contenders = names.stream().map(Contender::new).toList();
        Map<Contender, List<LatencyRound>> results = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (Contender contender : contenders) {
                System.err.printf(
                        Locale.ROOT, "round %d of %d: %s%n", round, rounds, contender.label());
                results.computeIfAbsent(contender, c -> new ArrayList<>()).add(fork(contender));
            }
        }
        LatencyReport report =
                new LatencyReport(
                        Provenance.here(),
                        load,
                        options(),
                        results.entrySet().stream()
                                .map(e -> LatencyReport.Result.of(e.getKey(), e.getValue()))
                                .toList());
        JSON.writeValue(out.toFile(), report);
        System.out.println(out);
        return 0;
    }

    private List<String> options() {
        return Arrays.stream(jvmOptions.split(" ")).filter(option -> !option.isBlank()).toList();
    }

    private LatencyRound fork(Contender contender) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options());
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(LatencyUnderBatches.class.getName());
        command.addAll(List.of("--here", contender.name()));
        command.addAll(List.of("-n", String.valueOf(n), "-d", String.valueOf(d)));
        command.addAll(List.of("--rate", String.valueOf(rate)));
        command.addAll(List.of("--warm-up", String.valueOf(warmUpSeconds)));
        command.addAll(List.of("--seconds", String.valueOf(seconds)));
        Path result = Files.createTempFile("latency", ".json");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectOutput(result.toFile())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            int exit = waitFor(process);
            if (exit != 0) {
                throw new IllegalStateException(contender.name() + " ended with exit code " + exit);
            }
            return JSON.readValue(
                    Files.readString(result, StandardCharsets.UTF_8), LatencyRound.class);
        } finally {
            Files.delete(result);
        }
    }

    private static int waitFor(Process process) throws InterruptedException {
        Thread hook = new Thread(process::destroy); // an interrupted command leaves nothing behind
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return process.waitFor();
        } finally {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
