// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.infra.StateCase;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.runners.SpinLoopStyle;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.infra.runners.TestList;
import org.openjdk.jcstress.os.AffinityMode;
import org.openjdk.jcstress.os.CPUMap;
import org.openjdk.jcstress.os.OSSupport;
import org.openjdk.jcstress.os.Scheduler;
import org.openjdk.jcstress.os.SchedulingClass;
import org.openjdk.jcstress.os.topology.Topology;
import org.openjdk.jcstress.vm.CompileMode;

/**
 * Runs jcstress tests, each in forks of its own, from the same parts as jcstress' own main class,
 * which cannot do what is needed here: run many short runs after looking the machine over once, run
 * with a class path of choice, fail when a test cannot be scheduled, and wait for a busy machine.
 *
 * <p>Safe for use by several threads: a fork waits until there are processors for its actors.
 */
final class Jcstress implements Forks {
    /** How long a fork of the unbroken library may print nothing, on however busy a machine. */
    static final Duration GENEROUS = Duration.ofMinutes(10);

    /**
     * One state object at a time: the actors run for microseconds and would drift apart within a
     * longer stride. The other settings find planted bugs on two processors in seconds. There are
     * few strides, since a busy machine may need milliseconds for each, and an iteration ends only
     * after all of them.
     */
    private static final String[][] SETTINGS = {
        {"-m", "quick"},
        {"-f", "1"},
        {"-iters", "5"},
        {"-time", "100"},
        {"-strideSize", "1"},
        {"-strideCount", "64"},
    };

    /** What jcstress gives to each JVM, found by the same look at HotSpot as its own. */
    private static final List<String> JVM_FLAGS =
            List.of(
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:-UsePerfData",
                    "-XX:ParallelGCThreads=2",
                    "-XX:ConcGCThreads=2",
                    "-XX:G1ConcRefinementThreads=2",
                    "-XX:CICompilerCount=2",
                    "-XX:-RestrictContended");

    /** Interpreter, C1, C2, and C2 with its randomisers. */
    private static final List<List<String>> MODES =
            List.of(
                    List.of("-Xint"),
                    List.of("-XX:TieredStopAtLevel=1"),
                    List.of("-XX:-TieredCompilation"),
                    List.of(
                            "-XX:-TieredCompilation",
                            "-XX:+StressLCM",
                            "-XX:+StressGCM",
                            "-XX:+StressIGVN",
                            "-XX:+StressCCP"));

    /**
     * A test to run.
     *
     * @param classPath the class path of the forks
     * @param test the full name of the test
     * @param jvmArgs arguments for the JVM
     * @param iterations how many iterations in each fork, at most
     * @param samples how many runs of both actors are enough for a fork
     * @param timeMs how long an iteration lasts
     * @param strideSize how many states the actors go through before they wait for each other
     * @param style how an actor waits for the other one
     * @param until the outcome after which no more is needed, a regular expression
     * @param patience how long a fork may print nothing
     */
    record Job(
            String classPath,
            String test,
            List<String> jvmArgs,
            int iterations,
            long samples,
            int timeMs,
            int strideSize,
            SpinLoopStyle style,
            String until,
            Duration patience) {}

    private final Options options;
    private final Scheduler scheduler;

