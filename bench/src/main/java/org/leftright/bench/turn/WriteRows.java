// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.turn;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.leftright.LeftRightLongMap;
import org.leftright.LongWriteHandle;
import org.leftright.bench.turn.Row.Effort;

/** What the targets say of writes, and of memory. */
final class WriteRows {
    private static final List<Keys> KINDS = List.of(Keys.RANDOM_LONG, Keys.SKU);
    private static final int MILLION = 1_000_000;

    private WriteRows() {}

    static void batch(Effort effort, Consumer<Line> out) {
        int n = effort.of(10 * MILLION);
        int opCount = 1000;
        for (Keys kind : KINDS) {
            double[] ns =
                    effort.quartiles(
                            400,
                            new Batches(Written.leftRight(kind), kind, n, opCount),
                            new Batches(Written.bare(kind), kind, n, opCount));
            out.accept(
                    new Line(
                            what("batch of %,d in %,d, %s", opCount, n, kind),
                            "ns an op",
                            ns[0] / opCount,
                            ns[1] / opCount,
                            2.0));
        }
    }

    /** Executed, refreshed, and on the other side as well. */
    private static final class Batches implements Windows.Turn {
        private final Written map;
        private final Batch batch;

        Batches(Written map, Keys kind, int n, int opCount) {
            this.map = map;
            this.batch = new Batch(map, kind, n, opCount);
        }

        @Override
        public void prepare() {
            batch.next();
        }

        @Override
        public int run(int round) {
            map.batch().accept(() -> batch.apply(map));
            map.refresh().run();
            return round;
        }
    }

    static void replay(Effort effort, Consumer<Line> out) {
        int n = effort.of(MILLION);
        for (Keys kind : KINDS) {
            for (int opCount : new int[] {100, effort.of(1_000), effort.of(50_000)}) {
                Written map = Written.leftRight(kind);
                Batch batch = new Batch(map, kind, n, opCount);
                int rounds = effort.of(opCount < 10_000 ? 1_000 : 60);
                double[] executions = new double[rounds];
                double[] replays = new double[rounds];
                for (int round = -rounds / 2; round < rounds; round++) {
                    batch.next();
                    long[] times = new long[2];
                    map.batch()
                            .accept(
                                    () -> {
                                        times[0] = Windows.nowNs();
                                        batch.apply(map);
                                        times[1] = Windows.nowNs();
                                    });
                    map.refresh().run();
                    if (round >= 0) {
                        executions[round] = (double) (times[1] - times[0]) / opCount;
                        replays[round] = (double) (Windows.nowNs() - times[1]) / opCount;
                    }
                }
                out.accept(
                        new Line(
                                what("flip, replay of %,d ops in %,d, %s", opCount, n, kind),
                                "ns an op",
                                Windows.lowerQuartile(replays),
                                Windows.lowerQuartile(executions),
                                0.5));
            }
        }
    }

    static void refresh(Effort effort, Consumer<Line> out) {
        int many = 1_000;
        byte[] otherWork = new byte[effort.of(128 << 20)];
        double[] ns =
                effort.quartiles(
                        400,
                        new Refreshes(many, false, new byte[0]),
                        new Refreshes(many, true, new byte[0]),
                        new Refreshes(1, false, otherWork),
                        new Refreshes(1, true, otherWork));
        String of =
                String.format(
                        Locale.ROOT,
                        "refresh of one op, %d processors, in a map ",
                        Runtime.getRuntime().availableProcessors());
        String read = of + "with sections without a handle";
        String unit = "us with its op";
        double none = Double.POSITIVE_INFINITY;
        double us = 1e3;
        out.accept(new Line(of + "that had no section", unit, ns[0] / many / us, 0, none));
        out.accept(new Line(read, unit, ns[1] / many / us, 0, 3));
        out.accept(new Line(read + ", after other work", unit, ns[3] / us, ns[2] / us, none));
    }

    /**
     * One put and a refresh, again and again. Before a window a section perhaps, and other work,
     * which takes the caches.
     */
    private static final class Refreshes implements Windows.Turn {
        private static final int CACHE_LINE = 64;

        private final LeftRightLongMap<Object> map = LeftRightLongMap.create();
        private final int count;
        private final boolean hasSections;
        private final byte[] otherWork;

