package org.leftright.stress.run;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.GradingResult;

/**
 * What a run of jcstress amounts to. Its own exit code is 0 whatever happened, also for a test that
 * it could not schedule, so this counts what ran and looks at each outcome.
 */
final class RunReport {
    private final List<String> faults = new ArrayList<>();

    /** Test to outcome to count. */
    private final Map<String, Map<String, Long>> counts = new TreeMap<>();

    private int configurationCount;

    RunReport(SortedSet<String> expected, InProcessCollector results, String log) {
        for (TestResult result : results.getTestResults()) {
            add(result);
        }
        for (String test : expected) {
            if (!counts.containsKey(test)) {
                faults.add(test + ": did not run");
            }
        }
        if (expected.isEmpty()) {
            faults.add("no test selected");
        }
        for (String alarm : List.of("would not run", "FATAL")) {
            if (log.contains(alarm)) {
                faults.add("jcstress says \"" + alarm + "\"");
            }
        }
        counts.forEach(this::checkThatItRaced);
    }

    private void add(TestResult result) {
        String test = result.getName();
        configurationCount++;
        Map<String, Long> ofTest = counts.computeIfAbsent(test, name -> new TreeMap<>());
        if (result.status() != Status.NORMAL) {
            faults.add(test + ": " + result.status() + " " + result.getMessages());
        }
        for (GradingResult outcome : result.grading().gradingResults.values()) {
            if (outcome.count == 0) {
                continue;
            }
            ofTest.merge(outcome.id, outcome.count, Long::sum);
            if (outcome.expect == Expect.FORBIDDEN) {
                faults.add(
                        test
                                + ": FORBIDDEN "
                                + outcome.id
                                + " ("
                                + outcome.description
                                + ") "
                                + outcome.count
                                + " times with "
                                + result.getConfig().jvmArgs);
            }
        }
    }

    /** A test whose reader never saw anything change has shown nothing. */
    private void checkThatItRaced(String test, Map<String, Long> outcomes) {
        if (outcomes.keySet().stream().noneMatch(outcome -> outcome.contains("RACED"))) {
            faults.add(test + ": the actors never met");
        }
    }

    boolean isGreen() {
        return faults.isEmpty();
    }

    void print(PrintStream out) {
        out.println();
        counts.forEach((test, outcomes) -> out.println(test + " " + outcomes));
        out.println(
                "Ran " + counts.size() + " tests in " + configurationCount + " configurations.");
        for (String fault : faults) {
            out.println("FAULT " + fault);
        }
        out.println(isGreen() ? "GREEN" : "RED");
    }
}
