// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.GradingResult;

/** Runs a jcstress test on a twin, in rounds of growing length, until its outcome appears. */
final class JcstressTwins implements ToolRunner {
    /** C2, all tiers, C2 again, C1, and C2 for long. */
    private static final List<Round> ROUNDS =
            List.of(
                    new Round(List.of("-XX:-TieredCompilation"), 3, 150),
                    new Round(List.of(), 4, 300),
                    new Round(List.of("-XX:-TieredCompilation"), 10, 500),
                    new Round(List.of("-XX:TieredStopAtLevel=1"), 10, 500),
                    new Round(List.of("-XX:-TieredCompilation"), 20, 1000));

    private final Path projectRoot;
    private final Jcstress jcstress;

    private record Round(List<String> jvmArgs, int iterations, int timeMs) {
        Options options() throws IOException {
            return Jcstress.options("-iters", "" + iterations, "-time", "" + timeMs);
        }
    }

    JcstressTwins(Path projectRoot) throws Exception {
        this.projectRoot = projectRoot;
        this.jcstress = new Jcstress(Jcstress.options());
    }

    @Override
    public Finding run(Mutation mutation, Mutation.Killer killer) throws IOException {
        Tally tally = new Tally(killer.shows());
        try (MutatedClasses classes = new MutatedClasses(projectRoot, mutation)) {
            String classPath = classes.aheadOf(System.getProperty("java.class.path"));
            for (Round round : ROUNDS) {
                jcstress.run(
                                classPath,
                                List.of("org.leftright.stress." + killer.test()),
                                List.of(round.jvmArgs()),
                                round.options(),
                                false)
                        .forEach(tally::add);
                tally.roundCount++;
                if (tally.isKilled() || (mutation.isControl() && tally.roundCount == 2)) {
                    break;
                }
            }
        }
        return new Finding(tally.isKilled(), tally.isClean(), tally.toString());
    }

    /** What the runs of one twin have shown. */
    private static final class Tally {
        private final String expected;
        private final List<String> errors = new ArrayList<>();
        private long expectedCount;
        private long forbiddenCount;
        private long totalCount;
        private int roundCount;

        Tally(String expected) {
            this.expected = expected;
        }

        void add(TestResult result) {
            if (result.status() != Status.NORMAL) {
                errors.add(result.status() + " " + shortened(result.getMessages()));
            }
            totalCount += result.getTotalCount();
            for (GradingResult outcome : result.grading().gradingResults.values()) {
                if (outcome.expect == Expect.FORBIDDEN) {
                    forbiddenCount += outcome.count;
                    if (outcome.id.matches(expected)) {
                        expectedCount += outcome.count;
                    }
                }
            }
        }

        private static String shortened(List<String> messages) {
            return messages.subList(0, Math.min(3, messages.size())).toString();
        }

        boolean isKilled() {
            return expectedCount > 0;
        }

        boolean isClean() {
            return forbiddenCount == 0 && errors.isEmpty() && totalCount > 0;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s %,d of %,d, round %d%s%s",
                    expected.isEmpty() ? "forbidden" : expected,
                    expected.isEmpty() ? forbiddenCount : expectedCount,
                    totalCount,
                    roundCount,
                    forbiddenCount > expectedCount && !expected.isEmpty()
                            ? String.format(
                                    Locale.ROOT,
                                    " (and %,d forbidden otherwise)",
                                    forbiddenCount - expectedCount)
                            : "",
                    errors.isEmpty() ? "" : " and errors, the first: " + errors.get(0));
        }
    }
}
