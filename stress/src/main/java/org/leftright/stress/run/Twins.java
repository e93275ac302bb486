// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.leftright.stress.model.ModelChecker;

/**
 * Runs the weakened twins and prints one line for each and each of its killers: what was broken,
 * the tool and the test that had to notice, and how often it did of how many. Exits with 1 if one
 * survives one of its killers, or if a control, which is stretched but not broken, shows anything
 * forbidden.
 */
public final class Twins {
    private final PrintStream out;
    private final Map<Tool, ToolRunner> runners;
    private final List<String> failures = new ArrayList<>();
    private int runCount;

    private record Run(Mutation mutation, Mutation.Killer killer) {}

    private Twins(PrintStream out, Map<Tool, ToolRunner> runners) {
        this.out = out;
        this.runners = runners;
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
            for (Mutation.Killer killer : mutation.killers()) {
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
        // What jcstress prints while it looks the machine over is of no use here.
        System.setOut(
                new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        Path projectRoot = ProjectRoot.find();
        Map<Tool, ToolRunner> runners =
                Map.of(
                        Tool.JCSTRESS, new JcstressTwins(projectRoot),
                        Tool.LINCHECK, new LincheckTwins(projectRoot),
                        Tool.MODEL, ToolRunner.byName(ModelChecker::counterExample));
        if (!new Twins(console, runners).runAll(selected)) {
            System.exit(1);
        }
    }

    private boolean runAll(List<Run> runs) throws Exception {
        // A model checker keeps one processor busy at a time, jcstress all of them.
        runAtOnce(runs.stream().filter(run -> run.killer().tool() != Tool.JCSTRESS).toList());
        for (Run run : runs) {
            if (run.killer().tool() == Tool.JCSTRESS) {
                run(run);
            }
        }
        out.println(runCount - failures.size() + " of " + runCount + " as expected");
        failures.forEach(failure -> out.println("FAULT " + failure));
        return failures.isEmpty() && runCount == runs.size();
    }

    private void runAtOnce(List<Run> runs) throws Exception {
        ExecutorService pool =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
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
        Mutation mutation = run.mutation();
        ToolRunner runner = runners.get(run.killer().tool());
        if (runner == null) {
            throw new IllegalStateException("nothing runs " + run.killer().tool());
        }
        print(mutation, run.killer(), runner.run(mutation, run.killer()));
    }

    private synchronized void print(
            Mutation mutation, Mutation.Killer killer, ToolRunner.Finding finding) {
        boolean asExpected = mutation.isControl() ? finding.isClean() : finding.isKilled();
        out.printf(
                Locale.ROOT,
                "%-9s %-35s %-8s %-30s %s%n",
                asExpected
                        ? mutation.isControl() ? "passed" : "killed"
                        : mutation.isControl() ? "BROKEN" : "SURVIVED",
                mutation.name(),
                killer.tool(),
                killer.test(),
                finding.line());
        out.flush();
        runCount++;
        if (!asExpected) {
            failures.add(mutation.name() + ": " + mutation.broken());
        }
    }
}
