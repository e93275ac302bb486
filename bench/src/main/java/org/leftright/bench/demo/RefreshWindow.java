// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

/**
 * Says whether a batch is being applied, so that reads can be told apart.
 *
 * <p>Begins when records have arrived and ends when they are applied and visible, for either
 * subject. One thread begins and ends, all readers look.
 */
final class RefreshWindow {
    private volatile boolean open;
    private volatile long count;
    private volatile long totalNs;
    private long beganNs;

    /** A batch has arrived. */
    void begin() {
        if (!open) {
            beganNs = System.nanoTime();
            open = true;
        }
    }

    /** The batch is visible and paid for. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread begins and ends
    void end() {
        if (open) {
            open = false;
            totalNs += System.nanoTime() - beganNs;
            count++;
        }
    }

    /** Returns whether a batch is being applied now. */
    boolean isOpen() {
        return open;
    }

    /** Returns how many batches were applied. */
    long count() {
        return count;
    }

    /** Returns how long applying took in all. */
    long totalNs() {
        return totalNs;
    }
}
