// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.leftright.catalog.CatalogView;
import org.leftright.catalog.ProductCatalog;

/** A producer's transaction over several partitions: in whole or in part in what readers see. */
@ExtendWith(BrokerExtension.class)
class FeedTransactionTest {
    private final ProductCatalog<String> catalog = ProductCatalog.create();

    /** How a feed shows whole transactions. */
    enum Whole {
        MARKERS {
            @Override
            KafkaCatalogFeedBuilder<String> in(KafkaCatalogFeedBuilder<String> builder) {
                return builder.refreshOnMarker();
            }
        },
        BETWEEN_TRANSACTIONS {
            @Override
            KafkaCatalogFeedBuilder<String> in(KafkaCatalogFeedBuilder<String> builder) {
                return builder.refreshBetweenTransactions();
            }
        };

        abstract KafkaCatalogFeedBuilder<String> in(KafkaCatalogFeedBuilder<String> builder);
    }

    /** The file holds all that could be read, however long a transaction stays open. */
    @Test
    void anOpenTransactionHoldsUpNoCheckpoint(FeedTopics topics, @TempDir Path folder)
            throws Exception {
        Path file = folder.resolve("catalog.checkpoint");
        KafkaProducer<byte[], byte[]> other = openTransactionInPartition1(topics);
        topics.startFeed(topics.builder(catalog).checkpoint(file, new StringSerializer()));
        await().until(() -> Files.exists(file));
        assertThat(catalog.productCount()).isZero();
        other.abortTransaction();
    }

    @Test
    void aRefreshWithEachPollShowsAPartOfATransactionBehindAnother(FeedTopics topics)
            throws Exception {
        KafkaProducer<byte[], byte[]> writer = transactional(topics, "writer");
        sendInTransaction(topics, writer, 1);
        topics.startFeed(catalog);
        KafkaProducer<byte[], byte[]> other = openTransactionInPartition1(topics);
        sendInTransaction(topics, writer, 2);
        await().until(() -> "batch 2".equals(catalog.product(0)));
        assertThat(catalog.product(1)).as("waits in its partition").isEqualTo("batch 1");
        other.abortTransaction();
        await().until(() -> "batch 2".equals(catalog.product(1)));
    }

    @ParameterizedTest
    @EnumSource
    void aTransactionBehindAnotherIsVisibleWhole(Whole rule, FeedTopics topics) throws Exception {
        KafkaProducer<byte[], byte[]> writer = transactional(topics, "writer");
        sendInTransaction(topics, writer, 1);
        KafkaCatalogFeed<String> feed = topics.startFeed(rule.in(topics.builder(catalog)));
        try (Watcher watcher = new Watcher(catalog, FeedTransactionTest::wrongIn)) {
            KafkaProducer<byte[], byte[]> other = openTransactionInPartition1(topics);
            long before = feed.status().recordCount();
            sendInTransaction(topics, writer, 2);
            await().until(() -> feed.status().recordCount() > before);
            await().until(() -> isBehindAnOpenTransaction(feed));
            assertThat(catalog.product(0)).isEqualTo("batch 1");
            other.abortTransaction();
            await().until(() -> "batch 2".equals(catalog.product(1)));
            assertThat(watcher.readCount()).isPositive();
        }
        assertThat(catalog.version()).as("a refresh for each transaction").isEqualTo(2);
    }

