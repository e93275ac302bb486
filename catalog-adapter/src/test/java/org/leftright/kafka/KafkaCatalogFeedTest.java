// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.leftright.catalog.ProductCatalog;

/** What a feed makes of real topics. */
@ExtendWith(BrokerExtension.class)
class KafkaCatalogFeedTest {
    private final ProductCatalog<String> catalog = ProductCatalog.create();

    @Test
    void allThatTheTopicsHoldBecomesVisibleByOneRefresh(FeedTopics topics) throws Exception {
        KafkaProducer<byte[], byte[]> producer =
                topics.newProducer(Map.of("linger.ms", 50, "batch.size", 1 << 18));
        for (int i = 0; i < 100_000; i++) {
            producer.send(topics.product(i, "product " + i));
            producer.send(topics.entry(i % 100, i, true));
        }
        producer.flush();

        AtomicLong progress = new AtomicLong();
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        topics.builder(catalog)
                                .listener(
                                        Listening.onProgress(
                                                (read, total) -> {
                                                    assertThat(total).isEqualTo(200_000);
                                                    progress.set(read);
                                                })));

        assertThat(catalog.version()).isEqualTo(1);
        assertThat(catalog.productCount()).isEqualTo(100_000);
        assertThat(catalog.catalogCount()).isEqualTo(100);
        assertThat(catalog.catalogSize(42)).isEqualTo(1_000);
        assertThat(catalog.product(99_999)).isEqualTo("product 99999");
        assertThat(progress).hasValue(200_000);
        FeedStatus status = feed.status();
        assertThat(status.state()).isEqualTo(FeedState.LIVE);
        assertThat(status.recordCount()).isEqualTo(200_000);
        assertThat(status.isReady()).isTrue();
    }

    /** A topic without compaction holds every value that a key ever had. */
    @Test
    void catchingUpKeepsTheLastValueOfEachKeyOnly(FeedTopics topics) throws Exception {
        Values values = new Values(topics);
        values.send();
        Gate gate = new Gate();
        try (KafkaCatalogFeed<StringBuilder> feed =
                values.builder().listener(values.passingAtTheLast(gate)).build()) {
            feed.start();
            gate.awaitReached();
            values.awaitFew();
            gate.open();
            feed.awaitReady(BrokerExtension.LIMIT);
            values.assertShown();
        }
    }

    @Test
    void readingAgainKeepsTheLastValueOfEachKeyOnly(FeedTopics topics) throws Exception {
        Values values = new Values(topics);
        Gate gate = new Gate();
        try (KafkaCatalogFeed<StringBuilder> feed =
                values.builder().listener(values.passingAtTheLast(gate)).build()) {
            feed.start();
            feed.awaitReady(BrokerExtension.LIMIT);
            topics.deleteTopics(topics.products);
            topics.createTopic(topics.products, 2);
            values.send();
            gate.awaitReached();
            values.awaitFew();
            gate.open();
            await().until(() -> feed.status().state() == FeedState.LIVE);
            values.assertShown();
        }
    }

    @Test
    void aLongIntervalKeepsTheLastValueOfEachKeyOnly(FeedTopics topics) throws Exception {
        Values values = new Values(topics);
        try (KafkaCatalogFeed<StringBuilder> feed =
                values.builder().refreshEvery(Duration.ofDays(1)).build()) {
            feed.start();
            feed.awaitReady(BrokerExtension.LIMIT);
            values.send();
            await().until(() -> feed.status().recordCount() == Values.COUNT);
            values.awaitFew();
            assertThat(values.catalog.productCount()).as("not shown yet").isZero();
        }
    }

    /** Many values of few keys, and which of them are kept in memory. */
    private static final class Values {
        static final int COUNT = 5_000;
        private static final int KEYS = 100;
        private static final int POLL = 50;

        final ProductCatalog<StringBuilder> catalog = ProductCatalog.create();
        private final List<WeakReference<StringBuilder>> decoded = new CopyOnWriteArrayList<>();
        private final AtomicLong readCount = new AtomicLong();
        private final FeedTopics topics;

        Values(FeedTopics topics) {
            this.topics = topics;
        }

        void send() {
            KafkaProducer<byte[], byte[]> producer = topics.newProducer(Map.of("linger.ms", 50));
            for (int i = 0; i < COUNT; i++) {
                producer.send(topics.product(i % KEYS, "value " + i));
            }
            producer.flush();
        }

        KafkaCatalogFeedBuilder<StringBuilder> builder() {
            return KafkaCatalogFeed.builder(
                            catalog,
                            (topic, bytes) -> {
                                StringBuilder value = new StringBuilder(new String(bytes, UTF_8));
                                decoded.add(new WeakReference<>(value));
                                return value;
                            })
                    .bootstrapServers(topics.broker.bootstrapServers())
                    .productsTopic(topics.products)
                    .consumerProperties(Map.of("max.poll.records", POLL));
        }

        FeedListener passingAtTheLast(Gate gate) {
            return Listening.onRecords(
                    count -> {
                        if (readCount.addAndGet(count) > COUNT - POLL) {
                            gate.pass();
                        }
                    });
        }

        void awaitFew() {
            await().until(
                            () -> {
                                System.gc();
                                return decoded.stream().filter(v -> v.get() != null).count()
                                        <= KEYS + POLL;
                            });
        }

        void assertShown() {
            assertThat(catalog.productCount()).isEqualTo(KEYS);
            assertThat(catalog.product(0)).hasToString("value " + (COUNT - KEYS));
        }
    }

    @Test
    void whatComesLaterIsFollowed(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"), topics.entry(7, 1, true));
        topics.startFeed(catalog);
        assertThat(catalog.product(1)).isEqualTo("tea");

        topics.send(topics.product(1, "green tea"), topics.product(2, "milk"));
        await().until(() -> "green tea".equals(catalog.product(1)) && catalog.productCount() == 2);
        topics.send(topics.entry(7, 2, true));
        await().until(() -> catalog.catalogContains(7, 2));
    }

    @Test
    void tombstonesRemove(FeedTopics topics) throws Exception {
        topics.send(
                topics.product(1, "tea"),
                topics.product(2, "milk"),
                topics.product(1, null),
                topics.entry(7, 1, true),
                topics.entry(7, 2, true),
                topics.entry(7, 1, false));
        topics.startFeed(catalog);
        assertThat(catalog.containsProduct(1)).isFalse();
        assertThat(catalog.productIds(7)).containsExactly(2);

        topics.send(topics.product(2, null), topics.entry(7, 2, false));
        await().until(() -> catalog.productCount() == 0 && catalog.catalogCount() == 0);
    }

    @Test
    void emptyTopicsAreReadyAtOnce(FeedTopics topics) throws Exception {
        KafkaCatalogFeed<String> feed = topics.startFeed(catalog);
        assertThat(feed.ready().join().next(topics.products, 0)).isZero();
        assertThat(catalog.attachment()).isEqualTo(feed.ready().join());
    }

    @Test
    void eachVersionCarriesTheOffsetsThatItWasReadUpTo(FeedTopics topics) throws Exception {
        topics.startFeed(catalog);
        List<String> torn = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            long id = i;
            topics.send(topics.product(id, "product"));
            await().until(() -> catalog.containsProduct(id));
            catalog.read(
                    view -> {
                        TopicOffsets offsets = (TopicOffsets) view.attachment();
                        long read =
                                offsets.next(topics.products, 0) + offsets.next(topics.products, 1);
                        if (read != view.productCount()) {
                            torn.add(read + " records, " + view.productCount() + " products");
                        }
                        return null;
                    });
        }
        assertThat(torn).isEmpty();
    }

    @Test
    void duplicatesAndReplaysChangeNothing(FeedTopics topics) throws Exception {
        for (int round = 0; round < 2; round++) {
            topics.send(
                    topics.product(1, "tea"),
                    topics.product(1, "tea"),
                    topics.entry(7, 1, true),
                    topics.entry(7, 1, true));
        }
        topics.startFeed(catalog);
        assertThat(catalog.productCount()).isEqualTo(1);
        assertThat(catalog.productIds(7)).containsExactly(1);
    }

    @Test
    void aFeedThatIsStartedAgainReplacesWhatTheCatalogHeld(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"), topics.entry(7, 1, true));
        catalog.applyBatch(
                batch -> {
                    batch.upsertProduct(99, "left over");
                    batch.addToCatalog(8, 99);
                });
        topics.startFeed(catalog).close();
        assertThat(catalog.containsProduct(99)).isFalse();
        assertThat(catalog.catalogCount()).isEqualTo(1);

        topics.send(topics.product(2, "milk"));
        assertThat(catalog.productCount()).isEqualTo(1);
        AtomicBoolean seenEmpty = new AtomicBoolean();
        topics.startFeed(
                topics.builder(catalog)
                        .listener(
                                Listening.onProgress(
                                        (read, total) ->
                                                seenEmpty.compareAndSet(
                                                        false, catalog.product(1) == null))));
        assertThat(catalog.productCount()).isEqualTo(2);
        assertThat(seenEmpty).as("the old version served meanwhile").isFalse();
    }

    @Test
    void replicasEndEqual(FeedTopics topics) throws Exception {
        ProductCatalog<String> other = ProductCatalog.create();
        topics.startFeed(catalog);
        for (int i = 0; i < 2_000; i++) {
            topics.producer().send(topics.product(i % 300, i % 7 == 0 ? null : "product " + i));
            topics.producer().send(topics.entry(i % 5, i % 300, i % 3 != 0));
            if (i == 1_000) {
                topics.producer().flush();
                topics.startFeed(topics.builder(other).refreshEvery(Duration.ofMillis(30)));
            }
        }
        topics.producer().flush();
        long sent = 4_000;
        await().until(() -> passed(catalog) == sent && passed(other) == sent);
        assertThat(contents(other)).isEqualTo(contents(catalog));
        assertThat(catalog.productCount()).isPositive();
    }

    @Test
    void aCompactedTopicIsReadToItsEnd(FeedTopics topics) throws Exception {
        String filler = "x".repeat(2_000);
        int count = 0;
        for (int round = 0; round < 150; round++) {
            for (int id = 0; id < 20; id++) {
                topics.producer().send(topics.product(id, round + filler));
                count++;
            }
        }
        topics.producer().flush();
        long sent = count;
        await().atMost(BrokerExtension.LIMIT)
                .pollInterval(Duration.ofMillis(300))
                .until(
                        () -> {
                            ProductCatalog<String> fresh = ProductCatalog.create();
                            try (KafkaCatalogFeed<String> feed = topics.startFeed(fresh)) {
                                assertThat(passed(fresh)).isEqualTo(sent);
                                assertThat(fresh.productCount()).isEqualTo(20);
                                assertThat(fresh.product(3)).isEqualTo(149 + filler);
                                return feed.status().recordCount() < sent; // compaction was there
                            }
                        });
    }

    @Test
    void aTransactionOfOnePartitionIsVisibleWholeOrNotAtAll(FeedTopics topics) throws Exception {
        topics.startFeed(
                topics.builder(catalog).consumerProperties(Map.of("max.poll.records", 100)));
        KafkaProducer<byte[], byte[]> producer =
                topics.newProducer(Map.of("transactional.id", topics.products));
        producer.initTransactions();
        AtomicInteger tornCount = new AtomicInteger();
        AtomicBoolean done = new AtomicBoolean();
        Thread reader =
                new Thread(
                        () -> {
                            while (!done.get()) {
                                boolean whole =
                                        catalog.read(
                                                view -> {
                                                    String first = view.product(0);
                                                    String last = view.product(199);
                                                    return first == null
                                                            ? last == null
                                                            : first.equals(last);
                                                });
                                if (!whole) {
                                    tornCount.incrementAndGet();
                                }
                            }
                        });
        reader.start();
        try {
            for (int round = 0; round < 10; round++) {
                producer.beginTransaction();
                for (int id = 0; id < 200; id++) {
                    producer.send(FeedTopics.product(topics.products, 0, id, "round " + round));
                }
                producer.flush();
                if (round % 2 == 0) {
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                    String expected = "round " + round;
                    await().until(() -> expected.equals(catalog.product(199)));
                }
            }
        } finally {
            done.set(true);
            reader.join();
        }
        assertThat(tornCount).hasValue(0);
        assertThat(catalog.version()).as("a refresh for each commit").isLessThanOrEqualTo(11);
    }

    private long passed(ProductCatalog<String> of) {
        return of.attachment() instanceof TopicOffsets offsets
                ? offsets.next().values().stream().mapToLong(Long::longValue).sum()
                : 0;
    }

    private static List<Object> contents(ProductCatalog<String> of) {
        return of.read(
                view -> {
                    Map<Long, String> products = new TreeMap<>();
                    view.forEachProduct(products::put);
                    Map<Long, Set<Long>> catalogs = new TreeMap<>();
                    for (long id : view.catalogIds()) {
                        Set<Long> ids = new TreeSet<>();
                        view.forEachProductId(id, ids::add);
                        catalogs.put(id, ids);
                    }
                    return List.of(products, catalogs);
                });
    }
}
