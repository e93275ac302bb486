// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jcstress.infra.runners.CounterThread;
import org.openjdk.jcstress.infra.runners.ForkedTestConfig;
import org.openjdk.jcstress.infra.runners.Runner;
import org.openjdk.jcstress.infra.runners.SpinLoopStyle;
import org.openjdk.jcstress.util.Counter;

/**
 * Runs one jcstress test in this process, by the code that jcstress generated for it, and prints
 * what it sees as soon as it sees it, in the lines that {@link ForkLog} reads.
 *
 * <p>The main class that jcstress has for a fork ends it after 30 seconds, which is short on a busy
 * machine, and prints nothing of what it saw before. This class waits as long as it takes; the
 * process that started it decides when that is too long.
 */
final class JcstressFork {
    private static final long LOOK_EVERY_MS = 100;

    /**
     * What to run.
     *
     * @param runner the name of the generated class
     * @param iterations how many iterations at most
     * @param samples how many runs of both actors are enough
     * @param timeMs how long an iteration lasts
     * @param strideSize states between two meetings of the actors
     * @param strideCount meetings before the actors look whether the iteration is over
     * @param heapMb the heap, of which the states may take a quarter
     * @param style how an actor waits for the other one
     * @param until a regular expression: the outcome after which no further iteration is needed
     * @param cpus the processor of each actor, empty if they are not to be bound
     */
    record Task(
            String runner,
            int iterations,
            long samples,
            int timeMs,
            int strideSize,
            int strideCount,
            int heapMb,
            SpinLoopStyle style,
            String until,
            List<Integer> cpus) {

        /** The arguments for a fork. */
        List<String> toArgs() {
            return List.of(
                    runner,
                    "" + iterations,
                    "" + samples,
                    "" + timeMs,
                    "" + strideSize,
                    "" + strideCount,
                    "" + heapMb,
                    style.name(),
                    until,
                    cpus.stream().map(String::valueOf).collect(Collectors.joining(",")));
        }

        static Task ofArgs(String[] args) {
            List<Integer> cpus =
                    args[9].isEmpty()
                            ? List.of()
                            : Stream.of(args[9].split(",")).map(Integer::valueOf).toList();
            return new Task(
                    args[0],
                    Integer.parseInt(args[1]),
                    Long.parseLong(args[2]),
                    Integer.parseInt(args[3]),
                    Integer.parseInt(args[4]),
                    Integer.parseInt(args[5]),
                    Integer.parseInt(args[6]),
                    SpinLoopStyle.valueOf(args[7]),
                    args[8],
                    cpus);
        }

        /** jcstress makes it only from its own options, or from what it sends to its own forks. */
        private ForkedTestConfig toConfig() throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeInt(List.of(SpinLoopStyle.values()).indexOf(style));
            out.writeInt(timeMs);
            out.writeInt(iterations);
            out.writeUTF(runner);
            out.writeInt(heapMb / 4);
            out.writeInt(strideSize);
            out.writeInt(strideCount);
            out.writeBoolean(!cpus.isEmpty());
            if (!cpus.isEmpty()) {
                out.writeInt(cpus.size());
                for (int cpu : cpus) {
                    out.writeInt(cpu);
                }
            }
            return new ForkedTestConfig(
                    new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        }
    }

    private final PrintStream out;

    private JcstressFork(PrintStream out) {
        this.out = out;
    }

    /** Runs the task. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try {
            Task task = Task.ofArgs(args);
            Class<?> runner = Class.forName(task.runner());
            new JcstressFork(out)
                    .run(
                            (Runner<?>)
                                    runner.getConstructor(ForkedTestConfig.class)
                                            .newInstance(task.toConfig()),
                            task);
            out.println(ForkLog.COMPLETE);
        } catch (Throwable e) {
            out.println(ForkLog.ERROR + describe(e));
        }
        out.flush();
        // Actors of a test that hangs are left behind.
        Runtime.getRuntime().halt(0);
    }

    private <R> void run(Runner<R> runner, Task task) throws Throwable {
        // Leaves out jcstress' sanity check, which runs the actors one after the other, for longer
        // than all that follows, to find out how many states fit into the heap: these few do.
        boolean enough = false;
        long samples = 0;
        for (int i = 1; i <= task.iterations() && !enough && samples < task.samples(); i++) {
            Counter<R> counter = new Counter<>();
            List<CounterThread<R>> actors = runner.internalRun();
            await(actors);
            actors.forEach(actor -> counter.merge(actor.result()));
            enough = print(counter, task.until());
            samples += counter.totalCount();
        }
    }

    /** An actor that throws leaves the other one waiting for it. */
    private static <R> void await(List<CounterThread<R>> actors) throws Throwable {
        for (CounterThread<R> actor : actors) {
            do {
                actor.join(LOOK_EVERY_MS);
                for (CounterThread<R> each : actors) {
                    if (each.throwable() != null) {
                        throw each.throwable();
                    }
                }
            } while (actor.isAlive());
        }
    }

    private <R> boolean print(Counter<R> counter, String until) {
        boolean enough = false;
        for (R outcome : counter.elementSet()) {
            out.println(ForkLog.COUNTED + counter.count(outcome) + " " + outcome);
            enough |= outcome.toString().matches(until);
        }
        out.println(ForkLog.ITERATION);
        return enough;
    }

    /**
     * Describes an exception with its place in the library, which tells more than that in the test.
     */
    private static String describe(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        for (StackTraceElement frame : root.getStackTrace()) {
            String name = frame.getClassName();
            if (name.startsWith("org.leftright.") && !name.startsWith("org.leftright.stress.")) {
                String simpleName = name.substring(name.lastIndexOf('.') + 1);
                return oneLine(root) + " at " + simpleName + "." + frame.getMethodName();
            }
        }
        return oneLine(root);
    }

    private static String oneLine(Throwable thrown) {
        return thrown.toString().replaceAll("\\s+", " ");
    }
}
