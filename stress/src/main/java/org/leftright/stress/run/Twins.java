package org.leftright.stress.run;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.GradingResult;

/**
 * Runs the weakened twins and prints one line for each: what was broken, the test that had to
 * notice, and how often it did of how many. Exits with 1 if one survives, or if a control, which is
 * stretched but not broken, shows anything forbidden.
 */
public final class Twins {
    /** Rounds of growing length, until the outcome appears: C2, all tiers, C2 again, C1. */
    private static final List<Round> ROUNDS =
            List.of(
                    new Round(List.of("-XX:-TieredCompilation"), 3, 150),
                    new Round(List.of(), 4, 300),
                    new Round(List.of("-XX:-TieredCompilation"), 10, 500),
                    new Round(List.of("-XX:TieredStopAtLevel=1"), 10, 500),
                    new Round(List.of("-XX:-TieredCompilation"), 20, 1000));

    private final PrintStream out;
    private final Path projectRoot;
    private final Jcstress jcstress;

    private record Round(List<String> jvmArgs, int iterations, int timeMs) {
        Options options() throws IOException {
            return Jcstress.options("-iters", "" + iterations, "-time", "" + timeMs);
        }
    }

    private Twins(PrintStream out, Path projectRoot, Jcstress jcstress) {
        this.out = out;
        this.projectRoot = projectRoot;
        this.jcstress = jcstress;
    }

    /**
     * Runs the twins.
     *
     * @param args names of mutations, or parts of names; none for all
     * @throws Exception if one cannot be built or run
     */
    public static void main(String[] args) throws Exception {
        PrintStream console = System.out;
        List<Mutation> selected = new ArrayList<>();
        for (Mutation mutation : Mutations.ALL) {
            if (args.length == 0 || List.of(args).stream().anyMatch(mutation.name()::contains)) {
                selected.add(mutation);
            }
        }
        if (selected.isEmpty()) {
            console.println("no mutation has such a name");
            System.exit(2);
        }
        // What jcstress prints while it looks the machine over is of no use here.
        System.setOut(
                new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        Twins twins = new Twins(console, ProjectRoot.find(), new Jcstress(Jcstress.options()));
        if (!twins.runAll(selected)) {
            System.exit(1);
        }
    }

    private boolean runAll(List<Mutation> mutations) throws IOException {
        List<String> failures = new ArrayList<>();
        for (Mutation mutation : mutations) {
            Tally tally = run(mutation);
            boolean asExpected = mutation.isControl() ? tally.isClean() : tally.isKilled();
            out.printf(
                    Locale.ROOT,
                    "%-9s %-34s %-30s %s%n",
                    asExpected
                            ? mutation.isControl() ? "passed" : "killed"
                            : mutation.isControl() ? "BROKEN" : "SURVIVED",
                    mutation.name(),
                    mutation.killer(),
                    tally);
            out.flush();
            if (!asExpected) {
                failures.add(mutation.name() + ": " + mutation.broken());
            }
        }
        out.println(
                mutations.size() - failures.size() + " of " + mutations.size() + " as expected");
        failures.forEach(failure -> out.println("FAULT " + failure));
        return failures.isEmpty();
    }

    private Tally run(Mutation mutation) throws IOException {
        Tally tally = new Tally(mutation.shows());
        try (MutatedClasses classes = new MutatedClasses(projectRoot, mutation)) {
            String classPath = classes.aheadOf(System.getProperty("java.class.path"));
            for (Round round : ROUNDS) {
                jcstress.run(
                                classPath,
                                List.of("org.leftright.stress." + mutation.killer()),
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
        return tally;
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
