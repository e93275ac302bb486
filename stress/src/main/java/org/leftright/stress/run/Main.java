// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.runners.SpinLoopStyle;

/**
 * Runs the stress tests on the shipped classes, and exits with 1 unless every selected test ran in
 * full and showed nothing that it forbids. Takes jcstress' options, of which {@code -t} (a part of
 * a test's name), {@code -l}, {@code -f}, {@code -iters}, {@code -time} and {@code -jvmArgs} are of
 * most use here.
 */
public final class Main {
    /** A test whose actors have not met is run for longer, so often at most. */
    private static final int LONGER_ROUNDS = 2;

    private static final int TIMES_LONGER = 10;

    private final Options options;
    private final Jcstress jcstress;
    private final RunReport report;

    private Main(Options options, Collection<String> tests) throws Exception {
        this.options = options;
        jcstress = new Jcstress(options);
        report = new RunReport(tests, jcstress.executionModes().size() * options.getForks());
    }

    /**
     * Runs the tests.
     *
     * @param args options of jcstress, for instance {@code -t LeasedSlots}
     * @throws Exception if jcstress fails
     */
    public static void main(String[] args) throws Exception {
        Options options = Jcstress.options(args);
        Collection<String> tests = new JCStress(options).getTests();
        if (options.shouldList()) {
            tests.forEach(System.out::println);
            return;
        }
        RunReport report = new Main(options, tests).run(tests);
        report.print(System.out);
        if (!report.isGreen()) {
            System.exit(1);
        }
    }

    private RunReport run(Collection<String> tests) throws Exception {
        runAll(tests, options.getIterations());
        for (int round = 1; round <= LONGER_ROUNDS; round++) {
            List<String> quiet = report.quietTests();
            if (!quiet.isEmpty()) {
                runAll(quiet, options.getIterations() * round * TIMES_LONGER);
            }
        }
        return report;
    }

    private void runAll(Collection<String> tests, int iterations) throws Exception {
        List<Jcstress.Job> jobs = new ArrayList<>();
        for (String test : tests) {
            for (List<String> args : jcstress.executionModes()) {
                Jcstress.Job job =
                        new Jcstress.Job(
                                System.getProperty("java.class.path"),
                                test,
                                args,
                                iterations,
                                Long.MAX_VALUE,
                                options.getTime(),
                                options.getStrideSize(),
                                SpinLoopStyle.THREAD_YIELD,
                                "",
                                Jcstress.GENEROUS);
                jobs.addAll(Collections.nCopies(options.getForks(), job));
            }
        }
        Collections.shuffle(jobs);
        AtomicInteger done = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(jcstress.width());
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (Jcstress.Job job : jobs) {
                tasks.add(
                        () -> {
                            run(job, done.incrementAndGet() + " of " + jobs.size());
                            return null;
                        });
            }
            for (Future<Void> each : pool.invokeAll(tasks)) {
                each.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private void run(Jcstress.Job job, String progress) throws InterruptedException {
        try {
            ForkLog log = jcstress.runUnbroken(job);
            report.add(job, log);
            System.out.printf(
                    "%-9s %s %s %s %s%n",
                    progress, job.test(), job.jvmArgs(), log.counts(), log.how());
        } catch (IllegalStateException e) {
            report.addSkipped(job.test(), String.valueOf(e.getMessage()));
        }
    }
}
