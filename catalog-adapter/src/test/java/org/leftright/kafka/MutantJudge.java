// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.leftright.kafka.MutantFork.End;
import org.leftright.kafka.MutantFork.Outcome;

/**
 * Decides whether a test notices a mutant. Before a test may notice anything it must pass on the
 * feed as it is. A failure within the time that the test may wait is noticed at once. One that may
 * be the machine's doing, since the test waited too long, did not end or told nothing, must come
 * again, and the feed as it is must pass in between.
 */
final class MutantJudge {
    private static final int ATTEMPTS = 5;

    /** What may be chance must come again. */
    private static final int TWICE = 2;

    private static final Duration GENEROUS = Duration.ofMinutes(10);

    // On a quiet machine
    private static final Duration SHORTEST_LIMIT = Duration.ofSeconds(20);
    private static final Duration SHORTEST_PATIENCE = Duration.ofMinutes(5);

    // On a busy one, times as long as the feed as it is takes there
    private static final int LIMIT_FACTOR = 2;
    private static final int PATIENCE_FACTOR = 20;

    private final Forker forker;
    private final Path unchanged;

    /** Test to how long it took on the feed as it is, when it last passed there. */
    private final Map<String, Duration> unchangedTimes = new HashMap<>();

    /** Runs a test in a process of its own. */
    interface Forker {
        Outcome run(Path classes, String test, Duration limit, Duration patience) throws Exception;
    }

    /** Whether a mutant was noticed, and what has shown it. */
    record Verdict(boolean isNoticed, String how) {}

    /**
     * Makes a judge.
     *
     * @param forker what runs the tests
     * @param unchanged an empty folder, in place of that of broken classes
     */
    MutantJudge(Forker forker, Path unchanged) {
        this.forker = forker;
        this.unchanged = unchanged;
    }

    /**
     * Judges a mutant.
     *
     * @throws IllegalStateException if the test does not pass on the feed as it is, or cannot be
     *     run
     */
    Verdict judge(Path classes, String test) throws Exception {
        if (!unchangedTimes.containsKey(test)) {
            runUnchanged(test);
        }
        int passCount = 0;
        int slowFailureCount = 0;
        String how = "";
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Duration limit = scaled(test, LIMIT_FACTOR, SHORTEST_LIMIT);
            Duration patience = scaled(test, PATIENCE_FACTOR, SHORTEST_PATIENCE);
            Outcome outcome = forker.run(classes, test, limit, patience);
            how = outcome.how();
            if (outcome.end() == End.FAILED && outcome.time().compareTo(limit) < 0) {
                return new Verdict(true, how);
            }
            if (outcome.end() == End.PASSED) {
                passCount++;
            } else if (outcome.end() != End.NO_BROKER) {
                // The mutant, or the machine?
                runUnchanged(test);
                boolean wasPatient =
                        limit.compareTo(scaled(test, LIMIT_FACTOR, SHORTEST_LIMIT)) >= 0;
                slowFailureCount += wasPatient ? 1 : 0;
            }
            if (slowFailureCount == TWICE || passCount == TWICE) {
                return new Verdict(slowFailureCount == TWICE, how);
            }
        }
        throw new IllegalStateException(test + ": no verdict, at last " + how);
    }

    private void runUnchanged(String test) throws Exception {
        Outcome outcome = forker.run(unchanged, test, GENEROUS, GENEROUS);
        for (int i = 1; i < ATTEMPTS && outcome.end() != End.PASSED; i++) {
            outcome = forker.run(unchanged, test, GENEROUS, GENEROUS);
        }
        if (outcome.end() != End.PASSED) {
            throw new IllegalStateException(
                    test + " does not pass on the feed as it is: " + outcome.how());
        }
        unchangedTimes.put(test, outcome.time());
    }

    private Duration scaled(String test, int factor, Duration shortest) {
        Duration time = unchangedTimes.get(test).multipliedBy(factor);
        return time.compareTo(shortest) > 0 ? time : shortest;
    }
}
