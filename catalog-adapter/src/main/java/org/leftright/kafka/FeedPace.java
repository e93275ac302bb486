// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * When the records may be asked for: not again and again while that gets none. Kafka's client asks
 * a broker that refuses again at once, and logs each time. Each wait is up to a fifth shorter at
 * random, so that many feeds do not ask together. The feed's thread alone.
 */
final class FeedPace {
    static final DoubleSupplier RANDOM = () -> ThreadLocalRandom.current().nextDouble();

    private static final long FIRST_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(15);

    private final LongSupplier clock;
    private final DoubleSupplier random; // from 0 to 1
    private long intervalNs; // zero: nothing is refused
    private long waitNs;
    private long refusedNs;
    private boolean lost; // until the broker answers what it was asked after lostNs
    private long lostNs;

    FeedPace(LongSupplier clock, DoubleSupplier random) {
        this.clock = clock;
        this.random = random;
    }

    /** Whether to wait before the records are asked for again. */
    boolean isTooEarly() {
        return lost || (intervalNs > 0 && clock.getAsLong() - refusedNs < waitNs);
    }

    /** The broker refuses to be read: it is asked again, each time twice as long after. */
    void refused() {
        intervalNs = intervalNs == 0 ? FIRST_NS : Math.min(2 * intervalNs, LONGEST_NS);
        waitNs = intervalNs - (long) (intervalNs / 5.0 * random.getAsDouble());
        refusedNs = clock.getAsLong();
    }

    /** The broker or a topic seems to be gone: an answer on the other connection will tell. */
    void lost() {
        lost = true;
        lostNs = clock.getAsLong();
    }

    /** The broker has said on the other connection, asked at this time, that all is there. */
    void answered(long askedNs) {
        lost = lost && askedNs - lostNs < 0;
    }

    /** The broker lets itself be read. */
    void served() {
        intervalNs = 0;
        lost = false;
    }
}
