// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leftright.catalog.ProductCatalog;

/**
 * Topics that are not what they were: truncated, re-created, grown. The old data is served until
 * the new is whole.
 */
@ExtendWith(BrokerExtension.class)
class FeedRebuildTest {
    private final ProductCatalog<String> catalog = ProductCatalog.create();
    private final List<FeedState> states = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @CsvSource({"1000, 10", "100, 100"})
    void aTopicCreatedAgainIsReadAgainAndShownByOneRefresh(
            int oldCount, int newCount, FeedTopics topics) throws Exception {
        String topic = topics.products + "-one";
        topics.broker.createTopic(topic, 1, Map.of());
        sendInOneBatch(topics, topic, "old", oldCount);
        KafkaCatalogFeed<String> feed = start(topics, topic);
        long version = catalog.version();

        try (Watcher watcher = Watcher.ofOldOrNew(catalog, oldCount, newCount)) {
            topics.deleteTopics(topic);
            topics.broker.createTopic(topic, 1, Map.of());
            sendInOneBatch(topics, topic, "new", newCount);
            await().until(() -> "new 0".equals(catalog.product(0)));
            await().until(() -> feed.status().state() == FeedState.LIVE);
            long read = watcher.readCount();
            await().until(() -> watcher.readCount() > read);
        }
        assertThat(catalog.version()).as("one refresh").isEqualTo(version + 1);
        assertThat(catalog.productCount()).isEqualTo(newCount);
        assertThat(feed.status().rebuildCount()).isOne();
        assertThat(feed.status().cause()).isNull();
        assertThat(feed.status().offsets()).isNotNull();
        assertThat(feed.status().offsets().next(topic, 0)).isEqualTo(newCount);
        assertThat(states)
                .containsSubsequence(FeedState.LIVE, FeedState.CATCHING_UP, FeedState.LIVE);
        topics.send(FeedTopics.product(topic, 7, "after"));
        await().until(() -> "after".equals(catalog.product(7)));
    }

