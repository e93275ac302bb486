// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command: starts or finds a broker, puts both subjects under load, and reports. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        version = "leftright serving demo 0.1.0",
        sortOptions = false,
        description = {
            "Serves a real shop's catalog while its changes arrive from a real Kafka broker:"
                    + " first with a left-right catalog, then with ConcurrentHashMap."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:both catalogs are equal to an independent replay of the data",
            "1:a catalog is not, or a read of the left-right catalog saw half a batch",
            "2:an option is wrong",
            "3:the demo could not run to its end (no broker, no report, ...)",
            "130:interrupted"
        })
public final class Demo implements Callable<Integer> {
    private static final int DIFFERS = 1;
    private static final int HIGHEST_SCALE = 10_000;

    /** Kept, because a logger that nobody holds forgets its level. */
    private static final Logger LIBRARY_LOGGER = Logger.getLogger("org.leftright");

    @Option(
            names = {"-r", "--readers"},
            paramLabel = "<n>",
            description = "reader threads (default: one for each processor but one, at least 1)")
    private int readers = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);

    @Option(
            names = {"-d", "--duration"},
            paramLabel = "<seconds>",
            description = "how long the deltas take, for each subject (default: 20)")
    private int duration = 20;

    @Option(
            names = {"-s", "--scale"},
            paramLabel = "<n>",
            description =
                    "variants of each product (default: 1, which is about 3,200 products; 320 makes a"
                            + " million)")
    private int scale = 1;

    @Option(
            names = {"-b", "--bootstrap"},
            paramLabel = "<host:port>",
            description = "use this broker instead of starting one inside the demo")
    private @Nullable String bootstrap;

    @Option(
            names = {"-o", "--report"},
            paramLabel = "<file>",
            description = "where to write the report (default: ${DEFAULT-VALUE})")
    private Path report = Path.of("bench", "target", "demo-report.html");

    @Option(
            names = "--timed-every",
            paramLabel = "<k>",
            description = "time every k-th read of a thread (default: 8)")
    private int timedEvery = 8;

    @Option(
            names = "--straggler",
            description =
                    "let one more reader of the left-right catalog stay in a section for 3 of every 5"
                            + " seconds")
    private boolean straggler;

    @Spec private @Nullable CommandSpec spec;

    private Demo() {}

    /**
     * Runs the demo and exits with its code.
     *
     * @param args the options; see {@code --help}
     */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    /**
     * Runs the demo.
     *
     * @param args the options
     * @return the exit code
     */
    static int run(String... args) {
        LIBRARY_LOGGER.setLevel(Level.WARNING);
        return DemoCommand.run("demo", new Demo(), args);
    }

    @Override
    public Integer call() throws Exception {
        checkOptions();
        return serve();
    }

    private void checkOptions() throws DemoException {
        atLeastOne("--readers", readers, 1_000);
        atLeastOne("--duration", duration, 86_400);
        atLeastOne("--scale", scale, HIGHEST_SCALE);
        atLeastOne("--timed-every", timedEvery, 1_000_000);
        if (bootstrap != null && !bootstrap.matches("[^\\s:/]+:\\d{1,5}(,[^\\s:/]+:\\d{1,5})*")) {
            throw wrong("--bootstrap is not host:port: " + bootstrap);
        }
        Path folder = report.toAbsolutePath().getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new DemoException("cannot make the report's folder " + folder, e);
        }
        if (Files.isDirectory(report)) {
            throw wrong("--report is a folder: " + report);
        }
    }

    private void atLeastOne(String option, int value, int highest) {
        if (value < 1 || value > highest) {
            throw wrong(option + " must be from 1 to " + highest + ", not " + value);
        }
    }

    private ParameterException wrong(String message) {
        if (spec == null) {
            throw new IllegalStateException(message);
        }
        return new ParameterException(spec.commandLine(), message);
    }

    private int serve() throws Exception {
        Console console = new Console(System.out);
        List<RetailLine> lines = RetailFile.readShipped();
        Ids ids = new Ids(lines);
        Plan plan = new Plan(lines, ids, scale, readers, timedEvery, Duration.ofSeconds(duration));
        console.say(
                "%,d lines of a shop's invoices, %,d stock codes x %,d, %d countries; %,d half-hour"
                        + " windows: %,d at start-up, %,d while serving",
                lines.size(),
                ids.codeCount(),
                scale,
                ids.countries().size(),
                plan.windowCount(),
                plan.openingCount(),
                plan.servingCount());
        List<PhaseResult> results = new ArrayList<>();
        try (Broker broker = broker(console)) {
            stopIfInterrupted();
            results.add(
                    phase(
                            plan,
                            broker,
                            console,
                            "left-right",
                            (topics, refreshes) ->
                                    new LeftRightSubject(topics, refreshes, straggler)));
            results.add(phase(plan, broker, console, "hash-maps", HashMapsSubject::new));
        }
        console.sideBySide(results);
        new Report(results, facts()).write(report);
        console.say("report: %s", report.toAbsolutePath().normalize().toUri());
        return results.stream().allMatch(PhaseResult::right) ? 0 : DIFFERS;
    }

    private static void stopIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private Broker broker(Console console) throws Exception {
        if (bootstrap != null) {
            return Broker.external(bootstrap);
        }
        long began = System.nanoTime();
        Broker broker = Broker.startEmbedded();
        console.say(
                "broker started at %s in %,d ms",
                broker.bootstrap(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        return broker;
    }

    private static PhaseResult phase(
            Plan plan,
            Broker broker,
            Console console,
            String name,
            BiFunction<DeltaTopics, RefreshWindow, Subject> factory)
            throws Exception {
        String prefix = "leftright-demo-" + Long.toString(System.currentTimeMillis(), 36);
        DeltaTopics topics = DeltaTopics.create(broker.bootstrap(), prefix + "-" + name, 1);
        try {
            return new Phase(plan, topics, console).run(factory);
        } finally {
            if (broker.isExternal()) {
                topics.delete();
            }
        }
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "date",
                ZonedDateTime.now(ZoneId.systemDefault())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME));
        facts.put("processors", Machine.processors());
        facts.put("system", Machine.system());
        facts.put("Java", Machine.java());
        facts.put("heap", Machine.heap());
        facts.put("one reading of the clock", Machine.clockNs() + " ns, part of every timed read");
        facts.put("--readers", Integer.toString(readers));
        facts.put("--duration", duration + " s for each subject");
        facts.put("--scale", Integer.toString(scale));
        facts.put("--timed-every", Integer.toString(timedEvery));
        facts.put("broker", bootstrap == null ? "in the demo's process" : bootstrap);
        return facts;
    }
}
