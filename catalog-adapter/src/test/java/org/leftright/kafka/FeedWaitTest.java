// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.leftright.catalog.ProductCatalog;

/** What holds readers back is said by name: an open transaction, a marker that does not come. */
@ExtendWith(BrokerExtension.class)
class FeedWaitTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final ProductCatalog<String> catalog = ProductCatalog.create();

    @Test
    void whatWaitsBehindAnOpenTransactionIsLag(FeedTopics topics) throws Exception {
        topics.send(inPartition0(topics, 1));
        KafkaCatalogFeed<String> feed =
                topics.startFeed(topics.builder(catalog).staleAfter(Duration.ofMillis(500)));
        await().until(() -> feed.status().isHealthy(LONG));
        KafkaProducer<byte[], byte[]> open = openTransaction(topics);
        for (int id = 3; id < 13; id++) {
            topics.send(inPartition0(topics, id)); // acknowledged
        }
        await().until(() -> feed.status().lag() == 11);
        await().until(() -> feed.status().waits().size() == 1);
        assertThat(feed.status().waits())
                .singleElement()
                .satisfies(
                        wait -> {
                            assertThat(wait.cause()).isEqualTo(FeedWait.Cause.OPEN_TRANSACTION);
                            assertThat(wait.partition())
                                    .isEqualTo(new TopicPartition(topics.products, 0));
                            assertThat(wait.offset()).isOne();
                            assertThat(wait.since()).isBeforeOrEqualTo(Instant.now());
                        });
        FeedWait first = feed.status().waits().get(0);
        Duration limit = Duration.ofSeconds(2);
        await().until(() -> feed.status().staleness().compareTo(limit) > 0);
        await().until(() -> feed.status().state() == FeedState.LIVE); // it may be silent a moment
        assertThat(feed.status().isHealthy(limit)).isFalse();
        assertThat(feed.status().waits()).as("the same, since the same time").containsOnly(first);
        assertThat(catalog.containsProduct(3)).isFalse();

        open.commitTransaction();
        await().until(() -> feed.status().isHealthy(limit) && feed.status().lag() == 0);
        await().until(() -> feed.status().waits().isEmpty()); // with the next answer
        assertThat(catalog.productCount()).isEqualTo(12);
    }

    @Test
    void whoStartsBehindAnOpenTransactionIsReadyAndNotHealthy(FeedTopics topics) throws Exception {
        topics.send(inPartition0(topics, 1));
        KafkaProducer<byte[], byte[]> open = openTransaction(topics);
        topics.send(inPartition0(topics, 3));
        try (FeedLog log = new FeedLog()) {
            KafkaCatalogFeed<String> feed =
                    topics.startFeed(topics.builder(catalog).staleAfter(Duration.ofMillis(500)));
            assertThat(feed.status().isReady()).isTrue();
            await().until(() -> feed.status().waits().size() == 1);
            assertThat(feed.status().isHealthy(LONG)).isFalse();
            assertThat(feed.status().lag()).isEqualTo(2);
            await().until(() -> saying(log, "readers do not see what is held back in [") == 1);
            open.commitTransaction();
            await().until(() -> feed.status().isHealthy(LONG));
            await().until(() -> saying(log, "nothing is held back any more") == 1);
        }
        assertThat(catalog.productCount()).isEqualTo(3);
    }

    @Test
    void aTopicThatWasCreatedAgainAndIsShorterHasNoOpenTransaction() {
        FeedReport report = new FeedReport("feed", new FeedListener() {});
        FeedWaits waits = new FeedWaits(LONG, report);
        waits.notice(answer(5_000), Instant.now(), Map.of(), null);
        waits.begin();
        waits.notice(answer(100), Instant.now(), Map.of(), null);
        assertThat(report.status(0, Duration.ZERO, null).waits()).isEmpty();
    }

    private static FeedProbe.Answer answer(long end) {
        Map<TopicPartition, Long> ends = Map.of(new TopicPartition("products", 0), end);
        return new FeedProbe.Answer(
                FeedMoment.now(), Map.of(), Set.of(), Set.of(), Map.of(), ends, ends);
    }

    private static KafkaProducer<byte[], byte[]> openTransaction(FeedTopics topics) {
        KafkaProducer<byte[], byte[]> producer =
                topics.newProducer(Map.of("transactional.id", topics.products));
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(inPartition0(topics, 2));
        producer.flush();
        return producer;
    }

    private static ProducerRecord<byte[], byte[]> inPartition0(FeedTopics topics, long id) {
        return FeedTopics.product(topics.products, 0, id, "tea");
    }

    @Test
    void aPartitionWhoseMarkerDoesNotComeIsNamedAndWaitedForNoLongerThanTheLimit(FeedTopics topics)
            throws Exception {
        TopicPartition late = new TopicPartition(topics.entries, 1);
        try (FeedLog log = new FeedLog()) {
            KafkaCatalogFeed<String> feed =
                    topics.feed(topics.builder(catalog).refreshOnMarker(Duration.ofSeconds(4)));
            sendBatch(topics, 1, late);
            feed.start();
            await().until(() -> !feed.status().waits().isEmpty());
            assertThat(feed.status().waits())
                    .singleElement()
                    .satisfies(
                            wait -> {
                                assertThat(wait.cause()).isEqualTo(FeedWait.Cause.MARKER);
                                assertThat(wait.partition()).isEqualTo(late);
                            });
            assertThat(catalog.version()).isZero();
            feed.awaitReady(BrokerExtension.LIMIT);
            assertThat(catalog.product(0)).isEqualTo("batch 1");
            assertThat(saying(log, "shows a batch without the markers of [" + late)).isOne();

            sendBatch(topics, 2, late);
            await().until(() -> "batch 2".equals(catalog.product(0)));
            assertThat(saying(log, "shows a batch without the markers of"))
                    .as("it is not waited for again")
                    .isOne();

            sendBatch(topics, 3, null); // it has a marker again
            await().until(() -> "batch 3".equals(catalog.product(0)));
            sendBatch(topics, 4, late);
            await().until(() -> saying(log, "shows a batch without the markers of") == 2);
            await().until(() -> "batch 4".equals(catalog.product(0)));

            topics.growTo(topics.products, 3); // the producer's markers do not reach it
            sendBatch(topics, 5, null);
            TopicPartition added = new TopicPartition(topics.products, 2);
            await().until(() -> saying(log, "without the markers of [" + added + "]") == 1);
            await().until(() -> "batch 5".equals(catalog.product(0)));
        }
    }

    @Test
    void aPartitionThatWasGivenUpIsNotNamedAgain() {
        FeedMarkers markers = new FeedMarkers(Duration.ZERO, record -> {});
        List<TopicPartition> all =
                List.of(
                        new TopicPartition("topic", 0),
                        new TopicPartition("topic", 1),
                        new TopicPartition("topic", 2));
        markers.add(all);
        markers.beginToStop();
        offerMarker(markers, all.get(0), 1);
        offerMarker(markers, all.get(1), 1);
        assertThat(markers.late().since()).containsOnlyKeys(all.get(2));
        markers.hear(answer(0), Instant.now().plusSeconds(1), Map.of());
        assertThat(markers.giveUp()).contains("without the markers of [" + all.get(2) + "]");
        assertThat(markers.align(false)).isTrue();
        markers.goOn();
        offerMarker(markers, all.get(0), 2);
        assertThat(markers.late().since()).containsOnlyKeys(all.get(1));
    }

    private static void offerMarker(FeedMarkers markers, TopicPartition partition, long number) {
        String topic = partition.topic();
        byte[] value = BatchMarker.record(topic, partition.partition(), number).value();
        markers.offer(
                new FeedRecord.Marker(
                        partition,
                        new ConsumerRecord<>(
                                topic, partition.partition(), number, new byte[0], value)));
    }

    /** Sends markers to all partitions but this one. */
    private static void sendBatch(FeedTopics topics, int number, TopicPartition without) {
        topics.send(topics.product(0, "batch " + number));
        for (String topic : new String[] {topics.products, topics.entries}) {
            for (int partition = 0; partition < 2; partition++) {
                if (!new TopicPartition(topic, partition).equals(without)) {
                    topics.send(BatchMarker.record(topic, partition, number));
                }
            }
        }
    }

    private static long saying(FeedLog log, String what) {
        return log.lines().stream().filter(line -> line.contains(what)).count();
    }
}
