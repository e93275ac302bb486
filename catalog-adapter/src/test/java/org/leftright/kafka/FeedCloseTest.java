// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.leftright.catalog.ProductCatalog;

/**
 * A feed is closed at any moment: its thread ends, nothing stays pending, and readers see a whole
 * version.
 */
@ExtendWith(BrokerExtension.class)
@Timeout(600)
class FeedCloseTest {
    /** What the feed is in the middle of. */
    interface Moment {
        /** Brings a feed there; the topics hold product 1, the catalog what was visible last. */
        KafkaCatalogFeed<String> reach(FeedTopics topics, ProductCatalog<String> catalog)
                throws Exception;
    }

    record Case(String closed, Moment moment) {
        @Override
        public String toString() {
            return closed;
        }
    }

    static Stream<Case> moments() {
        return Stream.of(
                new Case("before it starts", (t, c) -> t.feed(t.builder(c))),
                new Case("while it starts", (t, c) -> started(t, t.builder(c))),
                new Case("when it is live", (t, c) -> t.startFeed(c)),
                new Case("when it has failed", FeedCloseTest::failed),
                new Case("while it waits for the broker", FeedCloseTest::waitingForTheBroker),
                new Case("while the broker is away", FeedCloseTest::brokerAway),
                new Case(
                        "while the broker is away and a refresh is due",
                        FeedCloseTest::brokerAwayBeforeARefresh),
                new Case("while it waits for a marker", FeedCloseTest::waitingForAMarker),
                new Case("while it waits for a lost topic", FeedCloseTest::waitingForALostTopic),
                new Case("while records are pending", FeedCloseTest::recordsPending));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("moments")
    void closes(Case when, FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"));
        ProductCatalog<String> catalog = ProductCatalog.create();
        KafkaCatalogFeed<String> feed = when.moment.reach(topics, catalog);
        long version = catalog.version();
        FeedState before = feed.status().state();

        feed.close();

        assertThat(feed.status().state())
                .isEqualTo(before == FeedState.FAILED ? FeedState.FAILED : FeedState.CLOSED);
        assertThat(feed.ready()).isDone();
        assertThat(threads()).noneMatch(name -> name.startsWith("catalog-feed"));
        assertThat(catalog.writer().pendingOpCount()).isZero();
        assertThat(catalog.version()).isGreaterThanOrEqualTo(version);
        assertThat(catalog.productCount()).isLessThanOrEqualTo(1);
        feed.close();

        topics.broker.startIfStopped();
        topics.startFeed(catalog); // another one can go on
        await().until(() -> catalog.containsProduct(1));
    }

    private static KafkaCatalogFeed<String> started(
            FeedTopics topics, KafkaCatalogFeedBuilder<String> builder) {
        KafkaCatalogFeed<String> feed = topics.feed(builder);
        feed.start();
        return feed;
    }

    private static KafkaCatalogFeed<String> failed(
            FeedTopics topics, ProductCatalog<String> catalog) {
        KafkaCatalogFeed<String> feed =
                started(
                        topics,
                        topics.builder(catalog)
                                .catalogTopic("no-such-topic")
                                .startTimeout(Duration.ofMillis(500)));
        await().until(() -> feed.status().state() == FeedState.FAILED);
        return feed;
    }

    private static KafkaCatalogFeed<String> waitingForTheBroker(
            FeedTopics topics, ProductCatalog<String> catalog) {
        topics.broker.stop();
        return started(topics, topics.builder(catalog).startTimeout(Duration.ofDays(1)));
    }

    private static KafkaCatalogFeed<String> brokerAway(
            FeedTopics topics, ProductCatalog<String> catalog) throws Exception {
        KafkaCatalogFeed<String> feed = topics.startFeed(catalog);
        topics.broker.stop();
        await().until(() -> feed.status().state() == FeedState.STALE);
        return feed;
    }

    /**
     * The broker goes after a batch has come, whole, and before it has confirmed the partitions.
     */
    private static KafkaCatalogFeed<String> brokerAwayBeforeARefresh(
            FeedTopics topics, ProductCatalog<String> catalog) throws Exception {
        Gate gate = new Gate();
        topics.sendMarkers(1);
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        topics.builder(catalog)
                                .refreshOnMarker()
                                .listener(holdingWhenWhole(catalog, gate)));
        topics.send(topics.product(1, "not to be seen"));
        topics.sendMarkers(2);
        gate.awaitReached();
        topics.broker.stop();
        gate.open();
        await().until(() -> feed.status().state() == FeedState.STALE);
        assertThat(catalog.product(1)).as("the broker has not confirmed it").isEqualTo("tea");
        return feed;
    }

    /** Holds the feed when it has a product and four markers, before they are applied. */
    private static FeedListener holdingWhenWhole(ProductCatalog<String> catalog, Gate gate) {
        AtomicInteger readCount = new AtomicInteger();
        return Listening.onRecords(
                recordCount -> {
                    if (catalog.version() > 0 && readCount.addAndGet(recordCount) == 5) {
                        gate.pass();
                    }
                });
    }

