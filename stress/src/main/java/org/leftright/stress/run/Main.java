// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.collectors.TestResult;

/**
 * Runs the stress tests on the shipped classes, and exits with 1 unless every selected test ran in
 * full and showed nothing that it forbids. Takes jcstress' options, of which {@code -t} (a part of
 * a test's name), {@code -l}, {@code -f}, {@code -iters}, {@code -time} and {@code -jvmArgs} are of
 * most use here.
 */
public final class Main {
    private Main() {}

    /**
     * Runs the tests.
     *
     * @param args options of jcstress, for instance {@code -t LeasedSlots}
     * @throws Exception if jcstress fails
     */
    public static void main(String[] args) throws Exception {
        Options options = Jcstress.options(args);
        SortedSet<String> tests = new JCStress(options).getTests();
        if (options.shouldList()) {
            tests.forEach(System.out::println);
            return;
        }
        Jcstress jcstress = new Jcstress(options);
        List<List<String>> modes = Jcstress.executionModes(options);
        Collection<TestResult> results =
                jcstress.run(System.getProperty("java.class.path"), tests, modes, options, true);
        RunReport report = new RunReport(tests, modes.size() * options.getForks(), results);
        report.print(System.out);
        if (!report.isGreen()) {
            System.exit(1);
        }
    }
}
