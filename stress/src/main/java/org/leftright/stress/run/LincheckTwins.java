// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.leftright.stress.lincheck.Linearizability;

/**
 * Runs one scenario of a Lincheck test on a twin, in a fork, with model checking. An execution that
 * is not linearizable kills at once; a hang, a crash or a failure of Lincheck itself only if it
 * comes again, where the unchanged library passes all scenarios of that test.
 */
final class LincheckTwins implements ToolRunner {
    /** Invocations of a scenario; each kill so far came within a fifth of them. */
    private static final int INVOCATIONS = 10_000;

    /** Invocations of each scenario on the unchanged library: all can be run, and pass. */
    private static final int INVOCATIONS_UNCHANGED = 5;

    private static final int ATTEMPTS = 2;
    private static final Duration SHORTEST_LIMIT = Duration.ofMinutes(5);
    private static final Duration GENEROUS = Duration.ofMinutes(20);
    private static final int TIMES_UNCHANGED = 50;

    private final Path projectRoot;
    private final Forker forker;

    /** Test to how long the unchanged library took for it when it was last asked. */
    private final Map<String, Duration> unchangedTimes = new ConcurrentHashMap<>();

    /** Runs Lincheck in a fork. */
    interface Forker {
        WatchedProcess.Ended fork(String classPath, List<String> args, Duration limit)
                throws IOException, InterruptedException;
    }

    LincheckTwins(Path projectRoot) {
        this(projectRoot, LincheckTwins::fork);
    }

    LincheckTwins(Path projectRoot, Forker forker) {
        this.projectRoot = projectRoot;
        this.forker = forker;
    }

    /** The line in which the fork says how it went; Lincheck may warn after that. */
    record Log(String verdict, WatchedProcess.Ended ended) {
        private static final List<String> VERDICTS =
                List.of(
                        Linearizability.PASSED,
                        Linearizability.VIOLATED,
                        Linearizability.FAILED,
                        Linearizability.INCOMPLETE);

        static Log of(WatchedProcess.Ended ended) {
            String how =
                    ended.exitCode().isPresent()
                            ? "exit code " + ended.exitCode().getAsInt() + " without a verdict"
                            : "no end, killed after " + ended.time().toSeconds() + " s";
            String verdict =
                    ended.output()
                            .lines()
                            .filter(line -> VERDICTS.stream().anyMatch(line::startsWith))
                            .reduce((first, last) -> last)
                            .orElse(how);
            return new Log(verdict, ended);
        }

        boolean isViolated() {
            return ended.exitCode().orElse(-1) == 1 && verdict.startsWith(Linearizability.VIOLATED);
        }

        boolean hasPassed() {
            return ended.exitCode().orElse(-1) == 0 && verdict.startsWith(Linearizability.PASSED);
        }

        boolean isHung() {
            return ended.exitCode().isEmpty();
        }
    }

    @Override
    public Finding run(Mutation mutation, Mutation.Killer killer) throws Exception {
        if (mutation.edits().isEmpty()) {
            return runUnchanged(killer);
        }
        try (MutatedClasses classes = new MutatedClasses(projectRoot, mutation)) {
            return runMutated(killer, classes.aheadOf(System.getProperty("java.class.path")));
        }
    }

    private Finding runUnchanged(Mutation.Killer killer) throws Exception {
        Log log = forkUnchanged(killer);
        for (int i = 1; i < ATTEMPTS && log.isHung(); i++) {
            log = forkUnchanged(killer);
        }
        unchangedTimes.put(killer.test(), log.ended().time());
        Verdict verdict =
                log.hasPassed() ? Verdict.CLEAN : log.isViolated() ? Verdict.KILLED : Verdict.NONE;
        return new Finding(verdict, log.verdict());
    }

    private Log forkUnchanged(Mutation.Killer killer) throws Exception {
        return Log.of(
                forker.fork(
                        System.getProperty("java.class.path"),
                        List.of(
                                "--iterations",
                                "0",
                                "--invocations",
                                "" + INVOCATIONS_UNCHANGED,
                                killer.test()),
                        GENEROUS));
    }

    /** A mutation, with the class path on which it is. */
    Finding runMutated(Mutation.Killer killer, String classPath) throws Exception {
        Finding finding = new Finding(Verdict.NONE, "");
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Log log =
                    Log.of(
                            forker.fork(
                                    classPath,
                                    List.of(
                                            "--invocations",
                                            "" + INVOCATIONS,
                                            "--scenario",
                                            killer.shows(),
                                            killer.test()),
                                    limit(killer)));
            String line = log.verdict() + ", of " + killer.shows();
            if (log.isViolated()) {
                return new Finding(Verdict.KILLED, line);
            }
            if (log.hasPassed()) {
                return new Finding(Verdict.CLEAN, line);
            }
            // The mutation, or the machine?
            Finding unchanged = runUnchanged(killer);
            if (unchanged.verdict() != Verdict.CLEAN) {
                return new Finding(Verdict.NONE, "the unchanged library: " + unchanged.line());
            }
            finding = new Finding(Verdict.KILLED, line);
        }
        return finding;
    }

    private Duration limit(Mutation.Killer killer) {
        Duration scaled =
                unchangedTimes
                        .getOrDefault(killer.test(), Duration.ZERO)
                        .multipliedBy(TIMES_UNCHANGED);
        return scaled.compareTo(SHORTEST_LIMIT) > 0 ? scaled : SHORTEST_LIMIT;
    }

    private static WatchedProcess.Ended fork(String classPath, List<String> args, Duration limit)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Short runs: C2 would cost more than it gains. Lincheck brings an agent, which would be
        // attached by way of one more JVM.
        command.addAll(
                List.of(
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Djdk.attach.allowAttachSelf=true",
                        "-cp",
                        classPath));
        command.add(Linearizability.class.getName());
        command.addAll(List.of("--mode", "model", "--verdict"));
        command.addAll(args);
        return WatchedProcess.run(command, limit);
    }
}