    Jcstress(Options options) throws Exception {
        this.options = options;
        PrintStream console = System.out;
        // What it prints while it looks the machine over is of no use here.
        System.setOut(
                new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        try {
            OSSupport.init();
        } finally {
            System.setOut(console);
        }
        scheduler = new Scheduler(Topology.get(), options.getCPUCount());
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

    /** How many forks can run at once. */
    int width() {
        return Math.max(1, options.getCPUCount() / 2);
    }

    /** JVM arguments for each way of execution. */
    List<List<String>> executionModes() {
        if (!options.getJvmArgs().isEmpty()) {
            return List.of(options.getJvmArgs());
        }
        return MODES.stream()
                .map(
                        mode -> {
                            List<String> args = new ArrayList<>(options.getJvmArgsPrepend());
                            args.addAll(mode);
                            return List.copyOf(args);
                        })
                .toList();
    }

    /** The full name of a test, such as {@code org.leftright.stress.Slots.LeasedSlots}. */
    static String fullName(String simpleName) {
        return TestList.tests().stream()
                .filter(test -> test.endsWith("." + simpleName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such test: " + simpleName));
    }

    /** Whether an outcome of a test is one that it expects, by jcstress' rules. */
    static Expect grade(String test, String outcome) {
        TestInfo info = TestList.getInfo(test);
        for (StateCase each : info.cases()) {
            if (each.matchesExactly(outcome)) {
                return each.expect();
            }
        }
        for (StateCase each : info.cases()) {
            if (each.matches(outcome)) {
                return each.expect();
            }
        }
        return info.unmatched().expect();
    }

    /** Runs on each choice of processors that the machine offers, until the outcome is seen. */
    @Override
    public ForkLog run(Job job) throws InterruptedException {
        TestInfo test = TestList.getInfo(job.test());
        List<SchedulingClass> places =
                scheduler.scheduleClasses(
                        test.threads(), options.getCPUCount(), options.affinityMode());
        if (places.isEmpty()) {
            throw new IllegalStateException(
                    job.test()
                            + " would not run: it has more actors than this machine has"
                            + " processors");
        }
        ForkLog all = run(job, test, places.get(0));
        for (SchedulingClass place : places.subList(1, places.size())) {
            if (!all.hasSeen(job.until())) {
                all = all.and(run(job, test, place));
            }
        }
        return all;
    }

    private ForkLog run(Job job, TestInfo test, SchedulingClass place) throws InterruptedException {
        CPUMap cpus = acquire(place);
        try {
            Path directives = Files.createTempFile("jcstress", "directives");
            try {
                TestConfig config =
                        new TestConfig(options, test, 0, job.jvmArgs(), CompileMode.UNIFIED, place);
                try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(directives))) {
                    config.generateDirectives(writer, options.verbosity());
                }
                return ForkLog.of(
                        WatchedProcess.run(
                                command(job, test, place, cpus, directives), job.patience()));
            } finally {
                Files.delete(directives);
            }
        } catch (IOException e) {
            return ForkLog.notStarted(e);
        } finally {
            release(cpus);
        }
    }

    private List<String> command(
            Job job, TestInfo test, SchedulingClass place, CPUMap cpus, Path directives) {
        List<String> command = new ArrayList<>();
        String map = cpus.globalAffinityMap();
        if (OSSupport.taskSetAvailable() && !map.isEmpty()) {
            command.addAll(List.of("taskset", "-c", map));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", job.classPath()));
        command.addAll(JVM_FLAGS);
        int heapMb = options.getHeapPerForkMb();
        command.addAll(List.of("-Xms" + heapMb + "m", "-Xmx" + heapMb + "m"));
        command.addAll(OSSupport.getJavaInvokeArguments());
        command.addAll(job.jvmArgs());
        command.add("-XX:CompilerDirectivesFile=" + directives);
        command.add(JcstressFork.class.getName());
        boolean bound = place.mode() == AffinityMode.LOCAL;
        command.addAll(
                new JcstressFork.Task(
                                test.generatedRunner(),
                                job.iterations(),
                                job.samples(),
                                job.timeMs(),
                                job.strideSize(),
                                Math.max(1, options.getStrideCount() / job.strideSize()),
                                heapMb,
                                job.style(),
                                job.until(),
                                bound
                                        ? Arrays.stream(cpus.actorRealCPUs()).boxed().toList()
                                        : List.of())
                        .toArgs());
        return command;
    }

    private CPUMap acquire(SchedulingClass place) throws InterruptedException {
        synchronized (scheduler) {
            CPUMap cpus = scheduler.tryAcquire(place);
            while (cpus == null) {
                scheduler.wait();
                cpus = scheduler.tryAcquire(place);
            }
            return cpus;
        }
    }

    private void release(CPUMap cpus) {
        synchronized (scheduler) {
            scheduler.release(cpus);
            scheduler.notifyAll();
        }
    }
}
