// SPDX-License-Identifier: Apache-2.0
package org.leftright;

/**
 * Whether it costs less to clone the live side than to execute ops on the other side. What an op
 * costs depends on where the table is, and on the collector (10 ns in the nearest cache; 80 ns in
 * memory; 500 ns there if each stored reference takes a barrier that is more than the probe), so
 * the ops are timed while they are executed, and left for a clone as soon as what is left of them
 * costs more. A pause in their midst may thus bring about a clone that was not needed; it costs
 * about as much as the pause. What a clone costs depends on its size alone, near enough.
 */
final class ReplayCost {
    /**
     * For each slot of a table, its share of the collections that the new arrays bring included.
     */
    static final int CLONE_NS_PER_SLOT = 10;

    /** So many ops are executed between two looks at the clock, and in any case. */
    private static final int PORTION = 128;

    /** What is spent in vain if a clone turns out to cost less: a sixteenth of the clone. */
    private static final int TRIAL_SHIFT = 4;

    private ReplayCost() {}

    /** The ops of a log. */
    @FunctionalInterface
    interface Ops {
        /**
         * Executes some of them.
         *
         * @return false if that is not possible
         */
        boolean execute(int from, int to);
    }

    /**
     * Executes ops, in their order.
     *
     * @return false if some were not executed, since that is not possible or a clone costs less
     */
    static boolean executeUnlessCloneIsCheaper(int opCount, long cloneNs, Ops ops) {
        if (opCount <= PORTION) {
            return ops.execute(0, opCount);
        }
        long beginNs = System.nanoTime();
        for (int done = 0; done < opCount; ) {
            int next = Math.min(opCount, done + PORTION);
            if (!ops.execute(done, next)) {
                return false;
            }
            done = next;
            long elapsedNs = System.nanoTime() - beginNs;
            double restNs = (double) elapsedNs / done * (opCount - done);
            // Not by the first few: they find the side cold.
            if (restNs > cloneNs && elapsedNs > cloneNs >> TRIAL_SHIFT) {
                return false;
            }
        }
        return true;
    }
}