        Refreshes(int count, boolean hasSections, byte[] otherWork) {
            this.count = count;
            this.hasSections = hasSections;
            this.otherWork = otherWork;
        }

        @Override
        public void prepare() {
            if (hasSections) {
                map.forEach((key, value) -> {});
            }
            for (int i = 0; i < otherWork.length; i += CACHE_LINE) {
                otherWork[i]++;
            }
        }

        @Override
        public int run(int round) {
            LongWriteHandle<Object> writer = map.writer();
            Object value = new Object(); // another one than the keys have
            for (int i = 0; i < count; i++) {
                writer.put(i, value);
                writer.refresh();
            }
            return map.size();
        }
    }

    static void cloneOfSide(Effort effort, Consumer<Line> out) {
        int n = effort.of(MILLION);
        for (Keys kind : KINDS) {
            Written map = Written.leftRight(kind);
            Object key = kind.key(0);
            new Batch(map, kind, n, 1);
            String entries = what("of %,d entries, %s", n, kind);
            report(
                    effort,
                    out,
                    "clone after a snapshot " + entries,
                    Double.POSITIVE_INFINITY,
                    () -> {
                        map.refresh().run(); // what the last round wrote
                        map.snapshot().run();
                        map.put().accept(key, new Object());
                        map.refresh().run();
                    },
                    () -> map.put().accept(key, new Object()));
            map.refresh().run();
            report(
                    effort,
                    out,
                    "copy into the arrays that are there " + entries,
                    4096,
                    () -> map.loadOne().accept(key, new Object()),
                    map.refresh());
        }
    }

    private static void report(
            Effort effort,
            Consumer<Line> out,
            String what,
            double mostBytes,
            Runnable before,
            Runnable measured) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int rounds = effort.of(40);
        double[] ms = new double[rounds];
        double[] bytes = new double[rounds];
        for (int round = -rounds / 2; round < rounds; round++) {
            before.run();
            long allocated = threads.getCurrentThreadAllocatedBytes();
            long begin = Windows.nowNs();
            measured.run();
            long time = Windows.nowNs() - begin;
            if (round >= 0) {
                ms[round] = time / 1e6;
                bytes[round] = threads.getCurrentThreadAllocatedBytes() - allocated;
            }
        }
        out.accept(new Line(what, "ms", Windows.lowerQuartile(ms), 0, 5));
        out.accept(new Line(what, "bytes allocated", Windows.lowerQuartile(bytes), 0, mostBytes));
    }

    static void memory(Effort effort, Consumer<Line> out) {
        List<Object> kept = new ArrayList<>(); // so that nothing is freed while it is measured
        try {
            for (int n : new int[] {effort.of(MILLION), effort.of(10 * MILLION)}) {
                KINDS.forEach(kind -> memory(kind, n, kept, out));
            }
        } finally {
            Reference.reachabilityFence(kept);
        }
    }

    private static void memory(Keys kind, int n, List<Object> kept, Consumer<Line> out) {
        Object[] keys = kind.keys(0, kind.isLong() ? 0 : n);
        Written map = Written.leftRight(kind);
        Written peer = concurrent();
        kept.addAll(List.of(keys, map, peer));
        out.accept(
                new Line(
                        what("memory of %,d entries, %s", n, kind),
                        "bytes an entry",
                        bytesOf(kind, keys, n, map) / n,
                        bytesOf(kind, keys, n, peer) / n,
                        kind.isLong() ? 0.9 : 1.25));
    }

    private static Written concurrent() {
        ConcurrentHashMap<Object, Object> map = new ConcurrentHashMap<>();
        return Written.bare(map::put, map::remove);
    }

    /** What filling a map adds to the heap in use. A key that is an object was there before. */
    private static double bytesOf(Keys kind, Object[] keys, int n, Written map) {
        long before = inUse();
        for (int i = 0; i < n; i++) {
            map.put().accept(kind.isLong() ? kind.key(i) : keys[i], KINDS);
        }
        map.refresh().run();
        return inUse() - before;
    }

    private static long inUse() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static String what(String format, Object... values) {
        values[values.length - 1] = ((Keys) values[values.length - 1]).label();
        return String.format(Locale.ROOT, format, values);
    }
}