    private static KafkaCatalogFeed<String> waitingForAMarker(
            FeedTopics topics, ProductCatalog<String> catalog) {
        KafkaCatalogFeed<String> feed = started(topics, topics.builder(catalog).refreshOnMarker());
        await().until(() -> feed.status().recordCount() == 1);
        return feed;
    }

    private static KafkaCatalogFeed<String> waitingForALostTopic(
            FeedTopics topics, ProductCatalog<String> catalog) throws Exception {
        KafkaCatalogFeed<String> feed = topics.startFeed(catalog);
        topics.deleteTopics(topics.products, topics.entries);
        topics.createTopics(1);
        await().until(() -> feed.status().rebuildCount() == 1);
        topics.send(topics.product(1, "tea"));
        return feed;
    }

    private static KafkaCatalogFeed<String> recordsPending(
            FeedTopics topics, ProductCatalog<String> catalog) throws Exception {
        KafkaCatalogFeed<String> feed =
                topics.startFeed(topics.builder(catalog).refreshEvery(Duration.ofDays(1)));
        topics.send(topics.product(1, "tea"));
        await().until(() -> feed.status().recordCount() == 2);
        return feed;
    }

    @Test
    void aFeedClosedAtRandomMomentsLeavesNothingHalfDone(FeedTopics topics) {
        int count = 3_000;
        for (int id = 0; id < count; id++) {
            topics.producer().send(topics.product(id, "product " + id));
        }
        topics.producer().flush();
        Random random = new Random(17);
        ProductCatalog<String> catalog = ProductCatalog.create();
        for (int round = 0; round < 15; round++) {
            CountDownLatch moment = new CountDownLatch(random.nextInt(count));
            Deserializer<String> counting =
                    (topic, bytes) -> {
                        moment.countDown();
                        return new String(bytes, StandardCharsets.UTF_8);
                    };
            KafkaCatalogFeed<String> feed =
                    topics.feed(
                            topics.builder(catalog, counting)
                                    .consumerProperties(Map.of("max.poll.records", 200)));
            feed.start();
            Gate.waitFor(moment);
            feed.close();
            assertThat(feed.status().state()).isEqualTo(FeedState.CLOSED);
            assertThat(feed.ready()).isDone();
            assertThat(catalog.writer().pendingOpCount()).isZero();
            assertThat(catalog.productCount()).isIn(0, count);
        }
        assertThat(threads()).noneMatch(name -> name.contains("catalog-feed"));
    }

    /** It would be waited for as long as the broker is away. */
    @Test
    void aQuestionAfterCloseIsNotWaitedFor(FeedTopics topics) throws Exception {
        ProductCatalog<String> catalog = ProductCatalog.create();
        Gate gate = new Gate();
        topics.sendMarkers(1);
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        topics.builder(catalog)
                                .refreshOnMarker()
                                .staleAfter(Duration.ofDays(1))
                                .listener(holdingWhenWhole(catalog, gate)));
        topics.send(topics.product(1, "tea"));
        topics.sendMarkers(2);
        gate.awaitReached();
        topics.broker.stop();
        Thread closing = new Thread(feed::close);
        closing.start();
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        gate.open(); // and it would ask, for the batch
        closing.join();
        assertThat(threads()).noneMatch(name -> name.startsWith("catalog-feed"));
        assertThat(feed.status().state()).isEqualTo(FeedState.CLOSED);
        assertThat(catalog.writer().pendingOpCount()).isZero();
        topics.broker.startIfStopped();
    }

    @Test
    void aFeedClosedBeforeItsFirstRefreshLeavesTheCatalogAsItWas(FeedTopics topics) {
        ProductCatalog<String> catalog = ProductCatalog.create();
        catalog.applyBatch(batch -> batch.upsertProduct(7, "of another source"));
        topics.send(topics.product(1, "tea"));
        KafkaCatalogFeed<String> feed = waitingForAMarker(topics, catalog);
        feed.close();
        assertThat(catalog.writer().pendingOpCount()).isZero();
        catalog.writer().refresh();
        assertThat(catalog.product(7)).isEqualTo("of another source");
        assertThat(catalog.productCount()).isOne();
    }

    @Test
    void theFeedsThreadMayCloseTheFeed(FeedTopics topics) throws Exception {
        for (int id = 0; id < 1_000; id++) {
            topics.producer().send(topics.product(id, "product " + id));
        }
        topics.producer().flush();
        ProductCatalog<String> catalog = ProductCatalog.create();
        AtomicReference<KafkaCatalogFeed<String>> self = new AtomicReference<>();
        KafkaCatalogFeed<String> feed =
                topics.feed(
                        topics.builder(catalog)
                                .consumerProperties(Map.of("max.poll.records", 100))
                                .listener(Listening.onRecords(recordCount -> self.get().close())));
        self.set(feed);
        try (FeedLog log = new FeedLog()) {
            feed.start();
            await().until(() -> feed.status().state() == FeedState.CLOSED);
            assertThat(log.lines()).as("it has not waited for itself").isEmpty();
        }
        assertThat(feed.ready()).isCompletedExceptionally();
        assertThat(catalog.version()).isZero();
        assertThat(catalog.writer().pendingOpCount()).isZero();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }
}
