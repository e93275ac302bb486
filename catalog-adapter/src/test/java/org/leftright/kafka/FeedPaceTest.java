// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How often a broker that refuses is asked for records, by a clock of the test's. */
class FeedPaceTest {
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000); // it may wrap around
    private double random;
    private final FeedPace pace = new FeedPace(clock::get, () -> random);

    private void pass(long ms) {
        clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(ms));
    }

    @Test
    void whoIsNotRefusedMayAskAtOnce() {
        assertThat(pace.isTooEarly()).isFalse();
        pace.refused();
        pace.served();
        assertThat(pace.isTooEarly()).isFalse();
    }

    @Test
    void whoIsRefusedAsksAfterTwiceTheTimeEachTime() {
        for (long wait = 500; wait < 15_000; wait *= 2) {
            pace.refused();
            pass(wait - 1);
            assertThat(pace.isTooEarly()).as("before " + wait).isTrue();
            pass(1);
            assertThat(pace.isTooEarly()).as("after " + wait).isFalse();
        }
    }

    @Test
    void aWaitIsUpToAFifthShorter() {
        random = 1;
        pace.refused();
        pass(399);
        assertThat(pace.isTooEarly()).isTrue();
        pass(1);
        assertThat(pace.isTooEarly()).isFalse();
    }

    @Test
    void inAMinuteItIsAskedEightTimesAtMostAndThenFourTimesAMinute() {
        assertThat(asksInAMinute()).isLessThanOrEqualTo(8);
        assertThat(asksInAMinute()).isEqualTo(4);
        pace.served();
        pace.refused();
        pass(500);
        assertThat(pace.isTooEarly()).as("from the beginning again").isFalse();
    }

    private int asksInAMinute() {
        int asks = 0;
        for (int ms = 0; ms < 60_000; ms++) {
            if (!pace.isTooEarly()) {
                asks++;
                pace.refused();
            }
            pass(1);
        }
        return asks;
    }

    @Test
    void whoHasLostTheBrokerWaitsForAnAnswerFromAfterThat() {
        long before = clock.get();
        pass(10);
        pace.lost();
        pass(3_600_000);
        assertThat(pace.isTooEarly()).isTrue();
        pace.answered(before);
        assertThat(pace.isTooEarly()).as("it was asked when all was well").isTrue();
        pace.answered(clock.get());
        assertThat(pace.isTooEarly()).isFalse();
    }

    @Test
    void anAnswerDoesNotShortenTheWaitOfWhoIsRefused() {
        pace.refused();
        pace.lost();
        pace.answered(clock.get());
        assertThat(pace.isTooEarly()).isTrue();
    }
}
