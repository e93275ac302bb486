// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Processor time for each operation: that of the measuring threads ({@value #THREADS}) and that of
 * the whole JVM ({@value #JVM}), with its garbage collector and its compiler. On a machine with
 * other work both vary far less than the time on the clock: {@code -prof
 * org.leftright.bench.CpuTime}. What an operation's set-up takes is in both.
 */
public final class CpuTime implements InternalProfiler {
    /** Processor time of the measuring threads; 0 if they are virtual. */
    public static final String THREADS = "cpu.threads";

    /** Processor time of the JVM. */
    public static final String JVM = "cpu.jvm";

    private final OperatingSystemMXBean system =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    private long jvmBefore;
    private long threadsBefore;

    @Override
    public String getDescription() {
        return "processor time of the measuring threads, and of the JVM, for each operation";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        threadsBefore = measuringThreadsTime();
        jvmBefore = system.getProcessCpuTime();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double jvm = system.getProcessCpuTime() - jvmBefore;
        double measuring = measuringThreadsTime() - threadsBefore;
        long ops = result.getMetadata().getAllOps();
        return List.of(perOp(JVM, jvm / ops), perOp(THREADS, measuring / ops));
    }

    private static ScalarResult perOp(String name, double time) {
        return new ScalarResult(name, time, "ns/op", AggregationPolicy.AVG);
    }

    /** JMH's own pool, which lives as long as the fork. */
    private long measuringThreadsTime() {
        Thread[] all = new Thread[Thread.activeCount() + 16];
        int count = Thread.enumerate(all);
        long sum = 0;
        for (int i = 0; i < count; i++) {
            if (all[i].getName().contains("-jmh-worker-")) {
                sum += Math.max(0, threads.getThreadCpuTime(all[i].getId()));
            }
        }
        return sum;
    }
}
