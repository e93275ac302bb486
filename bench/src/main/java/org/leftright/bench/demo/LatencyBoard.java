// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the readers' latencies: during refreshes and outside them, for each slice of time and in
 * all. One recorder a thread and kind; recording neither waits nor allocates.
 */
final class LatencyBoard {
    private static final long HIGHEST_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int DIGITS = 3;

    private final List<Cell> cells = new ArrayList<>();
    private final Histogram allDuring = new Histogram(HIGHEST_NS, DIGITS);
    private final Histogram allOutside = new Histogram(HIGHEST_NS, DIGITS);

    /** One reader's recorders and counts. */
    static final class Cell {
        private final SingleWriterRecorder during = new SingleWriterRecorder(HIGHEST_NS, DIGITS);
        private final SingleWriterRecorder outside = new SingleWriterRecorder(HIGHEST_NS, DIGITS);
        private volatile long requests;
        private volatile Torn torn = Torn.NONE;
        private @Nullable Histogram duringInterval;
        private @Nullable Histogram outsideInterval;

        /** Records one read. */
        void record(boolean inRefresh, long ns) {
            (inRefresh ? during : outside).recordValue(Math.min(ns, HIGHEST_NS));
        }

        /** Tells how many requests the thread has answered, and what it saw. */
        void counts(long requests, Torn torn) {
            this.requests = requests;
            if (!torn.equals(this.torn)) {
                this.torn = torn;
            }
        }

        private void drain(Histogram duringSum, Histogram outsideSum) {
            duringInterval = during.getIntervalHistogram(duringInterval);
            outsideInterval = outside.getIntervalHistogram(outsideInterval);
            duringSum.add(duringInterval);
            outsideSum.add(outsideInterval);
        }
    }

    /**
     * The reads of an interval.
     *
     * @param during latencies of the reads that overlapped a refresh
     * @param outside latencies of the others
     */
    record Interval(Histogram during, Histogram outside) {
        /** Creates an empty interval. */
        static Interval empty() {
            return new Interval(
                    new Histogram(HIGHEST_NS, DIGITS), new Histogram(HIGHEST_NS, DIGITS));
        }

        /** Adds another interval's reads to this one. */
        void add(Interval other) {
            during.add(other.during);
            outside.add(other.outside);
        }

        /** Forgets all reads. */
        void reset() {
            during.reset();
            outside.reset();
        }
    }

    /** Adds a reader. */
    Cell addReader() {
        Cell cell = new Cell();
        cells.add(cell);
        return cell;
    }

    /**
     * Takes what was recorded since the last call.
     *
     * @param into is emptied and filled
     */
    void drain(Interval into) {
        into.reset();
        for (Cell cell : cells) {
            cell.drain(into.during(), into.outside());
        }
        allDuring.add(into.during());
        allOutside.add(into.outside());
    }

    /** Forgets what was recorded so far, counts excepted. */
    void forget() {
        drain(Interval.empty());
        allDuring.reset();
        allOutside.reset();
    }

    /** Returns all that was drained. */
    Interval total() {
        return new Interval(allDuring.copy(), allOutside.copy());
    }

    /** Returns the number of requests of all readers, timed or not. */
    long requests() {
        return cells.stream().mapToLong(cell -> cell.requests).sum();
    }

    /** Returns what all readers saw that no version had. */
    Torn torn() {
        return cells.stream().map(cell -> cell.torn).reduce(Torn.NONE, Torn::plus);
    }
}
