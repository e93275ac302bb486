package org.leftright.stress.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.TestExecutor;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.infra.runners.TestList;
import org.openjdk.jcstress.os.AffinityMode;
import org.openjdk.jcstress.os.OSSupport;
import org.openjdk.jcstress.os.Scheduler;
import org.openjdk.jcstress.os.SchedulingClass;
import org.openjdk.jcstress.os.topology.Topology;
import org.openjdk.jcstress.vm.CompileMode;
import org.openjdk.jcstress.vm.VMSupport;

/**
 * Runs single jcstress tests in forks with a class path of choice. It uses the parts that jcstress'
 * own main class uses, so as to look the machine over once and not again for each of many short
 * runs. Forks take the class path from this process's {@code java.class.path}.
 */
final class TwinRunner {
    private static final int ACTORS = 2;

    private final Topology topology;

    TwinRunner() throws Exception {
        OSSupport.init();
        VMSupport.initFlags(options(1, 1));
        topology = Topology.get();
    }

    /** Runs one test, once for each set of JVM arguments. */
    Collection<TestResult> run(
            String classPath, String test, List<List<String>> jvmArgs, int iterations, int timeMs)
            throws IOException {
        String before = System.getProperty("java.class.path");
        System.setProperty("java.class.path", classPath);
        try {
            Options options = options(iterations, timeMs);
            Scheduler scheduler = new Scheduler(topology, options.getCPUCount());
            List<TestConfig> configs = new ArrayList<>();
            TestInfo info = TestList.getInfo(test);
            for (List<String> args : jvmArgs) {
                for (SchedulingClass scheduling :
                        scheduler.scheduleClasses(
                                ACTORS, options.getCPUCount(), AffinityMode.LOCAL)) {
                    configs.add(
                            new TestConfig(
                                    options, info, 0, args, CompileMode.UNIFIED, scheduling));
                }
            }
            if (configs.isEmpty()) {
                throw new IllegalStateException("needs two processors to run " + test);
            }
            InProcessCollector results = new InProcessCollector();
            new TestExecutor(options.verbosity(), results, scheduler).runAll(configs);
            return results.getTestResults();
        } finally {
            System.setProperty("java.class.path", before);
        }
    }

    private static Options options(int iterations, int timeMs) throws IOException {
        Options options =
                new Options(
                        Main.withSettings(
                                "-iters", String.valueOf(iterations),
                                "-time", String.valueOf(timeMs)));
        options.parse();
        return options;
    }
}
