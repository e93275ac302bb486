// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.time.Instant;

/**
 * A moment by two clocks: the one never goes back, and the other goes on while a machine is
 * suspended.
 *
 * @param ns by the first
 * @param at by the second
 */
record FeedMoment(long ns, Instant at) {
    static FeedMoment now() {
        return new FeedMoment(System.nanoTime(), Instant.now());
    }

    /** How long ago it was, by the clock that says more. Allocates nothing. */
    long ageNs() {
        long byWallClock = (System.currentTimeMillis() - at.toEpochMilli()) * 1_000_000;
        return Math.max(System.nanoTime() - ns, byWallClock);
    }
}
