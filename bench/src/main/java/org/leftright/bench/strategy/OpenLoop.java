// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import org.HdrHistogram.Histogram;

/**
 * Reads on a fixed schedule, whatever the last read took, and times each from the moment it was
 * due: a read that had to wait because the one before was slow counts as slow too. So nothing is
 * omitted in coordination with what is measured.
 */
final class OpenLoop {
    private static final long HIGHEST_NS = 60_000_000_000L;

    private final Strategy<Object> strategy;
    private final long[] ids;
    private final double intervalNs;
    private int next;

    /**
     * What a stretch of reading came to.
     *
     * @param latencies of all reads that were due; for those not served at its end what they had
     *     waited until then
     * @param due how many reads were due
     * @param served how many were served
     * @param found how many of these found a value
     * @param seconds how long it took
     */
    record Stretch(Histogram latencies, long due, long served, long found, double seconds) {}

    /**
     * Makes a loop.
     *
     * @param strategy what to read
     * @param ids which ids, in a row without end; their number is a power of two
     * @param readsPerSecond how many reads are due
     */
    OpenLoop(Strategy<Object> strategy, long[] ids, double readsPerSecond) {
        this.strategy = strategy;
        this.ids = ids;
        this.intervalNs = 1e9 / readsPerSecond;
    }

    /**
     * Reads in this thread, which spins between reads.
     *
     * @param seconds how long reads are due
     * @return the latencies
     */
    Stretch run(double seconds) {
        Histogram latencies = new Histogram(HIGHEST_NS, 3);
        long due = Math.max(1, (long) (seconds * 1e9 / intervalNs));
        long start = System.nanoTime();
        long end = start + (long) (due * intervalNs);
        long now = start;
        long served = 0;
        long found = 0;
        while (served < due && now - end < 0) {
            long dueTime = start + (long) (served * intervalNs);
            while (now - dueTime < 0) {
                Thread.onSpinWait();
                now = System.nanoTime();
            }
            if (strategy.get(ids[next]) != null) {
                found++;
            }
            next = (next + 1) & (ids.length - 1);
            now = System.nanoTime();
            latencies.recordValue(Math.min(now - dueTime, HIGHEST_NS));
            served++;
        }
        for (long late = served; late < due; late++) {
            long waited = now - start - (long) (late * intervalNs);
            latencies.recordValue(Math.min(Math.max(waited, 0), HIGHEST_NS));
        }
        return new Stretch(latencies, due, served, found, (now - start) / 1e9);
    }
}
