// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What is done to each strategy: random ids, batches that keep the number of entries about the
 * same, and ids to look up.
 *
 * <p>A batch draws each id from a universe a quarter larger than the map; four of five ops put, the
 * others take away. Each id is there four fifths of the time then, so about n entries are: 64 of
 * 100 ops replace a value, 16 add an id, 16 take one away, 4 find nothing to take away.
 */
final class Workload {
    private static final long SEED = 20261121;
    private static final int FEWEST_OPS = 1 << 20;
    private static final int QUERIES = 1 << 20;
    private static final int VALUES = 1 << 10;

    private final SplittableRandom random = new SplittableRandom(SEED);

    /** Never two the same: the generator's period is that of its counter. */
    private final long[] universe;

    private final Object[] values = new Object[VALUES];
    private final int n;

    /**
     * Draws the ids.
     *
     * @param n the number of entries
     */
    Workload(int n) {
        this.n = n;
        this.universe = new SplittableRandom(SEED + 1).longs(n + n / 4L).toArray();
        Arrays.setAll(values, i -> new Object());
    }

    /**
     * Makes a strategy and fills it with n entries. The last few come as a batch, so that a side
     * map of deltas is half full, as it is on average.
     */
    Strategy<Object> filled(StrategyKind kind) {
        Strategy<Object> strategy = kind.create();
        int loaded = n - n / 32;
        strategy.load(Arrays.copyOf(universe, loaded), someValues(loaded));
        strategy.apply(Arrays.copyOfRange(universe, loaded, n), someValues(n - loaded));
        strategy.settle();
        return strategy;
    }

    private Object[] someValues(int count) {
        Object[] some = new Object[count];
        Arrays.setAll(some, i -> values[i & VALUES - 1]);
        return some;
    }

    /** Ids in random order that are there before the first batch. */
    long[] hits() {
        return queries(n);
    }

    /** Ids in random order, of which four fifths are there, also while batches are applied. */
    long[] queries() {
        return queries(universe.length);
    }

    /** Their number is a power of two. */
    private long[] queries(int bound) {
        long[] ids = new long[QUERIES];
        Arrays.setAll(ids, i -> universe[random.nextInt(bound)]);
        return ids;
    }

    /**
     * Makes batches.
     *
     * @param d the ops in a batch
     * @return batches without end, which repeat after a million ops or more
     */
    Batches batches(int d) {
        return new Batches(d);
    }

    /** The current batch of a long row. */
    final class Batches {
        private final long[] allIds;
        private final @Nullable Object[] allValues;
        private int next;

        /** The ids of the current batch. */
        final long[] ids;

        /** The values of the current batch. */
        final @Nullable Object[] values;

        private Batches(int d) {
            ids = new long[d];
            values = new Object[d];
            int ops = d * Math.max(2, FEWEST_OPS / d);
            allIds = new long[ops];
            allValues = new Object[ops];
            for (int i = 0; i < ops; i++) {
                allIds[i] = universe[random.nextInt(universe.length)];
                allValues[i] =
                        random.nextInt(5) == 0
                                ? null
                                : Workload.this.values[random.nextInt(VALUES)];
            }
        }

        /** Goes to the next batch: a copy of two arrays, little beside any strategy's own cost. */
        void advance() {
            System.arraycopy(allIds, next, ids, 0, ids.length);
            System.arraycopy(allValues, next, values, 0, values.length);
            next += ids.length;
            if (next == allIds.length) {
                next = 0;
            }
        }
    }
}
