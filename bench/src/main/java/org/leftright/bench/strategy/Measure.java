// SPDX-License-Identifier: Apache-2.0
// java -cp bench/target/demo.jar org.leftright.bench.strategy.Measure --help
package org.leftright.bench.strategy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Runs JMH and keeps its results together with what JMH's own file does not tell: on which machine
 * and day, by which JDK.
 */
@Command(
        name = "Measure",
        mixinStandardHelpOptions = true,
        description =
                "Runs JMH, and writes its results together with machine, JDK and date. Picture and"
                        + " crossover commands read such files.")
public final class Measure implements Callable<Integer> {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Option(
            names = "--rounds",
            defaultValue = "1",
            description =
                    "How often to run all that is asked for, one round after the other, so that a"
                            + " drift of the machine hits all alike (${DEFAULT-VALUE}).")
    private int rounds;

    @Parameters(index = "0", paramLabel = "FILE", description = "The result file.")
    private Path file = Path.of("results.json");

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "JMH",
            description = "Benchmarks and options of JMH's command line.")
    private List<String> jmh = List.of();

    private Measure() {}

    /**
     * The result file.
     *
     * @param provenance machine, JDK and date
     * @param benchmarks what JMH wrote in each round, one after the other
     */
    public record Results(Provenance provenance, ArrayNode benchmarks) {}

    /**
     * Runs the command.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Measure()).setStopAtPositional(true).execute(args));
    }

    @Override
    public Integer call() throws IOException, RunnerException, CommandLineOptionException {
        ArrayNode all = JSON.createArrayNode();
        for (int round = 1; round <= rounds; round++) {
            System.out.printf(Locale.ROOT, "# Round %d of %d%n", round, rounds);
            all.addAll(runOnce());
        }
        JSON.writeValue(file.toFile(), new Results(Provenance.here(), all));
        return 0;
    }

    private ArrayNode runOnce() throws IOException, RunnerException, CommandLineOptionException {
        Path plain = Files.createTempFile("jmh", ".json");
        try {
            new Runner(
                            new OptionsBuilder()
                                    .parent(new CommandLineOptions(jmh.toArray(String[]::new)))
                                    .resultFormat(ResultFormatType.JSON)
                                    .result(plain.toString())
                                    .build())
                    .run();
            return JSON.readValue(plain.toFile(), ArrayNode.class);
        } finally {
            Files.delete(plain);
        }
    }
}
