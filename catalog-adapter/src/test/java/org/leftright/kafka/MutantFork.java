// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.leftright.kafka.broker.BrokerProcess;

/** A test in a process of its own, perhaps with broken classes ahead of the feed's. */
final class MutantFork {
    private static final String PACKAGE = MutantFork.class.getPackageName() + ".";
    private static final String FAILED = "> failed ";
    private static final String NO_BROKER = "> no broker ";
    private static final String PASSED = "> passed";

    /** How a process ended. */
    enum End {
        /** The test was run and succeeded. */
        PASSED,
        /** The test, or one of the class, failed. */
        FAILED,
        /** The broker did not start, which no change of the feed can be to blame for. */
        NO_BROKER,
        /** The process ended without a word. */
        CRASHED,
        /** The process had to be killed. */
        HUNG
    }

    /**
     * What a process has shown.
     *
     * @param end how it ended
     * @param how what it said, in a line
     * @param time from its start to its end
     */
    record Outcome(End end, String how, Duration time) {
        /** Reads what a process printed, {@code exited} or killed. */
        static Outcome of(List<String> lines, boolean exited, Duration time) {
            for (String line : lines) {
                if (line.startsWith(FAILED)) {
                    return new Outcome(End.FAILED, line.substring(FAILED.length()), time);
                }
                if (line.startsWith(NO_BROKER)) {
                    return new Outcome(End.NO_BROKER, line.substring(2), time);
                }
                if (line.equals(PASSED)) {
                    return new Outcome(End.PASSED, "passed", time);
                }
            }
            if (!exited) {
                return new Outcome(End.HUNG, "no end after " + time.toSeconds() + " s", time);
            }
            String last = lines.isEmpty() ? "nothing" : lines.get(lines.size() - 1);
            return new Outcome(End.CRASHED, "no result, it said last: " + last, time);
        }
    }

    private MutantFork() {}

    /**
     * Runs a test.
     *
     * @param classes a folder of broken classes, or an empty one
     * @param test the simple name of the test, perhaps with # and a method
     * @param limit how long the test itself may wait for something to happen
     * @param patience after what time it is killed
     */
    static Outcome run(Path classes, String test, Duration limit, Duration patience)
            throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("mutant");
        try {
            Path said = folder.resolve("said");
            long startNs = System.nanoTime();
            Process run =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-Xmx1g",
                                    "-XX:TieredStopAtLevel=1", // most time is the broker's start
                                    "-Dlimit.seconds=" + limit.toSeconds(),
                                    "-Djava.io.tmpdir=" + folder,
                                    "-cp",
                                    classes
                                            + File.pathSeparator
                                            + System.getProperty("java.class.path"),
                                    MutantFork.class.getName(),
                                    test)
                            .redirectErrorStream(true)
                            .redirectOutput(said.toFile())
                            .start();
            boolean exited;
            try {
                exited = run.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                run.destroyForcibly().waitFor();
            }
            Duration time = Duration.ofNanos(System.nanoTime() - startNs);
            return Outcome.of(Files.readAllLines(said), exited, time);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    static DiscoverySelector selectorOf(String test) throws ClassNotFoundException {
        String[] parts = test.split("#");
        Class<?> type = Class.forName(PACKAGE + parts[0]);
        return parts.length == 1
                ? selectClass(type)
                : selectMethod(
                        type,
                        Arrays.stream(type.getDeclaredMethods())
                                .filter(method -> method.getName().equals(parts[1]))
                                .findFirst()
                                .orElseThrow());
    }

    /** Runs a test in this process. */
    public static void main(String[] args) throws Exception {
        SummaryGeneratingListener listener = new FirstFailure();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectorOf(args[0]))
                                .build(),
                        listener);
        if (listener.getSummary().getTestsSucceededCount() > 0) {
            System.out.println(PASSED);
        }
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    /** One failure is enough. */
    private static final class FirstFailure extends SummaryGeneratingListener {
        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            super.executionFinished(test, result);
            result.getThrowable()
                    .ifPresent(
                            thrown -> {
                                String how =
                                        (test.getDisplayName() + ": " + thrown)
                                                .replaceAll("\\s+", " ");
                                System.out.println((isOfBroker(thrown) ? NO_BROKER : FAILED) + how);
                                System.out.flush();
                                Runtime.getRuntime().halt(0);
                            });
        }

        private static boolean isOfBroker(Throwable thrown) {
            return Stream.iterate(thrown, each -> each != null, Throwable::getCause)
                    .anyMatch(
                            each ->
                                    String.valueOf(each.getMessage())
                                            .contains(BrokerProcess.NOT_STARTED));
        }
    }
}
