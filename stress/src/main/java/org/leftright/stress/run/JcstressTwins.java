// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import static org.openjdk.jcstress.infra.runners.SpinLoopStyle.THREAD_SPIN_WAIT;
import static org.openjdk.jcstress.infra.runners.SpinLoopStyle.THREAD_YIELD;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.leftright.stress.run.ForkLog.End;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.runners.SpinLoopStyle;

/**
 * Runs a jcstress test on a twin, in rounds of growing length, until its outcome appears.
 *
 * <p>Whatever else a mutated library does is a verdict too, once the unchanged library has passed
 * the same test: another forbidden outcome, if the one named does not appear in any round; an
 * exception, a crash or a hang, if it comes a second time. A hang is one only if the fork was
 * silent for many times as long as the unchanged library needs for all of its run at that time.
 */
final class JcstressTwins implements ToolRunner {
    private static final List<String> C2 = List.of("-XX:-TieredCompilation");
    private static final List<String> C1 = List.of("-XX:TieredStopAtLevel=1");
    private static final List<String> TIERED = List.of();

    /**
     * C2, all tiers, C2 again, C1, and C2 for long. A round ends when there were enough samples,
     * which takes a quiet machine a few seconds; a busy one gets tens of times as long. It also
     * gets rounds in which the actors meet at every eighth state only, for tests whose actors race
     * for so long that they need not begin together.
     */
    private static final List<Round> ROUNDS =
            List.of(
                    new Round(C2, 10, 20_000, 1, THREAD_YIELD),
                    new Round(TIERED, 20, 20_000, 8, THREAD_SPIN_WAIT),
                    new Round(C2, 100, 100_000, 1, THREAD_SPIN_WAIT),
                    new Round(C1, 80, 100_000, 8, THREAD_YIELD),
                    new Round(C2, 4_000, 500_000, 1, THREAD_YIELD));

    /** The rounds of a control, which has nothing to show. */
    private static final List<Round> OF_CONTROL =
            List.of(
                    new Round(C2, 6, 20_000, 1, THREAD_YIELD),
                    new Round(TIERED, 10, 20_000, 1, THREAD_SPIN_WAIT));

    private static final int ITERATION_MS = 150;

    /** How often a mutated library must throw, crash or hang, if it does nothing else wrong. */
    private static final int MISHAPS = 2;

    private static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(60);
    private static final int TIMES_UNCHANGED = 20;

    private final Path projectRoot;
    private final Forks forks;

    /** Test to how long the unchanged library took for it when it was last asked. */
    private final Map<String, Duration> unchangedTimes = new ConcurrentHashMap<>();

    private record Round(
            List<String> jvmArgs,
            int iterations,
            long samples,
            int strideSize,
            SpinLoopStyle style) {
        Jcstress.Job job(String classPath, String test, String until, Duration patience) {
            return new Jcstress.Job(
                    classPath,
                    test,
                    jvmArgs,
                    iterations,
                    samples,
                    ITERATION_MS,
                    strideSize,
                    style,
                    until,
                    patience);
        }
    }

    JcstressTwins(Path projectRoot, Forks forks) {
        this.projectRoot = projectRoot;
        this.forks = forks;
    }

    @Override
    public Finding run(Mutation mutation, Mutation.Killer killer) throws Exception {
        if (mutation.edits().isEmpty()) {
            return runUnchanged(killer);
        }
        try (MutatedClasses classes = new MutatedClasses(projectRoot, mutation)) {
            String classPath = classes.aheadOf(ownClassPath());
            return mutation.isControl()
                    ? runControl(killer, classPath)
                    : runMutated(killer, classPath);
        }
    }

    private static String ownClassPath() {
        return System.getProperty("java.class.path");
    }

    private Finding runUnchanged(Mutation.Killer killer) throws InterruptedException {
        Tally tally = new Tally(killer, "");
        ForkLog log = runPatiently(tally, OF_CONTROL.get(0), ownClassPath());
        unchangedTimes.put(killer.test(), log.time());
        return tally.ofControl(log);
    }

    private Finding runControl(Mutation.Killer killer, String classPath)
            throws InterruptedException {
        Tally tally = new Tally(killer, "");
        ForkLog log = runPatiently(tally, OF_CONTROL.get(0), classPath);
        if (log.isComplete()) {
            log = runPatiently(tally, OF_CONTROL.get(1), classPath);
        }
        return tally.ofControl(log);
    }

