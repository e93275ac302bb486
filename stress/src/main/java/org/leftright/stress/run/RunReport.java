// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jcstress.annotations.Expect;

/** What a run amounts to: each outcome looked at, and each run that should have been counted. */
final class RunReport {
    private final int forksPerTest;
    private final List<String> faults = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** Test to outcome to count. */
    private final Map<String, Map<String, Long>> outcomes = new TreeMap<>();

    /** Test to how many forks ran to their end. */
    private final Map<String, Integer> forkCounts = new TreeMap<>();

    /**
     * An empty report.
     *
     * @param tests the tests that must run
     * @param forksPerTest how many forks of each must run to their end, at least
     */
    RunReport(Collection<String> tests, int forksPerTest) {
        this.forksPerTest = forksPerTest;
        tests.forEach(test -> forkCounts.put(test, 0));
        if (tests.isEmpty() || forksPerTest == 0) {
            faults.add("nothing was selected to run");
        }
    }

    synchronized void add(Jcstress.Job job, ForkLog log) {
        String test = job.test();
        if (log.isComplete()) {
            forkCounts.merge(test, 1, Integer::sum);
            if (!log.how().isEmpty()) {
                notes.add(test + ": ran with " + job.jvmArgs() + " after " + log.how());
            }
        } else {
            faults.add(test + ": " + log.end() + " with " + job.jvmArgs() + ": " + log.how());
        }
        Map<String, Long> ofTest = outcomes.computeIfAbsent(test, name -> new TreeMap<>());
        log.counts()
                .forEach(
                        (outcome, count) -> {
                            ofTest.merge(outcome, count, Long::sum);
                            Expect expect = Jcstress.grade(test, outcome);
                            if (expect != Expect.ACCEPTABLE) {
                                faults.add(describe(job, log, expect, outcome, count));
                            }
                        });
    }

    private static String describe(
            Jcstress.Job job, ForkLog log, Expect expect, String outcome, long count) {
        return String.format(
                Locale.ROOT,
                "%s: %s %s, %d times of %d, with %s",
                job.test(),
                expect,
                outcome,
                count,
                log.totalCount(),
                job.jvmArgs());
    }

    /** A test that was not run at all. */
    synchronized void addSkipped(String test, String why) {
        faults.add(test + ": " + why);
    }

    /** Tests whose reader never saw anything change: they have shown nothing yet. */
    synchronized List<String> quietTests() {
        return outcomes.entrySet().stream()
                .filter(
                        test ->
                                test.getValue().keySet().stream()
                                        .noneMatch(o -> o.contains("RACED")))
                .map(Map.Entry::getKey)
                .toList();
    }

    private List<String> allFaults() {
        List<String> all = new ArrayList<>(faults);
        forkCounts.forEach(
                (test, count) -> {
                    if (count < forksPerTest) {
                        all.add(test + ": only " + count + " of " + forksPerTest + " forks ran");
                    }
                });
        quietTests().forEach(test -> all.add(test + ": the actors never met"));
        return all;
    }

    synchronized boolean isGreen() {
        return allFaults().isEmpty();
    }

    synchronized void print(PrintStream out) {
        out.println();
        out.println("RESULTS");
        outcomes.forEach((test, counts) -> out.println(test + " " + counts));
        int forkCount = forkCounts.values().stream().mapToInt(Integer::intValue).sum();
        out.println(outcomes.size() + " tests ran, in " + forkCount + " forks");
        notes.forEach(note -> out.println("NOTE " + note));
        allFaults().forEach(fault -> out.println("FAULT " + fault));
        out.println(isGreen() ? "GREEN" : "RED");
    }
}
