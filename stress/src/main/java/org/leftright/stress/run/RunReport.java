// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.GradingResult;

/** What a run amounts to: each outcome looked at, and each run that should have been counted. */
final class RunReport {
    private final List<String> faults = new ArrayList<>();

    /** Test to outcome to count. */
    private final Map<String, Map<String, Long>> outcomes = new TreeMap<>();

    /** Test to how many forks came back. */
    private final Map<String, Integer> forkCounts = new TreeMap<>();

    RunReport(Collection<String> tests, int forksPerTest, Collection<TestResult> results) {
        results.forEach(this::add);
        if (tests.isEmpty() || forksPerTest == 0) {
            faults.add("nothing was selected to run");
        }
        for (String test : tests) {
            int forkCount = forkCounts.getOrDefault(test, 0);
            if (forkCount < forksPerTest) {
                faults.add(test + ": only " + forkCount + " of " + forksPerTest + " forks ran");
            }
        }
        outcomes.forEach(this::checkThatItRaced);
    }

    private void add(TestResult result) {
        String test = result.getName();
        forkCounts.merge(test, 1, Integer::sum);
        if (result.status() != Status.NORMAL) {
            faults.add(test + ": " + result.status() + " " + result.getMessages());
        }
        Map<String, Long> ofTest = outcomes.computeIfAbsent(test, name -> new TreeMap<>());
        for (GradingResult outcome : result.grading().gradingResults.values()) {
            if (outcome.count > 0) {
                ofTest.merge(outcome.id, outcome.count, Long::sum);
                if (outcome.expect != Expect.ACCEPTABLE) {
                    faults.add(describe(result, outcome));
                }
            }
        }
    }

    private static String describe(TestResult result, GradingResult outcome) {
        return String.format(
                "%s: %s %s (%s), %d times of %d, with %s",
                result.getName(),
                outcome.expect,
                outcome.id,
                outcome.description,
                outcome.count,
                result.getTotalCount(),
                result.getConfig().jvmArgs);
    }

    /** A test whose reader never saw anything change has shown nothing. */
    private void checkThatItRaced(String test, Map<String, Long> counts) {
        if (counts.keySet().stream().noneMatch(outcome -> outcome.contains("RACED"))) {
            faults.add(test + ": the actors never met");
        }
    }

    boolean isGreen() {
        return faults.isEmpty();
    }

    void print(PrintStream out) {
        out.println();
        out.println("RESULTS");
        outcomes.forEach((test, counts) -> out.println(test + " " + counts));
        int forkCount = forkCounts.values().stream().mapToInt(Integer::intValue).sum();
        out.println(forkCounts.size() + " tests ran, in " + forkCount + " forks");
        faults.forEach(fault -> out.println("FAULT " + fault));
        out.println(isGreen() ? "GREEN" : "RED");
    }
}