    private ForkLog runPatiently(Tally tally, Round round, String classPath)
            throws InterruptedException {
        ForkLog log = forks.runUnbroken(round.job(classPath, tally.test, "", Jcstress.GENEROUS));
        tally.add(log);
        return log;
    }

    /** A mutation, with the class path on which it is. */
    Finding runMutated(Mutation.Killer killer, String classPath) throws InterruptedException {
        Tally tally = new Tally(killer, killer.shows());
        String mishap = "";
        int mishapCount = 0;
        for (Round round : ROUNDS) {
            Duration patience = patience(killer);
            ForkLog log = forks.run(round.job(classPath, tally.test, killer.shows(), patience));
            tally.add(log);
            if (tally.expectedCount > 0) {
                return new Finding(Verdict.KILLED, tally.toString());
            }
            if (log.isComplete()) {
                continue;
            }
            Finding unchanged = runUnchanged(killer);
            if (unchanged.verdict() != Verdict.CLEAN) {
                return new Finding(Verdict.NONE, "the unchanged library: " + unchanged.line());
            }
            boolean isSlowMachine =
                    log.end() == End.HUNG && patience.compareTo(patience(killer)) < 0;
            if (!isSlowMachine) {
                mishap = ", " + log.end() + ": " + log.how();
                mishapCount++;
            }
            if (mishapCount == MISHAPS) {
                return new Finding(Verdict.KILLED, tally + mishap);
            }
        }
        boolean isKilled = tally.forbiddenCount > 0 || tally.hasThrown;
        return new Finding(isKilled ? Verdict.KILLED : Verdict.CLEAN, tally + mishap);
    }

    private Duration patience(Mutation.Killer killer) {
        Duration scaled =
                unchangedTimes
                        .getOrDefault(killer.test(), Duration.ZERO)
                        .multipliedBy(TIMES_UNCHANGED);
        return scaled.compareTo(SHORTEST_PATIENCE) > 0 ? scaled : SHORTEST_PATIENCE;
    }

    /** What the runs of one twin have shown. */
    private static final class Tally {
        private final String test;
        private final String expected;

        /** Forbidden outcomes to counts. */
        private final Map<String, Long> forbidden = new TreeMap<>();

        private boolean hasThrown;
        private long expectedCount;
        private long forbiddenCount;
        private long totalCount;
        private int roundCount;

        Tally(Mutation.Killer killer, String expected) {
            this.test = Jcstress.fullName(killer.test());
            this.expected = expected;
        }

        void add(ForkLog log) {
            roundCount++;
            hasThrown |= log.end() == End.ERROR;
            totalCount += log.totalCount();
            log.counts().forEach(this::add);
        }

        private void add(String outcome, long count) {
            if (Jcstress.grade(test, outcome) != Expect.ACCEPTABLE) {
                forbidden.merge(outcome, count, Long::sum);
                forbiddenCount += count;
                if (outcome.matches(expected)) {
                    expectedCount += count;
                }
            }
        }

        /** What it amounts to if nothing is expected, with the last of the logs. */
        Finding ofControl(ForkLog last) {
            if (forbiddenCount > 0 || hasThrown) {
                return new Finding(Verdict.KILLED, this + " " + last.how());
            }
            boolean isClean = last.isComplete() && totalCount > 0;
            return new Finding(isClean ? Verdict.CLEAN : Verdict.NONE, this + " " + last.how());
        }

        @Override
        public String toString() {
            if (expected.isEmpty()) {
                return count("forbidden", forbiddenCount)
                        + (forbiddenCount > 0 ? ": " + forbidden : "");
            }
            long otherCount = forbiddenCount - expectedCount;
            if (otherCount == 0) {
                return count(expected, expectedCount);
            }
            return count(expected, expectedCount)
                    + String.format(Locale.ROOT, " (and %,d forbidden otherwise", otherCount)
                    + (expectedCount == 0 ? ": " + forbidden + ")" : ")");
        }

        private String count(String outcome, long count) {
            return String.format(
                    Locale.ROOT, "%s %,d of %,d, round %d", outcome, count, totalCount, roundCount);
        }
    }
}
