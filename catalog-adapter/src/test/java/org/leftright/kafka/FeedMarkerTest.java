// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leftright.catalog.CatalogView;
import org.leftright.catalog.ProductCatalog;

/** Batches that span topics and partitions, ended by markers: visible whole, or not at all. */
@ExtendWith(BrokerExtension.class)
class FeedMarkerTest {
    private static final int PRODUCTS = 200;

    private final ProductCatalog<String> catalog = ProductCatalog.create();

    @Test
    void aBatchThatSpansTopicsAndPartitionsIsVisibleWhole(FeedTopics topics) throws Exception {
        sendBatch(topics, topics.producer(), 1);
        KafkaCatalogFeed<String> feed = start(topics, 50);
        assertThat(catalog.version()).isOne();

        int last = 30;
        try (Watcher watcher = new Watcher(catalog, FeedMarkerTest::wrongIn)) {
            for (int number = 2; number <= last; number++) {
                sendBatch(topics, topics.producer(), number);
            }
            await().until(() -> ("batch " + last).equals(catalog.product(0)));
            assertThat(watcher.readCount()).isPositive();
        }
        assertThat(catalog.version()).as("a refresh for each batch").isEqualTo(last);
        await().until(() -> feed.status().lag() == 0);
    }

    @Test
    void aTransactionThatSpansTopicsAndPartitionsIsVisibleWhole(FeedTopics topics)
            throws Exception {
        KafkaProducer<byte[], byte[]> producer =
                topics.newProducer(Map.of("transactional.id", topics.products));
        producer.initTransactions();
        producer.beginTransaction();
        sendBatch(topics, producer, 1);
        producer.commitTransaction();
        start(topics, 50);
        try (Watcher watcher = new Watcher(catalog, FeedMarkerTest::wrongIn)) {
            for (int number = 2; number <= 9; number++) {
                producer.beginTransaction();
                sendBatch(topics, producer, number);
                if (number % 2 == 0) {
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
            }
            await().until(() -> "batch 9".equals(catalog.product(0)));
            assertThat(watcher.readCount()).isPositive();
        }
        assertThat(catalog.version()).as("a refresh for each commit").isEqualTo(5);
    }

    @Test
    void nothingIsVisibleBeforeEachPartitionHasItsMarker(FeedTopics topics) throws Exception {
        KafkaCatalogFeed<String> feed = topics.feed(topics.builder(catalog).refreshOnMarker());
        feed.start();
        topics.send(topics.product(1, "tea"), topics.entry(7, 1, true));
        topics.send(BatchMarker.record(topics.products, 0, 1));
        topics.send(BatchMarker.record(topics.products, 1, 1));
        topics.send(BatchMarker.record(topics.entries, 0, 1));
        await().until(() -> feed.status().recordCount() == 5);
        assertThat(feed.status().state()).isEqualTo(FeedState.CATCHING_UP);
        assertThat(feed.ready()).isNotDone();
        assertThat(catalog.version()).isZero();

        topics.send(BatchMarker.record(topics.entries, 1, 1));
        feed.ready().join();
        assertThat(catalog.product(1)).isEqualTo("tea");
        assertThat(catalog.catalogContains(7, 1)).isTrue();
    }

    /** The records are there before their markers, which nobody is late with. */
    @Test
    void aStartInTheMiddleOfABatchShowsNoHalfOfIt(FeedTopics topics) throws Exception {
        sendBatch(topics, topics.producer(), 1);
        topics.send(topics.product(1, "half of batch 2"));
        KafkaCatalogFeed<String> feed =
                topics.feed(topics.builder(catalog).refreshOnMarker(Duration.ofMillis(1)));
        feed.start();
        await().during(Duration.ofSeconds(3)).until(() -> catalog.version() == 0);
        sendBatch(topics, topics.producer(), 2);
        feed.awaitReady(BrokerExtension.LIMIT);
        assertThat(catalog.version()).isOne();
        assertThat(catalog.product(0)).isEqualTo("batch 2");
    }

    @Test
    void aBatchThatWasBegunAgainAfterAFailureIsVisibleOnce(FeedTopics topics) throws Exception {
        sendBatch(topics, topics.producer(), 1);
        start(topics, 10_000);
        try (Watcher watcher = new Watcher(catalog, FeedMarkerTest::wrongIn)) {
            // Fails after one marker of four; then all over, once with the same number.
            sendRecords(topics, topics.producer(), "batch 2");
            topics.send(BatchMarker.record(topics.products, 0, 2));
            sendBatch(topics, topics.producer(), 2);
            await().until(() -> "batch 2".equals(catalog.product(0)));

            // And once with a greater one.
            sendRecords(topics, topics.producer(), "batch 3");
            topics.send(BatchMarker.record(topics.entries, 1, 3));
            sendBatch(topics, topics.producer(), 4);
            await().until(() -> "batch 4".equals(catalog.product(0)));
            assertThat(watcher.readCount()).isPositive();
        }
    }

    @Test
    void aMarkerThatIsRepeatedChangesNothing(FeedTopics topics) throws Exception {
        sendBatch(topics, topics.producer(), 1);
        KafkaCatalogFeed<String> feed = start(topics, 10_000);
        RecordMetadata repeated =
                topics.producer().send(BatchMarker.record(topics.products, 0, 1)).get();
        feed.awaitVisible(repeated).get(BrokerExtension.LIMIT.toSeconds(), TimeUnit.SECONDS);
        try (Watcher watcher = new Watcher(catalog, FeedMarkerTest::wrongIn)) {
            sendBatch(topics, topics.producer(), 2);
            await().until(() -> "batch 2".equals(catalog.product(0)));
            assertThat(watcher.readCount()).isPositive();
        }
    }

    @Test
    void batchesWithoutRecordsHoldNothingUp(FeedTopics topics) throws Exception {
        sendBatch(topics, topics.producer(), 1);
        KafkaCatalogFeed<String> feed = start(topics, 10_000);
        int last = 30;
        for (int number = 2; number < last; number++) {
            sendMarkers(topics, topics.producer(), number);
        }
        sendBatch(topics, topics.producer(), last);
        await().until(() -> ("batch " + last).equals(catalog.product(0)));
        await().until(() -> feed.status().lag() == 0);
    }

    @Test
    void aBatchThatWasWrittenTwiceWithTheSameNumberIsWholeAtTheStart(FeedTopics topics)
            throws Exception {
        sendRecords(topics, topics.producer(), "batch 1");
        topics.send(BatchMarker.record(topics.products, 0, 1));
        sendBatch(topics, topics.producer(), 1);
        start(topics, 10_000);
        assertThat(catalog.<String>read(FeedMarkerTest::wrongIn)).isEmpty();
        sendBatch(topics, topics.producer(), 2);
        await().until(() -> "batch 2".equals(catalog.product(0)));
        assertThat(catalog.version()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBatchThatIsNotFinishedAtTheStartIsWaitedFor(boolean oneMarker, FeedTopics topics) {
        sendBatch(topics, topics.producer(), 1);
        sendBatch(topics, topics.producer(), 2);
        sendRecords(topics, topics.producer(), "batch 3");
        int sent = 3 * (2 * PRODUCTS) + 2 * 4 + (oneMarker ? 1 : 0);
        if (oneMarker) {
            topics.send(BatchMarker.record(topics.products, 1, 3));
        }
        KafkaCatalogFeed<String> feed = topics.feed(topics.builder(catalog).refreshOnMarker());
        feed.start();
        await().until(() -> feed.status().recordCount() == sent);
        await().until(() -> feed.status().catchUpReadCount() == sent);
        assertThat(catalog.version()).as("batch 2 cannot be had any more").isZero();

        sendMarkers(topics, topics.producer(), 3);
        Collection<Long> readUpTo = feed.ready().join().next().values();
        assertThat(readUpTo.stream().mapToLong(Long::longValue).sum())
                .as("up to one marker in each of four partitions")
                .isEqualTo(sent + (oneMarker ? 3 : 4));
        assertThat(catalog.product(0)).isEqualTo("batch 3");
        assertThat(catalog.<String>read(FeedMarkerTest::wrongIn)).isEmpty();
    }

    @Test
    void theOffsetsOfAVersionLeaveOutWhatIsHeldForTheNext(FeedTopics topics) throws Exception {
        sendBatch(topics, topics.producer(), 1);
        KafkaCatalogFeed<String> feed = start(topics, 10_000);
        topics.send(BatchMarker.record(topics.products, 0, 2));
        topics.send(BatchMarker.record(topics.products, 1, 2));
        topics.send(BatchMarker.record(topics.entries, 0, 2));
        long next = feed.ready().join().next(topics.products, 0) + 1;
        topics.send(FeedTopics.product(topics.products, 0, 0, "of batch 3"));
        await().until(() -> feed.status().recordCount() == 2 * PRODUCTS + 4 + 4);
        assertThat(catalog.version()).isOne();

        topics.send(BatchMarker.record(topics.entries, 1, 2));
        await().until(() -> catalog.version() == 2);
        assertThat(catalog.attachment()).isInstanceOf(TopicOffsets.class);
        assertThat(((TopicOffsets) catalog.attachment()).next(topics.products, 0)).isEqualTo(next);
        assertThat(catalog.product(0)).isEqualTo("batch 1");
        sendMarkers(topics, topics.producer(), 3);
        await().until(() -> "of batch 3".equals(catalog.product(0)));
    }

    @Test
    void aNewPartitionHoldsTheRefreshBackUntilItHasAMarker(FeedTopics topics) throws Exception {
        sendBatch(topics, topics.producer(), 1);
        KafkaCatalogFeed<String> feed = start(topics, 10_000);
        topics.growTo(topics.products, 3);
        await().until(() -> feed.status().lags().size() == 5);

        sendBatch(topics, topics.producer(), 2);
        long sent = 2 * (2 * PRODUCTS + 4);
        await().until(() -> feed.status().recordCount() == sent);
        assertThat(catalog.product(0)).isEqualTo("batch 1");
        topics.send(BatchMarker.record(topics.products, 2, 2));
        await().until(() -> "batch 2".equals(catalog.product(0)));
        assertThat(catalog.<String>read(FeedMarkerTest::wrongIn)).isEmpty();
    }

    @Test
    void aPartitionThatIsFoundAtARefreshHoldsItBack(FeedTopics topics) throws Exception {
        sendBatch(topics, topics.producer(), 1);
        Gate gate = new Gate();
        List<TopicOffsets> shown = new CopyOnWriteArrayList<>();
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        topics.builder(catalog)
                                .refreshOnMarker()
                                .staleAfter(Duration.ofDays(1)) // asks only when it has to
                                .listener(
                                        new FeedListener() {
                                            @Override
                                            public void onRecords(int recordCount) {
                                                if (catalog.version() > 0) {
                                                    gate.pass();
                                                }
                                            }

                                            @Override
                                            public void onRefresh(TopicOffsets offsets) {
                                                shown.add(offsets);
                                            }
                                        }));
        sendBatch(topics, topics.producer(), 2);
        gate.awaitReached();
        topics.growTo(topics.products, 3);
        gate.open();
        await().until(() -> feed.status().lags().size() == 5);
        topics.send(BatchMarker.record(topics.products, 2, 2));
        await().until(() -> "batch 2".equals(catalog.product(0)));
        await().until(() -> shown.size() == 2);
        assertThat(shown.get(1).next(topics.products, 2)).as("past its marker").isOne();
    }

    /** Its part of the batch and its marker may be there, and cannot be read. */
    @Test
    void aNewPartitionWithoutALeaderHoldsItBack(FeedTopics topics) throws Exception {
        sendBatch(topics, topics.producer(), 1);
        AtomicBoolean hasLeader = new AtomicBoolean();
        topics.startFeed(
                topics.builder(catalog)
                        .refreshOnMarker()
                        .adminFactory(
                                properties ->
                                        ProxiedAdmin.create(
                                                properties,
                                                (method, arguments, real) ->
                                                        method.equals("describeTopics")
                                                                        && !hasLeader.get()
                                                                ? ProxiedAdmin.withoutLeader(
                                                                        new TopicPartition(
                                                                                topics.products, 2),
                                                                        real.call())
                                                                : real.call())));
        topics.growTo(topics.products, 3);
        sendBatch(topics, topics.producer(), 2);
        topics.send(BatchMarker.record(topics.products, 2, 2));
        await().during(Duration.ofSeconds(2)).until(() -> "batch 1".equals(catalog.product(0)));
        hasLeader.set(true);
        await().until(() -> "batch 2".equals(catalog.product(0)));
    }

    @Test
    void topicsCreatedAgainAreShownAtTheirFirstMarker(FeedTopics topics) throws Exception {
        sendBatch(topics, topics.producer(), 5);
        KafkaCatalogFeed<String> feed = start(topics, 10_000);
        try (Watcher watcher = new Watcher(catalog, FeedMarkerTest::wrongIn)) {
            topics.deleteTopics(topics.products, topics.entries);
            topics.createTopics(2);
            for (int part = 0; part < 3; part++) { // not at once, and not marked yet
                sendRecords(topics, topics.producer(), "batch 1");
            }
            await().until(() -> feed.status().rebuildCount() > 0);
            assertThat(catalog.product(0)).isEqualTo("batch 5");
            sendBatch(topics, topics.producer(), 1); // the numbers begin again
            await().until(() -> "batch 1".equals(catalog.product(0)));
            assertThat(watcher.readCount()).isPositive();
        }
        await().until(() -> feed.status().state() == FeedState.LIVE);
    }

    @Test
    void aPartitionFarAheadOfTheOthersIsReadNoFurtherThanMemoryAllows(FeedTopics topics)
            throws Exception {
        sendBatch(topics, topics.producer(), 1);
        KafkaCatalogFeed<String> feed = start(topics, 1_000);
        long before = feed.status().recordCount();
        int count = 30_000;
        topics.send(BatchMarker.record(topics.products, 0, 2));
        for (int i = 0; i < count; i++) {
            topics.producer().send(FeedTopics.product(topics.products, 0, PRODUCTS + i, "ahead"));
        }
        topics.producer().flush();
        await().until(() -> feed.status().recordCount() >= before + 10_000);
        assertThat(feed.status().recordCount()).isLessThanOrEqualTo(before + 11_001);
        assertThat(catalog.version()).isOne();

        sendMarkers(topics, topics.producer(), 3);
        await().until(() -> catalog.productCount() == PRODUCTS + count);
        assertThat(catalog.version()).isEqualTo(2);
    }

    @Test
    void otherFeedsPassOverMarkers(FeedTopics topics) throws Exception {
        sendBatch(topics, topics.producer(), 1);
        KafkaCatalogFeed<String> feed = topics.startFeed(topics.builder(catalog));
        assertThat(catalog.productCount()).isEqualTo(PRODUCTS);
        assertThat(feed.status().skippedCount()).isZero();
        topics.send(topics.product(1, "tea"));
        await().until(() -> "tea".equals(catalog.product(1)));
    }

    @Test
    void aMarkerWithoutANumberIsPoison(FeedTopics topics) throws Exception {
        byte[] key = BatchMarker.record(topics.products, 0, 1).key();
        List<String> causes = new CopyOnWriteArrayList<>();
        topics.send(
                new ProducerRecord<>(topics.products, 0, key, null),
                new ProducerRecord<>(topics.entries, 0, key, new byte[3]));
        sendBatch(topics, topics.producer(), 1);
        topics.startFeed(
                topics.builder(catalog)
                        .refreshOnMarker()
                        .skipPoison((record, cause) -> causes.add(cause.getMessage())));
        assertThat(causes)
                .containsExactlyInAnyOrder(
                        "the marker's number has no bytes, not 8",
                        "the marker's number has 3 bytes, not 8");
        assertThat(catalog.<String>read(FeedMarkerTest::wrongIn)).isEmpty();
    }

    private KafkaCatalogFeed<String> start(FeedTopics topics, int recordsInAPoll) throws Exception {
        return topics.startFeed(
                topics.builder(catalog)
                        .refreshOnMarker()
                        .consumerProperties(Map.of("max.poll.records", recordsInAPoll)));
    }

    /** All products to this value, all entries to a catalog of this name; then the markers. */
    private static void sendBatch(
            FeedTopics topics, KafkaProducer<byte[], byte[]> producer, int number) {
        sendRecords(topics, producer, "batch " + number);
        sendMarkers(topics, producer, number);
    }

    private static void sendRecords(
            FeedTopics topics, KafkaProducer<byte[], byte[]> producer, String value) {
        long catalogId = value.hashCode();
        for (int id = 0; id < PRODUCTS; id++) {
            producer.send(topics.product(id, value));
            producer.send(topics.entry(id, catalogId, true));
        }
        producer.flush();
    }

    private static void sendMarkers(
            FeedTopics topics, KafkaProducer<byte[], byte[]> producer, int number) {
        for (String topic : List.of(topics.products, topics.entries)) {
            for (int partition = 0; partition < 2; partition++) {
                producer.send(BatchMarker.record(topic, partition, number));
            }
        }
        producer.flush();
    }

    private static String wrongIn(CatalogView<String> view) {
        return Watcher.wrongInBatch(view, PRODUCTS);
    }
}