    @Test
    void aTransactionThatComesBetweenTheAnswersOfTwoPartitionsIsVisibleWhole(FeedTopics topics)
            throws Exception {
        KafkaProducer<byte[], byte[]> writer = transactional(topics, "writer");
        sendInTransaction(topics, writer, 1);
        SplitAnswer answer = new SplitAnswer(new TopicPartition(topics.products, 1));
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        topics.builder(catalog)
                                .refreshBetweenTransactions()
                                .adminFactory(answer::admin));
        try (Watcher watcher = new Watcher(catalog, FeedTransactionTest::wrongIn)) {
            answer.begin(); // partition 1 ends where the feed stands
            KafkaProducer<byte[], byte[]> other = openTransactionInPartition1(topics);
            long before = feed.status().recordCount();
            sendInTransaction(topics, writer, 2);
            int readable = 6; // all but a product and its marker
            await().until(() -> feed.status().recordCount() == before + readable);
            answer.complete(); // and so do now all others
            await().until(() -> isBehindAnOpenTransaction(feed));
            assertThat(catalog.product(0)).isEqualTo("batch 1");
            other.abortTransaction();
            await().until(() -> "batch 2".equals(catalog.product(1)));
            assertThat(watcher.readCount()).isPositive();
        }
    }

    @Test
    void transactionsWithPausesAreVisibleOneByOneAndWhole(FeedTopics topics) throws Exception {
        KafkaProducer<byte[], byte[]> one = transactional(topics, "one");
        KafkaProducer<byte[], byte[]> another = transactional(topics, "another");
        sendInTransaction(topics, one, 0);
        List<TopicOffsets> shown = new CopyOnWriteArrayList<>();
        topics.startFeed(
                topics.builder(catalog)
                        .refreshBetweenTransactions()
                        .consumerProperties(Map.of("max.poll.records", 1))
                        .listener(Listening.onRefresh(offsets -> shown.add(offsets))));
        int last = 20;
        try (Watcher watcher = new Watcher(catalog, FeedTransactionTest::wrongIn)) {
            for (int number = 1; number <= last; number++) {
                KafkaProducer<byte[], byte[]> writer = number % 3 == 0 ? another : one;
                writer.beginTransaction();
                send(topics, writer, -number);
                writer.flush();
                writer.abortTransaction();
                sendInTransaction(topics, writer, number);
                String value = "batch " + number;
                if (ThreadLocalRandom.current().nextBoolean()) { // else there may be no pause
                    await().until(() -> value.equals(catalog.product(0)));
                }
            }
            await().until(() -> ("batch " + last).equals(catalog.product(0)));
            assertThat(watcher.readCount()).isPositive();
        }
        TopicOffsets end = shown.get(shown.size() - 1);
        assertThat(end.next()).as("past markers and aborted records").hasSize(4);
        await("what is visible is told after that").until(() -> catalog.version() == shown.size());
    }

    /** Each record is one that the last answer did not know of. */
    @Test
    void underASteadyStreamTheBrokerIsAskedTenTimesASecondAtMost(FeedTopics topics)
            throws Exception {
        AtomicInteger askedCount = new AtomicInteger();
        topics.startFeed(
                topics.builder(catalog)
                        .refreshBetweenTransactions()
                        .adminFactory(properties -> counting(properties, askedCount)));
        int before = askedCount.get();
        long fromNs = System.nanoTime();
        for (int id = 0; id < 500; id++) {
            topics.send(topics.product(id, "tea"));
        }
        int asked = askedCount.get() - before;
        long tenths = Duration.ofNanos(System.nanoTime() - fromNs).toMillis() / 100;
        assertThat(asked).isPositive().isLessThanOrEqualTo((int) tenths + 2);
        await().until(() -> catalog.productCount() == 500);
    }

    /** Counts the questions for topics, one of which goes with each for their ends. */
    private static Admin counting(Map<String, Object> properties, AtomicInteger count) {
        return ProxiedAdmin.create(
                properties,
                (method, arguments, real) -> {
                    if (method.equals("describeTopics")) {
                        count.incrementAndGet();
                    }
                    return real.call();
                });
    }

    @Test
    void aStartWaitsForAnOpenTransaction(FeedTopics topics) throws Exception {
        sendInTransaction(topics, transactional(topics, "writer"), 1);
        KafkaProducer<byte[], byte[]> other = openTransactionInPartition1(topics);
        KafkaCatalogFeed<String> feed =
                topics.feed(topics.builder(catalog).refreshBetweenTransactions());
        feed.start();
        await().until(() -> !feed.status().waits().isEmpty());
        assertThat(feed.status().isReady()).isFalse();
        assertThat(catalog.version()).isZero();
        other.commitTransaction();
        feed.awaitReady(BrokerExtension.LIMIT);
        assertThat(catalog.product(0)).isEqualTo("batch 1");
        assertThat(catalog.product(-1)).isEqualTo("other");
    }

    @Test
    void emptyTopicsAreReadyAtOnce(FeedTopics topics) throws Exception {
        topics.startFeed(topics.builder(catalog).refreshBetweenTransactions());
        assertThat(catalog.productCount()).isZero();
    }

    @Test
    void whatTheGuardHoldsBackIsShownWholeAndNoMore(FeedTopics topics) throws Exception {
        KafkaProducer<byte[], byte[]> writer = transactional(topics, "writer");
        sendInTransaction(topics, writer, 1);
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        topics.builder(catalog)
                                .refreshBetweenTransactions()
                                .contentGuard(
                                        (before, next, changes) ->
                                                "batch 1".equals(next.product(0))
                                                        ? null
                                                        : "another batch"));
        try (Watcher watcher = new Watcher(catalog, FeedTransactionTest::wrongIn)) {
            sendInTransaction(topics, writer, 2);
            await().until(() -> feed.status().state() == FeedState.HELD);
            KafkaProducer<byte[], byte[]> other = openTransactionInPartition1(topics);
            long before = feed.status().recordCount();
            sendInTransaction(topics, writer, 3);
            await().until(() -> feed.status().recordCount() > before);
            assertThat(feed.showHeld()).isTrue();
            await().until(() -> "batch 2".equals(catalog.product(0)));
            other.abortTransaction();
            await().until(() -> "batch 3".equals(catalog.product(0)));
            assertThat(watcher.readCount()).isPositive();
        }
    }

    /** Known after two answers of the broker. */
    private static boolean isBehindAnOpenTransaction(KafkaCatalogFeed<String> feed) {
        return feed.status().waits().stream()
                .anyMatch(wait -> wait.cause() == FeedWait.Cause.OPEN_TRANSACTION);
    }

    private static KafkaProducer<byte[], byte[]> transactional(FeedTopics topics, String who) {
        KafkaProducer<byte[], byte[]> producer =
                topics.newProducer(Map.of("transactional.id", topics.products + who));
        producer.initTransactions();
        return producer;
    }

    /** What is written behind it in its partition waits for its end. */
    private static KafkaProducer<byte[], byte[]> openTransactionInPartition1(FeedTopics topics) {
        KafkaProducer<byte[], byte[]> producer = transactional(topics, "other");
        producer.beginTransaction();
        producer.send(FeedTopics.product(topics.products, 1, -1, "other"));
        producer.flush();
        return producer;
    }

    private static void sendInTransaction(
            FeedTopics topics, KafkaProducer<byte[], byte[]> producer, int number) {
        producer.beginTransaction();
        send(topics, producer, number);
        producer.commitTransaction();
    }

    /** A product and an entry in each partition; and the markers, over which most feeds pass. */
    private static void send(
            FeedTopics topics, KafkaProducer<byte[], byte[]> producer, int number) {
        for (int partition = 0; partition < 2; partition++) {
            byte[] product = FeedTopics.bytes("batch " + number);
            producer.send(
                    new ProducerRecord<>(
                            topics.products, partition, FeedTopics.key(partition), product));
            producer.send(
                    new ProducerRecord<>(
                            topics.entries,
                            partition,
                            FeedTopics.key(partition, number),
                            new byte[] {1}));
        }
        if (number > 0) {
            for (String topic : List.of(topics.products, topics.entries)) {
                for (int partition = 0; partition < 2; partition++) {
                    producer.send(BatchMarker.record(topic, partition, number));
                }
            }
        }
    }

    /**
     * Both products are of one batch, and both catalogs have the entry of this and no later one.
     */
    private static String wrongIn(CatalogView<String> view) {
        Set<String> values =
                IntStream.range(0, 2).mapToObj(view::product).collect(Collectors.toSet());
        if (values.size() != 1) {
            return values + " in " + view;
        }
        String value = String.valueOf(values.iterator().next());
        int number = Integer.parseInt(value.substring("batch ".length()));
        for (int id = 0; id < 2; id++) {
            if (!view.catalogContains(id, number) || view.catalogContains(id, number + 1)) {
                return "another entry than that of " + value + " in " + view;
            }
        }
        return "";
    }
}
