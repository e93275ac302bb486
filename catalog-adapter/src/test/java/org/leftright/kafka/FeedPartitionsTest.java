// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.leftright.catalog.ProductCatalog;

/** Shards: feeds that follow some partitions only. */
@ExtendWith(BrokerExtension.class)
class FeedPartitionsTest {
    @TempDir Path folder;

    private final ProductCatalog<String> even = ProductCatalog.create();
    private final ProductCatalog<String> odd = ProductCatalog.create();

    @Test
    void eachOfTwoShardsHasItsOwn(FeedTopics topics) throws Exception {
        sendProducts(topics, "tea");
        KafkaCatalogFeed<String> feed = topics.startFeed(shard(topics, even, 0));
        topics.startFeed(shard(topics, odd, 1));
        assertThat(ids(even)).containsExactlyInAnyOrder(0L, 2L, 4L);
        assertThat(ids(odd)).containsExactlyInAnyOrder(1L, 3L, 5L);
        assertThat(even.catalogContains(7, 2)).isTrue();
        assertThat(odd.catalogContains(7, 2)).isFalse();
        assertThat(feed.status().catchUpTotalCount()).isEqualTo(6);
        assertThat(feed.status().offsets().next().keySet())
                .containsExactlyInAnyOrder(
                        new TopicPartition(topics.products, 0),
                        new TopicPartition(topics.entries, 0));

        sendProducts(topics, "milk");
        await().until(() -> "milk".equals(even.product(4)) && "milk".equals(odd.product(5)));
        await().until(() -> feed.status().lag() == 0);
        assertThat(even.productCount() + odd.productCount()).isEqualTo(6);
    }

    @Test
    void partitionsThatAreAddedGoToTheirShard(FeedTopics topics) throws Exception {
        topics.startFeed(shard(topics, even, 0));
        topics.startFeed(shard(topics, odd, 1));
        topics.growTo(topics.products, 4);
        topics.send(product(topics, 2, 12, "tea"), product(topics, 3, 13, "tea"));
        await().until(() -> even.containsProduct(12) && odd.containsProduct(13));
        assertThat(even.containsProduct(13)).isFalse();
        assertThat(odd.containsProduct(12)).isFalse();
    }

    @Test
    void aShardWithoutPartitionsFails(FeedTopics topics) {
        KafkaCatalogFeed<String> feed = topics.feed(topics.builder(even).partitions(p -> p == 17));
        feed.start();
        assertThatThrownBy(() -> feed.awaitReady(BrokerExtension.LIMIT))
                .isInstanceOf(FeedException.class)
                .hasMessage(
                        "follows none of the partitions of [%s, %s]",
                        topics.products, topics.entries);
    }

    @Test
    void aShardThatIsEmptiedByANewTopicIsNotHeldBack(FeedTopics topics) throws Exception {
        sendProducts(topics, "tea");
        KafkaCatalogFeed<String> feed = topics.startFeed(shard(topics, even, 0));
        topics.deleteTopics(topics.products, topics.entries);
        topics.createTopics(2);
        topics.send(product(topics, 1, 1, "milk"), entry(topics, 1, 1)); // nothing of its own
        await().until(() -> feed.status().state() == FeedState.LIVE && ids(even).isEmpty());
        topics.send(product(topics, 0, 2, "milk"));
        await().until(() -> even.containsProduct(2));
    }

    @Test
    void aShardWhosePartitionsAreGoneKeepsWhatItHas(FeedTopics topics) throws Exception {
        sendProducts(topics, "tea");
        KafkaCatalogFeed<String> feed =
                topics.startFeed(shard(topics, odd, 1).restartAfter(Duration.ofMillis(100)));
        long version = odd.version();
        topics.deleteTopics(topics.products, topics.entries);
        topics.createTopics(1);
        topics.send(product(topics, 0, 2, "milk"), entry(topics, 0, 2));
        await().until(() -> feed.status().state() == FeedState.FAILED);
        assertThat(feed.status().cause()).hasMessageContaining("follows none of the partitions of");
        assertThat(odd.version()).isEqualTo(version);
        topics.growTo(topics.products, 2);
        topics.growTo(topics.entries, 2);
        topics.send(product(topics, 1, 3, "milk"));
        await().until(() -> ids(odd).equals(Set.of(3L)));
    }

    @Test
    void aCheckpointOfAnotherShardIsRefused(FeedTopics topics) throws Exception {
        sendProducts(topics, "tea");
        Path file = folder.resolve("checkpoint");
        StringSerializer serializer = new StringSerializer();
        KafkaCatalogFeed<String> feed =
                topics.startFeed(shard(topics, even, 0).checkpoint(file, serializer));
        await().until(() -> Files.exists(file));
        feed.close();
        try (FeedLog log = new FeedLog()) {
            topics.startFeed(shard(topics, odd, 1).checkpoint(file, serializer));
            assertThat(log.lines()).anyMatch(line -> line.contains("-0, which is not followed"));
        }
        assertThat(ids(odd)).containsExactlyInAnyOrder(1L, 3L, 5L);
    }

    private static KafkaCatalogFeedBuilder<String> shard(
            FeedTopics topics, ProductCatalog<String> catalog, int number) {
        return topics.builder(catalog).partitions(partition -> partition % 2 == number);
    }

    /** Products 0 to 5, and their entries in catalog 7, each in the partition of its parity. */
    private static void sendProducts(FeedTopics topics, String value) {
        for (int id = 0; id < 6; id++) {
            topics.send(product(topics, id % 2, id, value), entry(topics, id % 2, id));
        }
    }

    private static ProducerRecord<byte[], byte[]> product(
            FeedTopics topics, int partition, long id, String value) {
        return FeedTopics.product(topics.products, partition, id, value);
    }

    private static ProducerRecord<byte[], byte[]> entry(FeedTopics topics, int partition, long id) {
        return new ProducerRecord<>(
                topics.entries, partition, FeedTopics.key(7, id), new byte[] {1});
    }

    private static Set<Long> ids(ProductCatalog<String> catalog) {
        return catalog.read(
                view -> {
                    Set<Long> ids = new HashSet<>();
                    view.forEachProduct((id, product) -> ids.add(id));
                    return ids;
                });
    }
}
