// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A status without a feed, as users' tests need it. */
class FeedStatusRecordTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void aTestOfAUserGivesTheStateAlone() {
        FeedStatus failed = () -> FeedState.FAILED;

        assertThat(failed.isReady()).isFalse();
        assertThat(failed.isHealthy(MINUTE)).isFalse();
        assertThat(failed.lag()).isZero();
    }

    @Test
    void aTestOfAUserOverridesWhatItIsAbout() {
        FeedStatus late = live(Duration.ofMinutes(2));
        FeedStatus fresh = live(Duration.ofSeconds(59));

        assertThat(late.isReady()).isTrue();
        assertThat(late.isHealthy(MINUTE)).isFalse();
        assertThat(late.lag()).isEqualTo(7);
        assertThat(fresh.isHealthy(MINUTE)).isTrue();
    }

    private static FeedStatus live(Duration staleness) {
        return new FeedStatus() {
            @Override
            public FeedState state() {
                return FeedState.LIVE;
            }

            @Override
            public TopicOffsets offsets() {
                return new TopicOffsets(Map.of(), null);
            }

            @Override
            public Map<TopicPartition, Long> lags() {
                return Map.of(new TopicPartition("a", 0), 3L, new TopicPartition("a", 1), 4L);
            }

            @Override
            public Duration staleness() {
                return staleness;
            }
        };
    }

    @Test
    void theFeedLeavesNoFigureAtItsDefault() throws Exception {
        for (Method figure : FeedStatus.class.getMethods()) {
            boolean isDerived = figure.getName().matches("is\\w+|lag");
            if (!isDerived && !figure.isSynthetic()) { // as what measures coverage adds
                assertThat(FeedStatusRecord.class.getDeclaredMethod(figure.getName())).isNotNull();
            }
        }
    }
}