    /** The new topic is filled before the feed looks again, and beyond where the feed was. */
    @Test
    void aNewTopicLargerThanTheOldIsNoticedByTheNextQuestion(FeedTopics topics) throws Exception {
        String topic = createWithTen(topics, "-swapped");
        Gate gate = new Gate();
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        builder(topics, topic)
                                .staleAfter(Duration.ofDays(1)) // a second is the longest interval
                                .listener(holdingAt(gate)));
        topics.send(FeedTopics.product(topic, 0, "old"));
        gate.awaitReached();
        topics.deleteTopics(topic);
        topics.broker.createTopic(topic, 1, Map.of());
        sendInOneBatch(topics, topic, "new", 1_000);
        gate.open();
        await().until(() -> feed.status().rebuildCount() == 1);
        await().until(() -> feed.status().state() == FeedState.LIVE);
        assertThat(catalog.productCount()).isEqualTo(1_000);
        assertThat(catalog.product(0)).isEqualTo("new 0");
    }

    @Test
    void aTopicThatIsGoneMakesTheFeedStaleUntilItIsThereAgain(FeedTopics topics) throws Exception {
        String topic = createWithTen(topics, "-gone");
        KafkaCatalogFeed<String> feed = start(topics, topic);

        try (Watcher watcher = Watcher.ofOldOrNew(catalog, 10, 20)) {
            topics.deleteTopics(topic);
            await().until(() -> feed.status().state() == FeedState.STALE);
            assertThat(feed.status().cause()).hasMessage("there is no topic " + topic);
            assertThat(feed.status().cause().reason()).isEqualTo(FeedException.Reason.NO_TOPIC);
            assertThat(feed.status().isReady()).isTrue();
            assertThat(watcher.readCount()).isPositive();

            topics.broker.createTopic(topic, 1, Map.of());
            await().until(() -> feed.status().state() == FeedState.CATCHING_UP);
            assertThat(feed.status().cause()).hasMessageContaining("re-created");
            assertThat(feed.status().cause().reason())
                    .isEqualTo(FeedException.Reason.READING_AGAIN);
            assertThat(catalog.productCount()).as("the new one is empty").isEqualTo(10);

            sendInOneBatch(topics, topic, "new", 20);
            await().until(() -> feed.status().state() == FeedState.LIVE);
        }
        assertThat(catalog.productCount()).isEqualTo(20);
    }

    @Test
    void aTopicThatIsCreatedAgainTwiceIsReadAgainTwice(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "first"), topics.entry(7, 1, true));
        KafkaCatalogFeed<String> feed = topics.startFeed(catalog);
        for (String round : List.of("second", "third")) {
            topics.deleteTopics(topics.products, topics.entries);
            topics.createTopics(2);
            topics.send(topics.product(1, round), topics.entry(8, 1, true));
            await().until(() -> round.equals(catalog.product(1)));
            await().until(() -> catalog.catalogContains(8, 1));
            assertThat(catalog.catalogContains(7, 1)).isFalse();
            await().until(() -> feed.status().state() == FeedState.LIVE);
        }
        assertThat(feed.status().rebuildCount()).isGreaterThanOrEqualTo(2);
        assertThat(catalog.writer().pendingOpCount()).isZero();
    }

    @Test
    void aTopicTruncatedBeyondWhatWasReadIsReadAgain(FeedTopics topics) throws Exception {
        String topic = createWithTen(topics, "-cut");
        Gate gate = new Gate();
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        builder(topics, topic)
                                .refreshEveryRecords(1_000_000) // nothing of what is lost is seen
                                .consumerProperties(Map.of("max.partition.fetch.bytes", 1_000))
                                .listener(holdingAt(gate)));
        try (Watcher watcher = Watcher.ofOldOrNew(catalog, 10, 5)) {
            sendOneByOne(topics, topic, 100);
            gate.awaitReached();
            topics.truncate(topic, 10 + 95);
            gate.open();
            await().until(() -> catalog.productCount() == 5);
            await().until(() -> feed.status().state() == FeedState.LIVE);
            assertThat(watcher.readCount()).isPositive();
        }
        assertThat(feed.status().rebuildCount()).isOne();
        assertThat(catalog.version()).isEqualTo(2);
    }

    @Test
    void aTopicThatWasEmptiedIsWaitedFor(FeedTopics topics) throws Exception {
        String topic = createWithTen(topics, "-emptied");
        Gate gate = new Gate();
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        builder(topics, topic)
                                .refreshEveryRecords(1_000_000)
                                .consumerProperties(Map.of("max.partition.fetch.bytes", 1_000))
                                .listener(holdingAt(gate)));
        try (Watcher watcher = Watcher.ofOldOrNew(catalog, 10, 5)) {
            sendOneByOne(topics, topic, 100);
            gate.awaitReached();
            topics.truncate(topic, 10 + 100);
            gate.open();
            await().until(() -> feed.status().rebuildCount() == 1);
            sendInOneBatch(topics, topic, "new", 5);
            await().until(() -> feed.status().state() == FeedState.LIVE);
            assertThat(watcher.readCount()).isPositive();
        }
        assertThat(catalog.productCount()).isEqualTo(5);
    }

    @Test
    void readersAreBehindUntilTheNewTopicIsShown(FeedTopics topics) throws Exception {
        String topic = topics.products + "-behind";
        topics.broker.createTopic(topic, 1, Map.of());
        sendInOneBatch(topics, topic, "old", 1_000);
        List<Long> lags = new CopyOnWriteArrayList<>();
        List<Boolean> saysItIsVisible = new CopyOnWriteArrayList<>();
        AtomicReference<KafkaCatalogFeed<String>> self = new AtomicReference<>();
        KafkaCatalogFeed<String> feed =
                topics.feed(
                        builder(topics, topic)
                                .listener(
                                        Listening.onProgress(
                                                (read, total) -> {
                                                    KafkaCatalogFeed<String> it = self.get();
                                                    lags.add(it.status().lag());
                                                    saysItIsVisible.add(
                                                            it.awaitVisible(topic, 0, 0).isDone());
                                                })));
        self.set(feed);
        feed.start();
        feed.awaitReady(BrokerExtension.LIMIT);
        assertThat(lags).containsOnly(1_000L);
        await().until(() -> feed.status().lag() == 0);

        lags.clear();
        topics.deleteTopics(topic);
        topics.broker.createTopic(topic, 1, Map.of());
        sendInOneBatch(topics, topic, "new", 100);
        await().until(() -> "new 0".equals(catalog.product(0)));
        assertThat(lags).containsOnly(100L);
        assertThat(saysItIsVisible).as("the first record of the new topic").containsOnly(false);
        await().until(() -> feed.status().lag() == 0);
    }

    @Test
    void aTopicTruncatedWhileTheFeedCatchesUpLeavesNothingOfWhatItHeld(FeedTopics topics)
            throws Exception {
        String topic = topics.products + "-early";
        topics.broker.createTopic(topic, 1, Map.of());
        sendOneByOne(topics, topic, 100);
        Gate gate = new Gate();
        KafkaCatalogFeed<String> feed =
                topics.feed(
                        builder(topics, topic)
                                .consumerProperties(Map.of("max.partition.fetch.bytes", 1_000))
                                .listener(
                                        Listening.onProgress(
                                                (read, total) -> {
                                                    if (read > 0) {
                                                        gate.pass();
                                                    }
                                                })));
        feed.start();
        gate.awaitReached();
        topics.truncate(topic, 95);
        gate.open();
        feed.awaitReady(BrokerExtension.LIMIT);
        assertThat(catalog.productCount()).isEqualTo(5);
        assertThat(catalog.containsProduct(0)).isFalse();
        assertThat(feed.status().rebuildCount()).isOne();
        assertThat(catalog.version()).isOne();
    }

    @Test
    void newPartitionsAreFollowed(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"));
        KafkaCatalogFeed<String> feed = topics.startFeed(catalog);
        topics.growTo(topics.products, 5);
        topics.growTo(topics.entries, 3);
        await().until(() -> feed.status().lags().size() == 8);

        topics.send(
                FeedTopics.product(topics.products, 4, 2, "milk"),
                new ProducerRecord<>(
                        topics.entries, 2, FeedTopics.key(7, 2), FeedTopics.bytes("")));
        await().until(() -> catalog.containsProduct(2) && catalog.catalogContains(7, 2));
        assertThat(catalog.product(1)).isEqualTo("tea");
        await().until(
                        () ->
                                catalog.attachment() instanceof TopicOffsets offsets
                                        && offsets.next(topics.products, 4) == 1
                                        && offsets.next(topics.entries, 2) == 1);
        assertThat(feed.status().rebuildCount()).isZero();
        await().until(() -> feed.status().state() == FeedState.LIVE);
    }

    private KafkaCatalogFeed<String> start(FeedTopics topics, String topic) throws Exception {
        return topics.startFeed(
                builder(topics, topic).listener(Listening.onState(state -> states.add(state))));
    }

    private KafkaCatalogFeedBuilder<String> builder(FeedTopics topics, String topic) {
        return topics.builder(catalog).productsTopic(topic);
    }

    /** Large records, each in a batch of its own, so that each is fetched alone. */
    private static void sendOneByOne(FeedTopics topics, String topic, int count) {
        String large = "new " + "x".repeat(2_000);
        for (int id = 0; id < count; id++) {
            topics.send(FeedTopics.product(topic, id, large));
        }
    }

    /** One request to one partition: the broker takes all of it at once. */
    private static void sendInOneBatch(FeedTopics topics, String topic, String kind, int count) {
        KafkaProducer<byte[], byte[]> producer =
                topics.newProducer(Map.of("linger.ms", 60_000, "batch.size", 1 << 20));
        for (int id = 0; id < count; id++) {
            producer.send(FeedTopics.product(topic, 0, id, kind + " " + id));
        }
        producer.flush();
    }

    /** Holds a feed that is live when records come. */
    private static String createWithTen(FeedTopics topics, String suffix) throws Exception {
        String topic = topics.products + suffix;
        topics.broker.createTopic(topic, 1, Map.of());
        sendInOneBatch(topics, topic, "old", 10);
        return topic;
    }

    private FeedListener holdingAt(Gate gate) {
        return Listening.onRecords(
                recordCount -> {
                    if (catalog.version() > 0) {
                        gate.pass();
                    }
                });
    }
}
