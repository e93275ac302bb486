// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import java.util.concurrent.TimeUnit;

/**
 * How often the records are asked for while the broker refuses: Kafka's client asks again at once,
 * and warns each time. The feed's thread alone.
 */
final class FeedPace {
    private static final long FIRST_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(5);

    private long intervalNs; // zero: nothing is refused
    private long refusedNs;

    /** Whether to wait before the records are asked for again. */
    boolean isTooEarly() {
        return System.nanoTime() - refusedNs < intervalNs;
    }

    /** Waits twice as long as before from now on. */
    void refused() {
        intervalNs = intervalNs == 0 ? FIRST_NS : Math.min(2 * intervalNs, LONGEST_NS);
        refusedNs = System.nanoTime();
    }

    void served() {
        intervalNs = 0;
    }
}
