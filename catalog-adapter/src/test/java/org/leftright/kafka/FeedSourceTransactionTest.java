// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leftright.catalog.CatalogView;
import org.leftright.catalog.ProductCatalog;

/**
 * Transactions of a database over two tables, and so over two topics with two partitions each, told
 * of as Debezium does: visible whole.
 */
@ExtendWith(BrokerExtension.class)
class FeedSourceTransactionTest {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Duration LONG = Duration.ofMinutes(30);
    private static final int PRODUCTS = 20;

    private final ProductCatalog<String> catalog = ProductCatalog.create();
    private final String told = "shop-" + COUNT.incrementAndGet() + ".transaction";
    private final DebeziumJson json = new DebeziumJson(told, COUNT.get() % 2 == 0);

    @BeforeEach
    void createTopic(FeedTopics topics) throws Exception {
        topics.createTopic(told, 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTransactionOverTopicsAndPartitionsIsVisibleWhole(boolean endFirst, FeedTopics topics)
            throws Exception {
        send(topics, transaction(topics, 1), endFirst);
        topics.startFeed(
                builder(topics, catalog, LONG).consumerProperties(Map.of("max.poll.records", 7)));
        int last = 20;
        try (Watcher watcher = new Watcher(catalog, FeedSourceTransactionTest::wrongIn)) {
            for (int id = 2; id <= last; id++) {
                send(topics, transaction(topics, id), endFirst);
            }
            await().until(() -> ("batch " + last).equals(catalog.product(0)));
            assertThat(watcher.readCount()).isPositive();
        }
    }

    @Test
    void nothingIsVisibleBeforeTheLastEventHasCome(FeedTopics topics) throws Exception {
        KafkaCatalogFeed<String> feed = topics.startFeed(builder(topics, catalog, LONG));
        topics.send(json.begin(7), json.end(7, Map.of(topics.products, 2, topics.entries, 1)));
        topics.send(product(topics, 0, "tea", 7, 1), entry(topics, 1, 5, 7, 3));
        await().until(() -> feed.status().recordCount() == 4);
        await().until(() -> isWaitedFor(feed, new TopicPartition(topics.products, 1)));
        assertThat(catalog.productCount()).isZero();
        topics.send(product(topics, 1, "milk", 7, 2));
        await().until(() -> "tea".equals(catalog.product(0)));
        assertThat(catalog.product(1)).isEqualTo("milk");
        assertThat(catalog.catalogContains(1, 5)).isTrue();
        await().until(() -> feed.status().waits().isEmpty() && feed.status().lag() == 0);
    }

    @Test
    void eventsWaitForTheEnd(FeedTopics topics) throws Exception {
        KafkaCatalogFeed<String> feed = topics.startFeed(builder(topics, catalog, LONG));
        topics.send(product(topics, 0, "tea", 7, 1), product(topics, 1, "milk", 7, 2));
        topics.send(product(topics, 0, "green tea", 8, 1), json.begin(7));
        await().until(() -> isWaitedFor(feed, new TopicPartition(told, 0)));
        assertThat(catalog.productCount()).isZero();
        topics.send(json.end(7, Map.of(topics.products, 2)));
        await().until(() -> "tea".equals(catalog.product(0)));
        assertThat(catalog.product(1)).isEqualTo("milk");
        topics.send(json.begin(8), json.end(8, Map.of(topics.products, 1)));
        await().until(() -> "green tea".equals(catalog.product(0)));
        topics.send(json.begin(8), json.end(8, Map.of(topics.products, 1))); // and no event again
        topics.send(json.begin(9), json.end(9, Map.of(topics.products, 1)));
        topics.send(product(topics, 0, "black tea", 9, 1));
        await().until(() -> "black tea".equals(catalog.product(0)));
    }

    @Test
    void recordsOfNoTransactionAreVisibleBetweenTwo(FeedTopics topics) throws Exception {
        topics.send(product(topics, 0, "tea", 0, 0), product(topics, 1, "milk", 0, 0)); // snapshot
        topics.startFeed(builder(topics, catalog, LONG));
        assertThat(catalog.productCount()).isEqualTo(2);
        topics.send(json.begin(7), product(topics, 0, null, 7, 1)); // and its tombstone
        topics.send(new ProducerRecord<>(topics.products, 0, FeedTopics.key(0), null));
        topics.send(json.end(7, Map.of(topics.products, 1, "of no topic", 3)));
        await().until(() -> catalog.productCount() == 1);
    }

    /** An event without a value that is needed, and one that is to be ignored: both count. */
    @Test
    void eventsThatAreSkippedOrIgnoredCount(FeedTopics topics) throws Exception {
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        builder(topics, catalog, LONG)
                                .recordRule(
                                        record ->
                                                record.key()[7] == 4
                                                        ? RecordAction.IGNORE
                                                        : RecordAction.PUT));
        topics.send(json.begin(7), json.end(7, Map.of(topics.products, 3)));
        topics.send(product(topics, 4, "ignored", 7, 1), product(topics, 0, "tea", 7, 2));
        topics.send(json.change(topics.products, 1, new byte[3], "of no key", 7, 3));
        await().until(() -> "tea".equals(catalog.product(0)));
        assertThat(feed.status().skippedCount()).isOne();
        assertThat(catalog.productCount()).isOne();
    }

    /** Leaves events out: so it looks to a feed that reads them after compaction. */
    @Test
    void aTransactionWithAGapIsNeverVisibleWithoutItsLaterValues(FeedTopics topics)
            throws Exception {
        send(topics, transaction(topics, 1), false);
        topics.startFeed(builder(topics, catalog, LONG));
        try (Watcher watcher = new Watcher(catalog, FeedSourceTransactionTest::wrongIn)) {
            List<ProducerRecord<byte[], byte[]>> compacted = transaction(topics, 2);
            compacted.removeIf(
                    record -> record.topic().equals(topics.products) && record.partition() == 1);
            compacted.remove(compacted.size() - 2);
            send(topics, compacted, true);
            send(topics, transaction(topics, 3), false);
            await().until(() -> "batch 3".equals(catalog.product(0)));
            assertThat(watcher.readCount()).isPositive();
        }
    }

    @Test
    void whatDoesNotComeIsWaitedForUntilTheTimeout(FeedTopics topics) throws Exception {
        Duration timeout = Duration.ofSeconds(5);
        KafkaCatalogFeed<String> feed = topics.startFeed(builder(topics, catalog, timeout));
        topics.send(json.begin(7), product(topics, 0, "tea", 7, 1));
        await().until(() -> isWaitedFor(feed, new TopicPartition(told, 0)));
        assertThat(catalog.productCount()).isZero();
        await().until(() -> "tea".equals(catalog.product(0)));

        topics.send(json.begin(8), product(topics, 0, "green tea", 8, 1));
        topics.send(json.end(8, Map.of(topics.products, 2)));
        await().until(() -> isWaitedFor(feed, new TopicPartition(topics.products, 1)));
        await().until(() -> "green tea".equals(catalog.product(0)));

        topics.send(
                json.begin(9),
                json.end(9, Map.of(topics.products, 1)),
                product(topics, 1, "milk", 9, 1),
                product(topics, 1, "of an unknown transaction", 10, 1));
        await().until(() -> "milk".equals(catalog.product(1)));
        await().until(() -> "of an unknown transaction".equals(catalog.product(1)));
    }

    @Test
    void whatAConnectorSendsAgainIsNotVisibleBeforeItHasCaughtUp(FeedTopics topics)
            throws Exception {
        send(topics, transaction(topics, 1), false);
        topics.startFeed(builder(topics, catalog, LONG));
        send(topics, transaction(topics, 2), false);
        send(topics, transaction(topics, 3), false);
        await().until(() -> "batch 3".equals(catalog.product(0)));
        long version = catalog.version();
        try (Watcher watcher =
                new Watcher(
                        catalog,
                        view -> "batch 2".equals(view.product(0)) ? "goes back" : wrongIn(view))) {
            send(topics, transaction(topics, 2), false);
            await().until(() -> catalog.version() > version || watcher.readCount() > 10_000);
            send(topics, transaction(topics, 3), true);
            send(topics, transaction(topics, 4).subList(0, PRODUCTS), false); // fails here
            send(topics, transaction(topics, 3), false);
            send(topics, transaction(topics, 4), true);
            await().until(() -> "batch 4".equals(catalog.product(0)));
            assertThat(watcher.readCount()).isPositive();
        }
        topics.send(json.end(4, Map.of(topics.products, PRODUCTS))); // twice, and nothing between
        topics.send(product(topics, 0, "of no transaction", 0, 0));
        await().until(() -> "of no transaction".equals(catalog.product(0)));
    }

    @Test
    void aStartWaitsForTheEndOfATransaction(FeedTopics topics) throws Exception {
        send(topics, transaction(topics, 1), false);
        topics.send(json.begin(2), product(topics, 0, "batch 2", 2, 1));
        KafkaCatalogFeed<String> feed = topics.feed(builder(topics, catalog, LONG));
        feed.start();
        await().until(() -> isWaitedFor(feed, new TopicPartition(told, 0)));
        assertThat(catalog.version()).isZero();
        topics.send(json.end(2, Map.of(topics.products, 1)));
        feed.awaitReady(BrokerExtension.LIMIT);
        assertThat(catalog.product(0)).isEqualTo("batch 2");
        assertThat(catalog.product(1)).isEqualTo("batch 1");
    }

    /** Neither the ends of long ago are there, nor all events. */
    @Test
    void aStartDoesNotWaitForWhatIsOld(FeedTopics topics) throws Exception {
        long old = System.currentTimeMillis() - LONG.toMillis() - 60_000;
        topics.send(
                at(old, product(topics, 0, "tea", 7, 1)),
                at(old, json.begin(8)),
                at(old, product(topics, 1, "milk", 8, 1)),
                at(old, json.end(8, Map.of(topics.products, 2))));
        topics.startFeed(builder(topics, catalog, LONG));
        assertThat(catalog.productCount()).isEqualTo(2);
    }

    @Test
    void aRestartGoesOnBetweenTwoTransactions(FeedTopics topics, @TempDir Path folder)
            throws Exception {
        Path file = folder.resolve("checkpoint");
        send(topics, transaction(topics, 1), false);
        KafkaCatalogFeed<String> first = topics.startFeed(builder(topics, catalog, file));
        List<ProducerRecord<byte[], byte[]>> half = transaction(topics, 2);
        send(topics, half.subList(0, PRODUCTS), false);
        long sent = 2 * PRODUCTS + 2 + PRODUCTS;
        await().until(() -> first.status().recordCount() == sent);
        await().until(() -> file.toFile().exists());
        first.close();

        ProductCatalog<String> restarted = ProductCatalog.create();
        KafkaCatalogFeed<String> second = topics.feed(builder(topics, restarted, file));
        second.start();
        await().until(() -> second.status().recordCount() == PRODUCTS);
        assertThat(restarted.version()).isZero();
        send(topics, half.subList(PRODUCTS, half.size()), false);
        second.awaitReady(BrokerExtension.LIMIT);
        assertThat(restarted.<String>read(FeedSourceTransactionTest::wrongIn)).isEmpty();
        assertThat(restarted.product(0)).isEqualTo("batch 2");
    }

    @Test
    void aRestartReadsTheEndOfATransactionThatIsNotOverAgain(
            FeedTopics topics, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("checkpoint");
        KafkaCatalogFeed<String> first = topics.startFeed(builder(topics, catalog, file));
        await().until(() -> Files.exists(file));
        Files.delete(file);
        topics.send(json.begin(7), json.end(7, Map.of(topics.products, 1)));
        topics.send(json.begin(8), json.end(8, Map.of(topics.products, 2)));
        topics.send(product(topics, 1, "milk", 8, 1));
        await().until(() -> first.status().recordCount() == 5);
        topics.send(product(topics, 0, "tea", 7, 1));
        await().until(() -> "tea".equals(catalog.product(0)));
        await().until(() -> Files.exists(file));
        first.close();
        assertThat(catalog.productCount()).isOne();

        topics.send(product(topics, 0, "green tea", 8, 2));
        ProductCatalog<String> restarted = ProductCatalog.create();
        topics.startFeed(builder(topics, restarted, file));
        assertThat(restarted.product(0)).isEqualTo("green tea");
        assertThat(restarted.product(1)).isEqualTo("milk");
    }

    @Test
    void anEventInANewPartitionIsWaitedFor(FeedTopics topics) throws Exception {
        topics.startFeed(builder(topics, catalog, LONG));
        topics.growTo(topics.products, 3);
        topics.send(json.begin(7), product(topics, 0, "tea", 7, 1));
        topics.send(
                json.change(topics.products, 2, FeedTopics.key(2), "in a new partition", 7, 2),
                json.end(7, Map.of(topics.products, 2)));
        await().until(() -> "tea".equals(catalog.product(0)));
        assertThat(catalog.product(2)).isEqualTo("in a new partition");
    }

    @Test
    void aTopicOfTransactionsWithSeveralPartitionsIsRefused(FeedTopics topics) throws Exception {
        topics.growTo(told, 2);
        KafkaCatalogFeed<String> feed =
                topics.feed(builder(topics, catalog, LONG).restartAfter(Duration.ZERO));
        feed.start();
        assertThatThrownBy(() -> feed.awaitReady(BrokerExtension.LIMIT))
                .hasMessageContaining(told + " has several partitions");
    }

    private static boolean isWaitedFor(KafkaCatalogFeed<String> feed, TopicPartition partition) {
        return feed.status().waits().stream()
                .anyMatch(
                        wait ->
                                wait.cause() == FeedWait.Cause.SOURCE_TRANSACTION
                                        && wait.partition().equals(partition));
    }

    private KafkaCatalogFeedBuilder<String> builder(
            FeedTopics topics, ProductCatalog<String> filled, Duration timeout) {
        return topics.builder(filled, (topic, bytes) -> DebeziumJson.name(bytes))
                .recordRule(DebeziumJson::actionOf)
                .refreshAtSourceTransactions(told, timeout, json);
    }

    /** Keeps a checkpoint, written whenever there is something new. */
    private KafkaCatalogFeedBuilder<String> builder(
            FeedTopics topics, ProductCatalog<String> filled, Path file) {
        return builder(topics, filled, LONG)
                .checkpoint(
                        file,
                        (topic, name) -> json.change(topic, 0, new byte[0], name, 0, 0).value())
                .checkpointEvery(Duration.ofMillis(10));
    }

    private ProducerRecord<byte[], byte[]> product(
            FeedTopics topics, int id, @Nullable String name, int transaction, int order) {
        return json.change(topics.products, id % 2, FeedTopics.key(id), name, transaction, order);
    }

    private ProducerRecord<byte[], byte[]> entry(
            FeedTopics topics, int catalogId, long productId, int transaction, int order) {
        byte[] key = FeedTopics.key(catalogId, productId);
        return json.change(topics.entries, catalogId % 2, key, "entry", transaction, order);
    }

    private static ProducerRecord<byte[], byte[]> at(
            long timestamp, ProducerRecord<byte[], byte[]> record) {
        return new ProducerRecord<>(
                record.topic(), record.partition(), timestamp, record.key(), record.value());
    }

    /** All products to this value, all entries to a catalog of this name; the end comes last. */
    private List<ProducerRecord<byte[], byte[]>> transaction(FeedTopics topics, int number) {
        String value = "batch " + number;
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        records.add(json.begin(number));
        for (int id = 0; id < PRODUCTS; id++) {
            records.add(product(topics, id, value, number, 2 * id + 1));
            records.add(entry(topics, id, value.hashCode(), number, 2 * id + 2));
        }
        records.add(json.end(number, Map.of(topics.products, PRODUCTS, topics.entries, PRODUCTS)));
        return records;
    }

    /** Keeps the order in each partition, not over all: or the begin and the end come first. */
    private void send(
            FeedTopics topics, List<ProducerRecord<byte[], byte[]>> records, boolean endFirst) {
        List<ProducerRecord<byte[], byte[]>> first = new ArrayList<>(records);
        first.removeIf(record -> record.topic().equals(told) != endFirst);
        List<ProducerRecord<byte[], byte[]>> then = new ArrayList<>(records);
        then.removeAll(first);
        first.forEach(topics.producer()::send);
        topics.producer().flush();
        then.forEach(topics.producer()::send);
        topics.producer().flush();
    }

    private static String wrongIn(CatalogView<String> view) {
        return Watcher.wrongInBatch(view, PRODUCTS);
    }
}
