// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.leftright.LeftRightGroup;

/**
 * What a feed was built with.
 *
 * @param topics what becomes of the records of each topic
 * @param followed tells of the number of a partition whether it is followed
 * @param clients who makes its Kafka clients
 * @param poisonHandler null: the feed fails
 * @param guard null: whatever was read is shown
 * @param restartAfter zero: a feed that has failed stays so
 * @param maxAge how long ago a partition may have been read to its end and still be read on
 * @param checkpoint null: none is kept
 */
record FeedSettings(
        LeftRightGroup group,
        Map<String, Object> consumerProperties,
        FeedClients clients,
        Map<String, FeedTopic<?, ?>> topics,
        IntPredicate followed,
        FeedRefresh refresh,
        RecordRule recordRule,
        @Nullable PoisonHandler poisonHandler,
        @Nullable ContentGuard guard,
        Duration startTimeout,
        Duration restartAfter,
        Duration staleAfter,
        Duration maxAge,
        String name,
        FeedListener listener,
        @Nullable CheckpointSettings checkpoint) {

    FeedTopic<?, ?> topic(String topic) {
        return Objects.requireNonNull(topics.get(topic), topic);
    }
}
