// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.leftright.stress.run.MutatedClasses;
import org.leftright.stress.run.Mutations;
import org.leftright.stress.run.ProjectRoot;

/**
 * The soak: random work and faults on the shipped classes, in a JVM of its own with a small heap.
 *
 * <pre>
 * java -cp stress/target/stress.jar org.leftright.stress.soak.Soak
 * java -cp stress/target/stress.jar org.leftright.stress.soak.Soak --duration 2h --seed 17
 * java -cp stress/target/stress.jar org.leftright.stress.soak.Soak --mutation pin-ignored
 * </pre>
 *
 * <p>Exits with 0 only if nothing wrong was seen and each kind of fault was injected; if one was
 * not within the duration, the soak goes on for at most eight minutes more. It ends at the first
 * violation. With a mutation it does the same on a library that is broken on purpose, and has to be
 * red.
 */
public final class Soak {
    private static final String USAGE =
            "options: --duration 5m (or 30s, 2h) --seed 1 --heap 96m --mutation NAME";

    private Duration duration = Duration.ofMinutes(5);
    private long seed = System.nanoTime();
    private String heap = "96m";
    private @Nullable String mutation;

    Soak() {}

    /**
     * Runs the soak.
     *
     * @param args see the usage
     * @throws Exception if the fork cannot be run
     */
    public static void main(String[] args) throws Exception {
        Soak soak = new Soak();
        try {
            soak.parse(args);
        } catch (IllegalArgumentException | DateTimeParseException e) {
            System.err.println(e.getMessage());
            System.err.println(USAGE);
            System.exit(2);
        }
        System.exit(soak.run());
    }

    void parse(String[] args) {
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException("no value for " + args[i]);
            }
            String value = args[i + 1];
            switch (args[i]) {
                case "--duration" ->
                        duration = Duration.parse("PT" + value.toUpperCase(Locale.ROOT));
                case "--seed" -> seed = Long.parseLong(value);
                case "--heap" -> heap = value;
                case "--mutation" -> mutation = value;
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
    }

    private int run() throws IOException, InterruptedException {
        String classPath = System.getProperty("java.class.path");
        System.out.printf(
                Locale.ROOT,
                "soak for %s with seed %d, heap %s, JDK %s%n",
                duration.toString().substring(2).toLowerCase(Locale.ROOT),
                seed,
                heap,
                Runtime.version());
        if (mutation == null) {
            return fork(classPath);
        }
        System.out.println("on a library broken on purpose: " + mutation);
        try (MutatedClasses classes =
                new MutatedClasses(ProjectRoot.find(), Mutations.named(mutation))) {
            return fork(classes.aheadOf(classPath));
        }
    }

    private int fork(String classPath) throws IOException, InterruptedException {
        System.out.flush();
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-Xmx" + heap,
                                        // Else HotSpot skips finally blocks when memory ends: see
                                        // LostFinally.
                                        "-XX:-EliminateAllocations",
                                        "-cp",
                                        classPath,
                                        SoakRun.class.getName(),
                                        duration.toString(),
                                        Long.toString(seed)))
                        .inheritIO()
                        .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        try {
            // The run has a watch of its own; this is for a JVM that cannot even do that.
            if (!process.waitFor(duration.toMinutes() + 20, TimeUnit.MINUTES)) {
                System.out.println("the soak hangs");
                return 1;
            }
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
