// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The figures of one moment. */
record FeedStatusRecord(
        FeedState state,
        @Nullable FeedException cause,
        @Nullable TopicOffsets offsets,
        long recordCount,
        long skippedCount,
        long rebuildCount,
        long catchUpReadCount,
        long catchUpTotalCount,
        @Nullable Duration catchUpTimeLeft,
        Map<TopicPartition, Long> lags,
        List<FeedWait> waits,
        @Nullable FeedHold hold,
        Duration sinceContact,
        @Nullable Duration staleness,
        @Nullable Duration recordAge)
        implements FeedStatus {}
