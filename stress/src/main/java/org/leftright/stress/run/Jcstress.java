// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.TestExecutor;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.MuxCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.collectors.TestResultCollector;
import org.openjdk.jcstress.infra.grading.ConsoleReportPrinter;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.infra.runners.TestList;
import org.openjdk.jcstress.os.OSSupport;
import org.openjdk.jcstress.os.Scheduler;
import org.openjdk.jcstress.os.SchedulingClass;
import org.openjdk.jcstress.os.topology.Topology;
import org.openjdk.jcstress.vm.CompileMode;
import org.openjdk.jcstress.vm.VMSupport;

/**
 * Runs jcstress tests, each in forks of its own, from the same parts as jcstress' own main class,
 * which cannot do three things that are needed here: run many short runs after looking the machine
 * over once, run with a class path of choice, and fail when a test cannot be scheduled.
 */
final class Jcstress {
    /**
     * One state object at a time: the actors run for microseconds and would drift apart within a
     * longer stride. The other settings find planted bugs on two processors in seconds.
     */
    private static final String[][] SETTINGS = {
        {"-m", "quick"},
        {"-sc", "false"},
        {"-f", "1"},
        {"-fsm", "1"},
        {"-iters", "3"},
        {"-time", "100"},
        {"-strideSize", "1"},
        {"-strideCount", "256"},
        {"-pth", "false"},
    };

    private final Topology topology;

    Jcstress(Options options) throws Exception {
        OSSupport.init();
        VMSupport.initFlags(options);
        topology = Topology.get();
    }

    /** Options of jcstress; those not given are set as {@link #SETTINGS} says. */
    static Options options(String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of(args));
        for (String[] setting : SETTINGS) {
            if (!all.contains(setting[0])) {
                all.addAll(List.of(setting));
            }
        }
        Options options = new Options(all.toArray(new String[0]));
        if (!options.parse()) {
            throw new IllegalArgumentException("see above, or jcstress' own help");
        }
        return options;
    }

    /**
     * JVM arguments for each way of execution: interpreter, C1, C2, and C2 with its randomisers.
     * Those with biased locking, which old JVMs still have, are left out: nothing here is locked by
     * {@code synchronized}.
     */
    static List<List<String>> executionModes(Options options) {
        VMSupport.detectAvailableVMConfigs(
                false, options.getJvmArgs(), options.getJvmArgsPrepend());
        return VMSupport.getAvailableVMConfigs().stream()
                .map(VMSupport.Config::args)
                .filter(args -> !args.contains("-XX:+UseBiasedLocking"))
                .toList();
    }

    /** Runs each test with each of the JVM arguments. Fails if the machine cannot run one. */
    Collection<TestResult> run(
            String classPath,
            Collection<String> tests,
            List<List<String>> jvmArgs,
            Options options,
            boolean showProgress)
            throws IOException {
        Scheduler scheduler = new Scheduler(topology, options.getCPUCount());
        List<TestConfig> configs = new ArrayList<>();
        for (String test : tests) {
            for (List<String> args : jvmArgs) {
                addConfigs(configs, TestList.getInfo(test), args, options, scheduler);
            }
        }
        Collections.shuffle(configs);

        InProcessCollector results = new InProcessCollector();
        TestResultCollector sink = results;
        ConsoleReportPrinter progress = null;
        if (showProgress) {
            PrintWriter console = new PrintWriter(System.out, true, Charset.defaultCharset());
            progress = new ConsoleReportPrinter(options, console, configs.size());
            sink = MuxCollector.of(progress, results);
        }
        TestExecutor executor = new TestExecutor(options.verbosity(), sink, scheduler);
        if (progress != null) {
            progress.setExecutor(executor);
        }
        // A fork gets the class path of this process.
        String ownClassPath = System.getProperty("java.class.path");
        System.setProperty("java.class.path", classPath);
        try {
            executor.runAll(configs);
        } finally {
            System.setProperty("java.class.path", ownClassPath);
        }
        return results.getTestResults();
    }

    private static void addConfigs(
            List<TestConfig> configs,
            TestInfo test,
            List<String> jvmArgs,
            Options options,
            Scheduler scheduler) {
        List<SchedulingClass> places =
                scheduler.scheduleClasses(
                        test.threads(), options.getCPUCount(), options.affinityMode());
        if (places.isEmpty()) {
            throw new IllegalStateException(
                    test.name()
                            + " would not run: it has more actors than this machine has"
                            + " processors");
        }
        for (SchedulingClass place : places) {
            for (int fork = 0; fork < options.getForks(); fork++) {
                configs.add(
                        new TestConfig(options, test, fork, jvmArgs, CompileMode.UNIFIED, place));
            }
        }
    }
}
