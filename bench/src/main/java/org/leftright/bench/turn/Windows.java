// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.turn;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;

/** Short windows of work, one peer after the other, again and again. */
final class Windows {
    /**
     * How far apart the rounds of two peers are that are measured one after the other. So none asks
     * for what the one before it has just brought into the caches: keys, or entries of one map.
     */
    private static final int STRIDE = 29;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Keeps what the windows compute in use. */
    @SuppressWarnings("unused")
    private static int sink;

    private Windows() {}

    /** One of the peers. */
    @FunctionalInterface
    interface Turn {
        /** Makes the next window ready; its time does not count. */
        default void prepare() {}

        /**
         * Works for a window.
         *
         * @param round which window, for those that differ; some are negative
         * @return what depends on all of the work
         */
        int run(int round);
    }

    /**
     * Measures.
     *
     * @param turns the peers
     * @param warmUps windows of each before those that count
     * @param rounds windows of each that count
     * @return for each peer, the lower quartile over its windows, ns a window
     */
    static double[] quartiles(List<? extends Turn> turns, int warmUps, int rounds) {
        double[][] ns = new double[turns.size()][rounds];
        for (int round = -warmUps; round < rounds; round++) {
            for (int turn = 0; turn < turns.size(); turn++) {
                // Who goes first finds the caches as the last one left them: each in its turn.
                int p = Math.floorMod(turn + round, turns.size());
                turns.get(p).prepare();
                long begin = nowNs();
                sink += turns.get(p).run(round + p * STRIDE);
                long time = nowNs() - begin;
                if (round >= 0) {
                    ns[p][round] = time;
                }
            }
        }
        return Arrays.stream(ns).mapToDouble(Windows::lowerQuartile).toArray();
    }

    /** The processor time of this thread, to which other work on the machine adds nothing. */
    static long nowNs() {
        return THREADS.getCurrentThreadCpuTime();
    }

    /** A quarter of the values are less or equal: what the machine does when left alone. */
    static double lowerQuartile(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(sorted.length - 1) / 4];
    }
}
