// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
                    + " with a left-right catalog, with ConcurrentHashMap, and by copy-and-swap."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all catalogs are equal to an independent replay of the data",
            "1:a catalog is not, or one that promises whole batches showed half of one",
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
            description =
                    "how long requests are due at the fixed rate, for each subject (default: 5)")
    private int duration = 5;

    @Option(
            names = "--rate",
            paramLabel = "<n>",
            description = "requests that are due each second, of all readers (default: 10000)")
    private int rate = 10_000;

    @Option(
            names = "--flat-out",
            paramLabel = "<seconds>",
            description = "how long readers then go as fast as they can (default: 2)")
    private int flatOut = 2;

    @Option(
            names = {"-s", "--scale"},
            paramLabel = "<n>",
            description =
                    "variants of each product (default: 64, which is about 200,000 products; 320 makes"
                            + " a million)")
    private int scale = 64;

    @Option(
            names = "--data",
            paramLabel = "<file>",
            description =
                    "invoice lines as CSV, perhaps in gzip, with the columns InvoiceNo or Invoice,"
                            + " StockCode, Description, Quantity, InvoiceDate, UnitPrice or Price,"
                            + " Country (default: 40,000 lines that come with the demo)")
    private @Nullable Path data;

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
        atLeastOne("--rate", rate, 10_000_000);
        atLeastOne("--flat-out", flatOut, 86_400);
        if (bootstrap != null && !Broker.isAddress(bootstrap)) {
            throw wrong("--bootstrap is not host:port: " + bootstrap);
        }
        if (Files.isDirectory(report)) {
            throw wrong("--report is a folder: " + report);
        }
        try {
            Path folder = report.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            // Finds out now, not after the run; an older report stays until the new one is there.
            Files.newOutputStream(report, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
        } catch (IOException e) {
            throw new DemoException("cannot write the report " + report + ": " + e, e);
        }
    }

    private void atLeastOne(String option, int value, int highest) {
        if (value < 1 || value > highest) {
            throw wrong(option + " must be from 1 to " + highest + ", not " + value);
        }
    }

    private RuntimeException wrong(String message) {
        return spec == null
                ? new IllegalStateException(message)
                : new ParameterException(spec.commandLine(), message);
    }

    private int serve() throws Exception {
        Console console = new Console(System.out);
        List<RetailLine> lines = lines(console);
        Plan.Load load = new Plan.Load(scale, readers, rate, duration, flatOut);
        Plan plan = new Plan(lines, load);
        console.say(
                "%,d lines of a shop's invoices; %,d stock codes with %,d variants each, %d countries;"
                        + " %,d records at start-up, then %,d batches of about %,d changes, a day of"
                        + " the shop each",
                lines.size(),
                plan.ids().codeCount(),
                scale,
                plan.ids().countries().size(),
                plan.opening().size(),
                plan.batches().size(),
                plan.batchSize());
        List<PhaseResult> results = new ArrayList<>();
        try (Broker broker = broker(console)) {
            stopIfInterrupted();
            console.say(
                    "practice with each of the three on a small catalog; its figures are not kept");
            all(new Plan(lines, load.practice()), broker, Console.silent(), false);
            results.addAll(all(plan, broker, console, straggler));
        }
        Story story =
                new Story(
                        results,
                        load,
                        plan.batches().size(),
                        plan.batchSize(),
                        Runtime.getRuntime().availableProcessors());
        console.sideBySide(story, results);
        new Report(story, results, facts()).write(report);
        console.say("report: %s", report.toAbsolutePath().normalize().toUri());
        return results.stream().allMatch(PhaseResult::right) ? 0 : DIFFERS;
    }

    private List<RetailLine> lines(Console console) throws IOException {
        if (data == null) {
            return RetailFile.readShipped();
        }
        RetailData read = RetailFile.read(data);
        console.say("%s: %,d lines, read as %s", data, read.lines().size(), read.encoding());
        if (read.badCount() > 0) {
            console.say("%,d lines that cannot be used are left out:", read.badCount());
            read.bad().forEach(line -> console.say("  %s", line));
        }
        return read.lines();
    }

    private static void stopIfInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private Broker broker(Console console) throws Exception {
        long began = System.nanoTime();
        Broker broker = Broker.at(bootstrap);
        if (bootstrap == null) {
            console.say(
                    "broker started at %s in %,d ms",
                    broker.bootstrap(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        }
        return broker;
    }

    private static List<PhaseResult> all(
            Plan plan, Broker broker, Console console, boolean straggler) throws Exception {
        return List.of(
                phase(
                        plan,
                        broker,
                        console,
                        "left-right",
                        (topics, refreshes) -> new LeftRightSubject(topics, refreshes, straggler)),
                phase(plan, broker, console, "hash-maps", HashMapsSubject::new),
                phase(plan, broker, console, "copy-and-swap", CopySubject::new));
    }

    private static PhaseResult phase(
            Plan plan,
            Broker broker,
            Console console,
            String name,
            BiFunction<DeltaTopics, RefreshWindow, Subject> factory)
            throws Exception {
        DeltaTopics topics = broker.topics(name, 1);
        try {
            return new Phase(plan, topics, console).run(factory);
        } finally {
            broker.drop(topics);
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
        facts.put("--readers", Integer.toString(readers));
        facts.put("--rate", rate + " requests/s");
        facts.put("--duration", duration + " s at that rate for each subject");
        facts.put("--flat-out", flatOut + " s");
        facts.put("--scale", Integer.toString(scale));
        facts.put("--data", data == null ? "the lines that come with the demo" : data.toString());
        facts.put("broker", bootstrap == null ? "in the demo's process" : bootstrap);
        return facts;
    }
}
