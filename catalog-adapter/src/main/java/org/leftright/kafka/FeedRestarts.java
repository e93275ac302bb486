// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * How long a feed that has failed waits before it tries again: each time twice as long, and from
 * the beginning once it has been live for longer than the last wait. Each wait is up to a fifth
 * shorter at random, so that the feeds of many instances do not start together. The feed's thread
 * alone.
 */
final class FeedRestarts {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Duration first;
    private final LongSupplier clock;
    private final DoubleSupplier random;
    private Duration last = Duration.ZERO;
    private boolean live;
    private long liveNs;

    /**
     * Makes one.
     *
     * @param first the first wait; zero: it does not try again
     * @param clock tells the time in nanoseconds
     * @param random from 0 to 1: which part of a fifth a wait is shorter
     */
    FeedRestarts(Duration first, LongSupplier clock, DoubleSupplier random) {
        this.first = first;
        this.clock = clock;
        this.random = random;
    }

    boolean areWanted() {
        return !first.isZero();
    }

    void isLive() {
        live = true;
        liveNs = clock.getAsLong();
    }

    /** The feed has failed: how long to wait. */
    Duration next() {
        boolean wasWell = live && clock.getAsLong() - liveNs > last.toNanos();
        live = false;
        Duration longest = first.compareTo(LONGEST) > 0 ? first : LONGEST;
        Duration doubled = last.multipliedBy(2);
        last =
                wasWell || last.isZero()
                        ? first
                        : doubled.compareTo(longest) > 0 ? longest : doubled;
        return last.minusNanos((long) (last.toNanos() / 5.0 * random.getAsDouble()));
    }
}
