// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.leftright.bench.CpuTime;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * One benchmark with one choice of its parameters: what one fork measures.
 *
 * @param benchmark class and method
 * @param params the parameters that differ from cell to cell
 * @param threads how many measure
 * @param heap of the fork, as for {@code -Xmx}
 * @param virtual whether the threads are virtual
 * @param effort how often and how long
 */
record Cell(
        String benchmark,
        Map<String, String> params,
        int threads,
        String heap,
        boolean virtual,
        Effort effort) {
    static final String PACKAGE = "org.leftright.bench.";
    static final String VIRTUAL = "-Djmh.executor=VIRTUAL";

    /** How often and how long a fork measures. */
    enum Effort {
        /** As the benchmark says. */
        USUAL,
        /** Few iterations, for ops that take a second. */
        LARGE_OPS,
        /** As the benchmark says, and once in all: it tells the same each time. */
        ONCE
    }

    Cell {
        params = new TreeMap<>(params);
    }

    static Cell of(String benchmark, String... namesAndValues) {
        Map<String, String> params = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            params.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Cell(benchmark, params, 1, "3g", false, Effort.USUAL);
    }

    Cell with(String name, Object value) {
        Map<String, String> more = new TreeMap<>(params);
        more.put(name, value.toString());
        return new Cell(benchmark, more, threads, heap, virtual, effort);
    }

    Cell threads(int count) {
        return new Cell(benchmark, params, count, heap, virtual, effort);
    }

    Cell heap(String size) {
        return new Cell(benchmark, params, threads, size, virtual, effort);
    }

    /** Small maps need no large heap, which takes time to make. */
    Cell heapFor(int n) {
        return heap(n <= 200_000 ? "512m" : n <= 2_000_000 ? "1g" : "3g");
    }

    Cell onVirtualThread() {
        return new Cell(benchmark, params, threads, heap, true, effort);
    }

    Cell effort(Effort other) {
        return new Cell(benchmark, params, threads, heap, virtual, other);
    }

    Sample take(Metric metric) {
        return new Sample(this, metric);
    }

    /** What JMH is to do: one fork; if quick, with iterations that tell nothing. */
    Options options(boolean quick) {
        ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .include("^" + (PACKAGE + benchmark).replace(".", "\\.") + "$")
                        .forks(1)
                        .jvmArgsAppend(jvmArgs().toArray(String[]::new))
                        .addProfiler(CpuTime.class)
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT);
        if (threads > 1) {
            options.threads(threads);
        }
        params.forEach(options::param);
        if (effort == Effort.LARGE_OPS) {
            options.warmupIterations(1).measurementIterations(3);
        }
        if (quick || effort == Effort.LARGE_OPS) {
            TimeValue atLeastOnce = TimeValue.milliseconds(1);
            options.warmupTime(atLeastOnce).measurementTime(atLeastOnce);
        }
        return options.build();
    }

    private List<String> jvmArgs() {
        List<String> args =
                new ArrayList<>(List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+AlwaysPreTouch"));
        if (virtual) {
            args.add(VIRTUAL);
        }
        return args;
    }

    /** The command that does the same. */
    String command() {
        StringBuilder command =
                new StringBuilder("java -jar bench/target/benchmarks.jar bench." + benchmark + "$");
        params.forEach((name, value) -> command.append(" -p ").append(name + "=" + value));
        if (threads > 1) {
            command.append(" -t ").append(threads);
        }
        if (effort == Effort.LARGE_OPS) {
            command.append(" -wi 1 -i 3 -w 1ms -r 1ms");
        }
        return command.append(" -f 1 -jvmArgsAppend \"")
                .append(String.join(" ", jvmArgs()))
                .append("\" -prof org.leftright.bench.CpuTime -prof gc")
                .toString()
                .replace("bench." + benchmark + "$", "'bench." + benchmark + "$'");
    }

    /** What tells it from the cells beside it. */
    String label() {
        StringBuilder label = new StringBuilder(benchmark);
        params.forEach((name, value) -> label.append(' ').append(name + "=" + value));
        if (threads > 1) {
            label.append(" threads=").append(threads);
        }
        return label.append(virtual ? " virtual" : "").toString();
    }
}
