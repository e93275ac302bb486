// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which partitions are not read for a while. */
class FeedPositionsTest {
    private static final TopicPartition TEA = new TopicPartition("products", 0);
    private static final TopicPartition MILK = new TopicPartition("products", 1);
    private static final Node NODE = new Node(1, "broker", 9092);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none");
    private final FeedPositions positions = new FeedPositions(consumer);

    @BeforeEach
    void follow() {
        positions.next().putAll(Map.of(TEA, 0L, MILK, 0L));
        consumer.assign(positions.next().keySet());
    }

    private void consumerKnowsAsLeaderOfMilk(@Nullable Node leader) {
        Node[] none = {};
        consumer.updatePartitions(
                "products",
                List.of(
                        new PartitionInfo("products", 0, NODE, none, none),
                        new PartitionInfo("products", 1, leader, none, none)));
    }

    @Test
    void aPartitionWithoutALeaderIsPausedUntilItHasOneAgain() {
        consumerKnowsAsLeaderOfMilk(null);
        positions.pauseLeaderless(Set.of(MILK));
        assertThat(consumer.paused()).containsExactly(MILK);
        positions.pause(Set.of(TEA));
        assertThat(consumer.paused()).containsExactlyInAnyOrder(TEA, MILK);
        positions.pauseLeaderless(Set.of());
        assertThat(consumer.paused()).containsExactly(TEA);
        positions.resume();
        assertThat(consumer.paused()).isEmpty();
    }

    @Test
    void aPartitionWithoutALeaderIsNotTakenAsRead() {
        consumerKnowsAsLeaderOfMilk(null);
        positions.pauseLeaderless(Set.of(MILK));
        positions.pause(Set.of(TEA));
        assertThat(positions.haveReached(Map.of(TEA, 5L))).as("as it is full").isTrue();
        assertThat(positions.haveReached(Map.of(TEA, 5L, MILK, 5L))).isFalse();
    }

    @Test
    void aPartitionOfWhichTheConsumerKnowsBetterIsReadOn() {
        positions.pauseLeaderless(Set.of(MILK));
        assertThat(consumer.paused()).as("it knows nothing").isEmpty();
        consumerKnowsAsLeaderOfMilk(NODE);
        positions.pauseLeaderless(Set.of(MILK, new TopicPartition("products", 2)));
        assertThat(consumer.paused()).isEmpty();
    }
}
