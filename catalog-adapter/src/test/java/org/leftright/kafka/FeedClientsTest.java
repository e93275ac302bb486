// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.leftright.catalog.ProductCatalog;

/** Kafka clients that the user makes. */
@ExtendWith(BrokerExtension.class)
class FeedClientsTest {
    private final ProductCatalog<String> catalog = ProductCatalog.create();

    @Test
    void theMetersOfKafkaAreBoundToTheConsumerAndTheAdminClient(FeedTopics topics)
            throws Exception {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        List<KafkaClientMetrics> bound = new CopyOnWriteArrayList<>();
        topics.send(topics.product(1, "tea"));
        try (KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        topics.builder(catalog)
                                .consumerFactory(
                                        properties -> {
                                            var consumer =
                                                    new KafkaConsumer<byte[], byte[]>(properties);
                                            bound.add(new KafkaClientMetrics(consumer));
                                            bound.get(0).bindTo(registry);
                                            return consumer;
                                        })
                                .adminFactory(
                                        properties -> {
                                            AdminClient admin = AdminClient.create(properties);
                                            bound.add(new KafkaClientMetrics(admin));
                                            bound.get(1).bindTo(registry);
                                            return admin;
                                        }))) {
            assertThat(catalog.product(1)).isEqualTo("tea");
            assertThat(registry.get("kafka.consumer.fetch.manager.fetch.total").meters())
                    .isNotEmpty();
            assertThat(registry.get("kafka.admin.client.request.total").meters()).isNotEmpty();
            assertThat(feed.status().isReady()).isTrue();
        } finally {
            bound.forEach(KafkaClientMetrics::close);
        }
    }

    private static ConsumerRecord<byte[], byte[]> tea(FeedTopics topics) {
        return new ConsumerRecord<>(
                topics.products, 0, 0, FeedTopics.key(1), FeedTopics.bytes("tea"));
    }

    @Test
    void aTestGivesRecordsThroughAMockConsumer(FeedTopics topics) throws Exception {
        MockConsumer<byte[], byte[]> mock = new MockConsumer<>("none");
        KafkaCatalogFeed<String> feed =
                topics.startFeed(topics.builder(catalog).consumerFactory(properties -> mock));

        mock.schedulePollTask(() -> mock.addRecord(tea(topics)));

        await().until(() -> "tea".equals(catalog.product(1)));
        assertThat(mock.assignment()).contains(new TopicPartition(topics.products, 0));
        feed.close();
        assertThat(mock.closed()).isTrue();
    }

    @Test
    void thePropertiesOfPlugInsReachTheAdminClient(FeedTopics topics) throws Exception {
        Map<String, Object> got = new ConcurrentHashMap<>();
        topics.startFeed(
                topics.builder(catalog)
                        .consumerProperties(Map.of("my.key.store", "here", "max.poll.records", 7))
                        .adminFactory(
                                properties -> {
                                    got.putAll(properties);
                                    return AdminClient.create(properties);
                                }));
        assertThat(got).containsEntry("my.key.store", "here").containsKey("bootstrap.servers");
        assertThat(got).doesNotContainKeys("max.poll.records", "key.deserializer");
    }

    @Test
    void aFeedThatStartsAgainKeepsItsClientsUnlessTheyHaveFailed(FeedTopics topics)
            throws Exception {
        List<MockConsumer<byte[], byte[]>> made = new CopyOnWriteArrayList<>();
        AtomicInteger failureCount = new AtomicInteger();
        topics.startFeed(
                topics.builder(
                                catalog,
                                (topic, bytes) -> {
                                    throw new SerializationException("I refuse");
                                })
                        .consumerFactory(
                                properties -> {
                                    made.add(new MockConsumer<>("none"));
                                    return made.get(made.size() - 1);
                                })
                        .failOnPoison()
                        .restartAfter(Duration.ofMillis(50))
                        .listener(
                                Listening.onState(
                                        state -> {
                                            if (state == FeedState.FAILED) {
                                                failureCount.incrementAndGet();
                                            }
                                        })));
        MockConsumer<byte[], byte[]> first = made.get(0);
        first.schedulePollTask(() -> first.addRecord(tea(topics)));
        await().until(() -> failureCount.get() == 1 && !first.assignment().isEmpty());
        assertThat(made).hasSize(1);

        first.schedulePollTask(() -> first.setPollException(new KafkaException("broken")));
        await().until(() -> made.size() == 2 && !made.get(1).assignment().isEmpty());
        assertThat(first.closed()).isTrue();
        assertThat(failureCount).hasValue(2);
    }
}
