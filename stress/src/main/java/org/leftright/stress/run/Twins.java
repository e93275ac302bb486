// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.leftright.stress.model.ModelChecker;
import org.leftright.stress.run.Mutation.Killer;
import org.leftright.stress.run.ToolRunner.Verdict;

/**
 * Runs the weakened twins, which are builds of the library with one mutation each. Prints one line
 * for each twin and each of its killers: the tool, the test, and how often the forbidden outcome
 * appeared in how many runs, or what else the broken library did. The unchanged library goes first
 * through each of the tests, and must pass. Exits with 1 if a twin survives one of its killers, or
 * if a control, which is stretched but not broken, shows anything forbidden.
 */
public final class Twins {
    private final PrintStream out;
    private final Map<Tool, ToolRunner> runners;
    private final List<String> failures = new ArrayList<>();
    private final int jcstressWidth;
    private int runCount;

    /** A mutation, and one of its killers. */
    record Run(Mutation mutation, Killer killer) {}

    Twins(PrintStream out, Map<Tool, ToolRunner> runners, int jcstressWidth) {
        this.out = out;
        this.runners = runners;
        this.jcstressWidth = jcstressWidth;
    }

    /**
     * Runs the twins.
     *
     * @param args names of mutations or tools, or parts of names; none for all
     * @throws Exception if one cannot be built or run
     */
    public static void main(String[] args) throws Exception {
        PrintStream console = System.out;
        List<Run> selected = new ArrayList<>();
        for (Mutation mutation : Mutations.ALL) {
            for (Killer killer : mutation.killers()) {
                String name = mutation.name() + " " + killer.tool();
                if (args.length == 0 || List.of(args).stream().anyMatch(name::contains)) {
                    selected.add(new Run(mutation, killer));
                }
            }
        }
        if (selected.isEmpty()) {
            console.println("no mutation has such a name");
            System.exit(2);
        }
        Path projectRoot = ProjectRoot.find();
        Jcstress jcstress = new Jcstress(Jcstress.options());
        Map<Tool, ToolRunner> runners =
                Map.of(
                        Tool.JCSTRESS, new JcstressTwins(projectRoot, jcstress),
                        Tool.LINCHECK, new LincheckTwins(projectRoot),
                        Tool.MODEL, ToolRunner.byName(ModelChecker::counterExample));
        if (!new Twins(console, runners, jcstress.width()).runAll(selected)) {
            System.exit(1);
        }
    }

    /** Returns whether all was as expected. */
    boolean runAll(List<Run> selected) throws Exception {
        // A broken environment must not pass for a kill: first the library as it is.
        List<Run> unchanged =
                selected.stream()
                        .filter(run -> run.killer().tool() != Tool.MODEL)
                        .map(run -> new Killer(run.killer().tool(), run.killer().test(), ""))
                        .distinct()
                        .map(killer -> new Run(Mutation.UNCHANGED, killer))
                        .toList();
        runEach(unchanged);
        if (failures.isEmpty()) {
            runEach(selected);
        }
        out.println(runCount - failures.size() + " of " + runCount + " as expected");
        failures.forEach(failure -> out.println("FAULT " + failure));
        return failures.isEmpty() && runCount == unchanged.size() + selected.size();
    }

    private void runEach(List<Run> runs) throws Exception {
        // A model checker keeps one processor busy at a time, a jcstress test two; the next twin is
        // compiled while the forks of one run.
        Predicate<Run> isJcstress = run -> run.killer().tool() == Tool.JCSTRESS;
        runAtOnce(
                runs.stream().filter(isJcstress.negate()).toList(),
                Runtime.getRuntime().availableProcessors());
        runAtOnce(runs.stream().filter(isJcstress).toList(), jcstressWidth + 1);
    }

    private void runAtOnce(List<Run> runs, int width) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(width);
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (Run run : runs) {
                tasks.add(
                        () -> {
                            run(run);
                            return null;
                        });
            }
            for (Future<Void> done : pool.invokeAll(tasks)) {
                done.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private void run(Run run) throws Exception {
        ToolRunner runner = runners.get(run.killer().tool());
        if (runner == null) {
            throw new IllegalStateException("nothing runs " + run.killer().tool());
        }
        print(run.mutation(), run.killer(), runner.run(run.mutation(), run.killer()));
    }

    private synchronized void print(Mutation mutation, Killer killer, ToolRunner.Finding finding) {
        Verdict expected = mutation.isControl() ? Verdict.CLEAN : Verdict.KILLED;
        boolean asExpected = finding.verdict() == expected;
        out.printf(
                Locale.ROOT,
                "%-9s %-35s %-8s %-30s %s%n",
                word(mutation, finding.verdict()),
                mutation.name(),
                killer.tool(),
                killer.test(),
                finding.line());
        out.flush();
        runCount++;
        if (!asExpected) {
            failures.add(mutation.name() + ", " + mutation.broken() + ": " + finding.line());
        }
    }

    private static String word(Mutation mutation, Verdict verdict) {
        return switch (verdict) {
            case KILLED -> mutation.isControl() ? "BROKEN" : "killed";
            case CLEAN -> mutation.isControl() ? "passed" : "SURVIVED";
            case NONE -> "BROKEN";
        };
    }
}
