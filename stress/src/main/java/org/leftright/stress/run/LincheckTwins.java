// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.leftright.stress.lincheck.Linearizability;

/**
 * Runs one scenario of a Lincheck test on a twin, in a fork, with model checking. Only an execution
 * that is not linearizable counts as a kill: no hang, no crash, no failure of Lincheck itself.
 */
final class LincheckTwins implements ToolRunner {
    /** Each kill so far came within a fifth of it. */
    private static final int INVOCATIONS = 10_000;

    private static final int LIMIT_MINUTES = 5;

    private static final List<String> VERDICTS =
            List.of(
                    Linearizability.PASSED,
                    Linearizability.VIOLATED,
                    Linearizability.FAILED,
                    Linearizability.INCOMPLETE);

    private final Path projectRoot;

    LincheckTwins(Path projectRoot) {
        this.projectRoot = projectRoot;
    }

    @Override
    public Finding run(Mutation mutation, Mutation.Killer killer) throws Exception {
        Path log = Files.createTempFile("lincheck", ".log");
        try (MutatedClasses classes = new MutatedClasses(projectRoot, mutation)) {
            int exitCode = fork(classes, killer, log);
            String verdict = verdict(Files.readString(log, UTF_8));
            return new Finding(
                    exitCode == 1 && verdict.startsWith(Linearizability.VIOLATED),
                    exitCode == 0 && verdict.startsWith(Linearizability.PASSED),
                    verdict + ", of " + killer.shows());
        } finally {
            Files.delete(log);
        }
    }

    private static int fork(MutatedClasses classes, Mutation.Killer killer, Path log)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        // Short runs: C2 would cost more than it gains.
                                        "-XX:TieredStopAtLevel=1",
                                        "-XX:+UseSerialGC",
                                        "-cp",
                                        classes.aheadOf(System.getProperty("java.class.path")),
                                        Linearizability.class.getName(),
                                        "--mode",
                                        "model",
                                        "--invocations",
                                        "" + INVOCATIONS,
                                        "--scenario",
                                        killer.shows(),
                                        killer.test()))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            return process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES) ? process.exitValue() : -1;
        } finally {
            process.destroyForcibly();
        }
    }

    /** The line in which the fork says how it went; Lincheck may warn after that. */
    private static String verdict(String output) {
        return output.lines()
                .filter(line -> VERDICTS.stream().anyMatch(line::startsWith))
                .reduce((first, last) -> last)
                .orElse("no verdict");
    }
}
