// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records that cannot be decoded. */
@ExtendWith(BrokerExtension.class)
class FeedPoisonTest {
    private static final Deserializer<String> PICKY =
            (topic, bytes) -> {
                String text = new String(bytes, StandardCharsets.UTF_8);
                if (text.equals("poison")) {
                    throw new SerializationException("I refuse");
                }
                return text.equals("nothing") ? null : text;
            };

    private final ProductCatalog<String> catalog = ProductCatalog.create();

    @Test
    void aFeedThatFailsOnPoisonShowsNothingOfThatPoll(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"));
        KafkaCatalogFeed<String> feed = topics.startFeed(builder(topics));
        long version = catalog.version();

        // One partition and one request: they come in one poll.
        topics.send(inPartition(topics, 2, "milk"), inPartition(topics, 3, "poison"));
        await().until(() -> feed.status().state() == CatalogFeedState.FAILED);
        assertThat(feed.status().cause())
                .hasMessageContaining(topics.products + "-0 offset")
                .hasMessageContaining("I refuse");
        assertThat(catalog.version()).isEqualTo(version);
        assertThat(catalog.containsProduct(2)).isFalse();
        assertThat(catalog.product(1)).as("goes on serving").isEqualTo("tea");
        assertThat(catalog.writer().pendingOpCount()).isZero();
    }

    @Test
    void poisonAtTheStartFailsTheFutureAndLeavesTheCatalogAsItWas(FeedTopics topics) {
        topics.send(topics.product(2, "milk"), topics.product(3, "poison"));
        catalog.applyBatch(batch -> batch.upsertProduct(1, "tea"));
        KafkaCatalogFeed<String> feed = topics.feed(builder(topics));
        feed.start();
        assertThatThrownBy(() -> feed.awaitReady(Duration.ofMinutes(1)))
                .isInstanceOf(CatalogFeedException.class)
                .hasMessageContaining("cannot decode the record at " + topics.products);
        assertThat(feed.ready()).isCompletedExceptionally();
        assertThat(catalog.productCount()).isEqualTo(1);
        assertThat(catalog.product(1)).isEqualTo("tea");
        assertThat(catalog.writer().pendingOpCount()).isZero();
    }

    @Test
    void skippedPoisonIsCountedAndHandedOver(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"), topics.product(1, "poison"));
        Queue<String> skipped = new ConcurrentLinkedQueue<>();
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        builder(topics)
                                .skipPoison(
                                        (record, cause) ->
                                                skipped.add(
                                                        new String(
                                                                record.value(),
                                                                StandardCharsets.UTF_8))));
        assertThat(skipped).containsExactly("poison");
        assertThat(catalog.product(1)).isEqualTo("tea");
        assertThat(feed.status().skippedCount()).isEqualTo(1);

        topics.send(topics.product(2, "nothing"), topics.product(3, "milk"));
        await().until(() -> catalog.containsProduct(3) && skipped.size() == 2);
        assertThat(catalog.containsProduct(2)).isFalse();
        assertThat(feed.status().skippedCount()).isEqualTo(2);
        assertThat(feed.status().state()).isEqualTo(CatalogFeedState.LIVE);
    }

    @Test
    void keysThatAreMissingOrOfTheWrongLengthArePoison(FeedTopics topics) throws Exception {
        byte[] value = FeedTopics.bytes("tea");
        List<ProducerRecord<byte[], byte[]>> wrong =
                List.of(
                        new ProducerRecord<>(topics.products, new byte[7], value),
                        new ProducerRecord<>(topics.products, FeedTopics.key(1, 2), value),
                        new ProducerRecord<>(topics.entries, FeedTopics.key(1), value),
                        new ProducerRecord<>(topics.entries, new byte[0], value));
        for (ProducerRecord<byte[], byte[]> record : wrong) {
            topics.send(record);
        }
        topics.send(topics.product(1, "tea"));
        Queue<String> causes = new ConcurrentLinkedQueue<>();
        topics.startFeed(
                builder(topics).skipPoison((record, cause) -> causes.add(cause.getMessage())));
        assertThat(causes)
                .containsExactlyInAnyOrder(
                        "the key has 7 bytes, not 8",
                        "the key has 16 bytes, not 8",
                        "the key has 8 bytes, not 16",
                        "the key has 0 bytes, not 16");
        assertThat(catalog.productCount()).isEqualTo(1);
        assertThat(catalog.catalogCount()).isZero();
    }

    @Test
    void aHandlerThatThrowsFailsTheFeed(FeedTopics topics) {
        topics.send(topics.product(1, "poison"));
        KafkaCatalogFeed<String> feed =
                topics.feed(
                        builder(topics)
                                .skipPoison(
                                        (record, cause) -> {
                                            throw new IllegalStateException("no dead letters");
                                        }));
        feed.start();
        assertThatThrownBy(() -> feed.awaitReady(Duration.ofMinutes(1)))
                .hasMessageContaining("the poison handler has failed")
                .hasRootCauseMessage("no dead letters");
        assertThat(feed.status().state()).isEqualTo(CatalogFeedState.FAILED);
    }

    private static ProducerRecord<byte[], byte[]> inPartition(
            FeedTopics topics, long id, String value) {
        return new ProducerRecord<>(
                topics.products, 0, FeedTopics.key(id), FeedTopics.bytes(value));
    }

    private KafkaCatalogFeedBuilder<String> builder(FeedTopics topics) {
        return KafkaCatalogFeed.builder(catalog, PICKY)
                .bootstrapServers(topics.broker.bootstrapServers())
                .productsTopic(topics.products)
                .catalogTopic(topics.entries);
    }
}
