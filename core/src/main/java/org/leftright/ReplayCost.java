// SPDX-License-Identifier: Apache-2.0
package org.leftright;

/**
 * Whether it costs less to clone the live side than to execute ops on the other side again. What an
 * op costs depends on where the table is (10 ns in the nearest cache, 500 ns in memory, where the
 * collector's barrier for a stored reference costs more than the probe), so it is measured: by gets
 * of some of the very keys, on the very side. What a clone costs depends on its size alone, near
 * enough.
 */
final class ReplayCost {
    /**
     * For each slot of a table, its share of the collections that the new arrays bring included.
     */
    static final int CLONE_NS_PER_SLOT = 7;

    /** Up to here an op on a table costs about as much as a get, beyond it three times as much. */
    private static final long CACHED_CLONE_NS = (1 << 18) * CLONE_NS_PER_SLOT;

    /** Gets are timed in as many portions, and the fastest counts: a pause is not theirs. */
    static final int PORTIONS = 4;

    private ReplayCost() {}

    /** How many gets to measure; 0 if the ops are so few that a clone is out of the question. */
    static int sampleCount(int opCount, long cloneNs) {
        if (opCount <= Math.max(64, Math.min(1 << 14, cloneNs >>> 8))) {
            return 0;
        }
        return Math.max(64, Math.min(256, opCount >>> 4));
    }

    /** Whether the ops cost more than a clone, if so many gets took so long. */
    static boolean exceeds(long cloneNs, int opCount, long getsNs, int getCount) {
        double opNs = (double) getsNs / getCount * (cloneNs > CACHED_CLONE_NS ? 3 : 1);
        return opNs * opCount > cloneNs;
    }
}
