// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
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

    /** Without the leader, the consumer does not notice that the log was written again. */
    @Test
    void whereTheLeaderOfTheLastRecordIsKnownTheConsumerComparesIt() {
        Map<TopicPartition, OffsetAndMetadata> compared = new HashMap<>();
        Map<TopicPartition, Long> goneTo = new HashMap<>();
        FeedPositions from =
                new FeedPositions(
                        new MockConsumer<>("none") {
                            @Override
                            public void seek(TopicPartition partition, OffsetAndMetadata offset) {
                                compared.put(partition, offset);
                            }

                            @Override
                            public void seek(TopicPartition partition, long offset) {
                                goneTo.put(partition, offset);
                            }
                        });
        Map<TopicPartition, FeedEpochs.Place> places =
                Map.of(
                        TEA, new FeedEpochs.Place(5, 2),
                        MILK, new FeedEpochs.Place(6, 3));
        from.epochs().begin(places);
        from.begin(Map.of(TEA, 8L, MILK, 8L), Map.of(TEA, 5L, MILK, 7L));
        assertThat(compared).containsOnlyKeys(TEA);
        assertThat(compared.get(TEA).offset()).isEqualTo(5);
        assertThat(compared.get(TEA).leaderEpoch()).contains(2);
        assertThat(goneTo).as("the record is not there any more").isEqualTo(Map.of(MILK, 8L));
        assertThat(from.next()).isEqualTo(Map.of(TEA, 8L, MILK, 8L));
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
    void whatAPausedPartitionHoldsIsNotOnItsWay() {
        MockConsumer<byte[], byte[]> lagging =
                new MockConsumer<>("none") {
                    @Override
                    public OptionalLong currentLag(TopicPartition partition) {
                        return OptionalLong.of(partition.equals(MILK) ? 5 : 0);
                    }
                };
        FeedPositions some = new FeedPositions(lagging);
        some.begin(Map.of(TEA, 0L, MILK, 0L), Map.of());
        assertThat(some.areDrained()).isFalse();
        some.pause(Set.of(MILK));
        assertThat(some.areDrained()).isTrue();
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
