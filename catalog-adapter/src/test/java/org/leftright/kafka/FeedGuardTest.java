// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;
import static org.leftright.kafka.FeedTopics.product;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.leftright.catalog.CatalogGuard;
import org.leftright.catalog.CatalogView;
import org.leftright.catalog.CatalogWriter;
import org.leftright.catalog.ProductCatalog;

/** Topics that have lost what they cannot have lost: the version before is served. */
@ExtendWith(BrokerExtension.class)
class FeedGuardTest {
    private final ProductCatalog<String> catalog = ProductCatalog.create();
    private final List<String> told = new CopyOnWriteArrayList<>();

    private final FeedListener listener =
            new FeedListener() {
                @Override
                public void onState(FeedState state) {
                    told.add(state.toString());
                }

                @Override
                public void onHold(FeedHold hold) {
                    told.add(hold.objection());
                }
            };

    @Test
    void aCatalogThatLosesTooMuchIsHeldBackUntilItHasEnoughAgain(FeedTopics topics)
            throws Exception {
        String topic = createTopic(topics);
        send(topics, topic, "old", 0, 10);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Instant begin = Instant.now();
        try (FeedLog log = new FeedLog()) {
            KafkaCatalogFeed<String> feed =
                    topics.startFeed(builder(topics, topic).contentGuard(CatalogGuard.keeping(.8)));
            KafkaFeedMetrics.of(feed).bindTo(registry);
            send(topics, topic, "old", 10, 10); // more is never too few
            await().until(() -> catalog.productCount() == 20);
            assertThat(feed.status().hold()).isNull();
            assertThat(registry.get("leftright.feed.held").timeGauge().value()).isZero();

            long version = catalog.version();
            String why = "15 products, less than 0.8 of the 20 before";
            try (Watcher watcher = Watcher.ofOldOrNew(catalog, 20, 17)) {
                send(topics, topic, null, 0, 5);
                await().until(() -> feed.status().state() == FeedState.HELD);
                FeedStatus status = feed.status();
                assertThat(status.hold()).isNotNull();
                assertThat(status.hold().objection()).isEqualTo(why);
                assertThat(status.hold().since()).isBetween(begin, Instant.now());
                assertThat(status.cause()).hasMessageContaining(why);
                assertThat(status.cause().reason()).isEqualTo(FeedException.Reason.HELD);
                assertThat(status.isReady()).isTrue();
                assertThat(status.isHealthy(Duration.ofDays(1))).isFalse();
                await().until(() -> feed.status().lag() == 5);
                assertThat(registry.get("leftright.feed.pending").gauge().value()).isEqualTo(5);
                assertThat(registry.get("leftright.feed.held").timeGauge().value()).isPositive();
                long read = watcher.readCount();
                await().until(() -> watcher.readCount() > read);

                sendNewOnes(topics, topic);
                await().until(() -> feed.status().state() == FeedState.LIVE);
            }
            assertThat(catalog.productCount()).isEqualTo(17);
            assertThat(feed.status().hold()).isNull();
            assertThat(feed.status().cause()).isNull();
            await().until(() -> feed.status().lag() == 0);
            assertThat(told).endsWith("LIVE", "HELD", why, "LIVE");
            assertThat(log.lines().stream().filter(line -> line.contains("held back since")))
                    .hasSize(1);
            assertThat(log.lines().stream().filter(line -> line.contains("holds back what")))
                    .singleElement(Assertions.as(Assertions.STRING))
                    .contains(why);
        }
    }

    /** Sends 17 new ones in the place of the old, for one poll. */
    private static void sendNewOnes(FeedTopics topics, String topic) {
        List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>();
        for (long id = 0; id < 20; id++) {
            all.add(product(topic, id, id < 17 ? "new" : null));
        }
        sendInOneBatch(topics, all);
    }

    @Test
    void aTopicCreatedAgainIsShownWhenItIsFilled(FeedTopics topics, @TempDir Path folder)
            throws Exception {
        Path file = folder.resolve("checkpoint");
        AtomicBoolean broken = new AtomicBoolean(true);
        Serializer<String> serializer =
                (name, product) -> {
                    if (broken.get()) {
                        throw new SerializationException("planned");
                    }
                    return FeedTopics.bytes(product);
                };
        String topic = createTopic(topics);
        send(topics, topic, "old", 0, 10);
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        builder(topics, topic)
                                .checkpoint(file, serializer)
                                .checkpointEvery(Duration.ofMillis(1))
                                .contentGuard(CatalogGuard.keeping(.8)));
        long version = catalog.version();
        try (Watcher watcher = Watcher.ofOldOrNew(catalog, 10, 9)) {
            topics.deleteTopics(topic);
            topics.broker.createTopic(topic, 1, Map.of());
            send(topics, topic, "new", 0, 2);
            await().until(() -> feed.status().state() == FeedState.HELD);
            assertThat(feed.status().hold().objection()).contains("2 products");
            assertThat(feed.status().isReady()).isTrue();
            await().until(() -> feed.status().lag() == 2);
            Duration staleness = feed.status().staleness();
            await().until(() -> feed.status().staleness().compareTo(staleness) > 0);

            broken.set(false);
            send(topics, topic, "new", 2, 2);
            await().until(() -> feed.status().hold().objection().contains("4 products"));
            assertThat(file).as("of the old topic, with the id of the new").doesNotExist();
            send(topics, topic, "new", 4, 5);
            await().until(() -> feed.status().state() == FeedState.LIVE);
            assertThat(watcher.readCount()).isPositive();
        }
        assertThat(catalog.version()).as("one refresh").isEqualTo(version + 1);
        assertThat(catalog.productCount()).isEqualTo(9);
        await().until(() -> feed.status().lag() == 0);
        await().until(() -> Files.exists(file));
    }

    @Test
    void anEmptyTopicAtTheFirstStartIsNotReadyAndWhoKnowsBetterMayShowIt(FeedTopics topics)
            throws Exception {
        String topic = createTopic(topics);
        KafkaCatalogFeed<String> feed =
                topics.feed(builder(topics, topic).contentGuard(CatalogGuard.atLeast(3)));
        assertThat(feed.showHeld()).isFalse();
        feed.start();
        await().until(() -> feed.status().state() == FeedState.HELD);
        assertThat(feed.status().isReady()).isFalse();
        Assertions.assertThatExceptionOfType(FeedException.class)
                .isThrownBy(() -> feed.awaitReady(Duration.ZERO))
                .withMessageContaining("0 products, fewer than 3");

        assertThat(feed.showHeld()).isTrue();
        feed.awaitReady(BrokerExtension.LIMIT);
        await().until(() -> feed.status().state() == FeedState.LIVE);
        send(topics, topic, "old", 0, 2);
        await().until(() -> catalog.productCount() == 2); // until there is no objection
        send(topics, topic, "old", 2, 1);
        await().until(() -> catalog.productCount() == 3);
        send(topics, topic, null, 0, 1);
        await().until(() -> feed.status().state() == FeedState.HELD); // then it counts
        assertThat(catalog.productCount()).isEqualTo(3);
        feed.close();
        assertThat(feed.status().hold()).isNull();
        assertThat(feed.showHeld()).isFalse();
        assertThat(catalog.writer().pendingOpCount()).isZero();
        assertThat(catalog.productCount()).isEqualTo(3);
    }

    @Test
    @SuppressWarnings("try") // it only has to have run
    void aCheckpointIsServedIfTheTopicHasLostTooMuchSince(FeedTopics topics, @TempDir Path folder)
            throws Exception {
        Path file = folder.resolve("checkpoint");
        String topic = createTopic(topics);
        send(topics, topic, "old", 0, 10);
        checkpointOf(topics, topic, file);
        send(topics, topic, null, 0, 9);
        ProductCatalog<String> restarted = ProductCatalog.create();
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        topics.builder(restarted)
                                .productsTopic(topic)
                                .checkpoint(file, new StringSerializer())
                                .checkpointEvery(Duration.ofMillis(1))
                                .contentGuard(CatalogGuard.keeping(.8)));
        assertThat(restarted.productCount()).isEqualTo(10);
        assertThat(feed.status().isReady()).isTrue();
        assertThat(feed.status().state()).isEqualTo(FeedState.HELD);
        assertThat(feed.status().offsets().next(topic, 0)).isEqualTo(10);
        Files.delete(file);
        send(topics, topic, "old", 10, 1);
        await().until(() -> feed.status().hold().objection().contains("2 products"));
        assertThat(feed.showHeld()).isTrue();
        await().until(() -> restarted.productCount() == 2);
        await().until(() -> Files.exists(file));
    }

    @Test
    @SuppressWarnings("try") // it only has to have run
    void aCheckpointThatTheGuardObjectsToIsNotShown(FeedTopics topics, @TempDir Path folder)
            throws Exception {
        Path file = folder.resolve("checkpoint");
        String topic = createTopic(topics);
        send(topics, topic, "old", 0, 2);
        checkpointOf(topics, topic, file);
        ProductCatalog<String> restarted = ProductCatalog.create();
        KafkaCatalogFeed<String> feed =
                topics.feed(
                        topics.builder(restarted)
                                .productsTopic(topic)
                                .checkpoint(file, new StringSerializer())
                                .contentGuard(CatalogGuard.atLeast(3)));
        feed.start();
        await().until(() -> feed.status().state() == FeedState.HELD);
        assertThat(feed.status().isReady()).isFalse();
        assertThat(restarted.version()).isZero();
        send(topics, topic, "old", 2, 1);
        feed.awaitReady(BrokerExtension.LIMIT);
        assertThat(restarted.productCount()).isEqualTo(3);
        feed.close(); // else it would write into the folder while that is deleted
    }

    /** Makes a feed that refreshes at markers, and that tells of each question to its guard. */
    private KafkaCatalogFeed<String> markedFeed(
            FeedTopics topics,
            String topic,
            CatalogGuard<String> guard,
            Consumer<CatalogView<String>> asked) {
        return topics.feed(
                builder(topics, topic)
                        .refreshOnMarker()
                        .contentGuard(
                                (before, next, changes) -> {
                                    asked.accept(next);
                                    return guard.objection(before, next, changes);
                                }));
    }

    @Test
    void withMarkersWholeBatchesAreHeldBackAndShown(FeedTopics topics) throws Exception {
        String topic = createTopic(topics);
        List<Integer> seen = new CopyOnWriteArrayList<>();
        KafkaCatalogFeed<String> feed =
                markedFeed(
                        topics,
                        topic,
                        CatalogGuard.keeping(.8),
                        next -> seen.add(next.productCount()));
        send(topics, topic, "old", 0, 10);
        sendMarkers(topics, topic, 1);
        feed.start();
        feed.awaitReady(BrokerExtension.LIMIT);
        send(topics, topic, null, 0, 5);
        sendMarkers(topics, topic, 2);
        await().until(() -> feed.status().state() == FeedState.HELD);
        long readCount = feed.status().recordCount();
        send(topics, topic, null, 5, 4); // half of a batch
        await().until(() -> feed.status().recordCount() == readCount + 4);
        assertThat(feed.showHeld()).isTrue();
        await().until(() -> catalog.version() == 2);
        assertThat(catalog.productCount()).isEqualTo(5);
        await().until(() -> feed.status().state() == FeedState.LIVE);
        assertThat(feed.status().offsets().next(topic, 0)).isEqualTo(10 + 1 + 5 + 1);

        send(topics, topic, "old", 0, 4);
        sendMarkers(topics, topic, 3);
        await().until(() -> catalog.version() == 3);
        assertThat(catalog.productCount()).isEqualTo(5);
        assertThat(seen).containsOnly(10, 5);
    }

    @Test
    void aFirstBatchThatIsShownInSpiteOfTheGuardMakesTheFeedReady(FeedTopics topics)
            throws Exception {
        String topic = createTopic(topics);
        KafkaCatalogFeed<String> feed =
                topics.feed(
                        builder(topics, topic)
                                .refreshOnMarker()
                                .contentGuard(CatalogGuard.atLeast(3)));
        send(topics, topic, "old", 0, 2);
        sendMarkers(topics, topic, 1);
        feed.start();
        await().until(() -> feed.status().state() == FeedState.HELD);
        long readCount = feed.status().recordCount();
        send(topics, topic, "old", 2, 1); // the next batch has begun
        await().until(() -> feed.status().recordCount() == readCount + 1);
        assertThat(feed.showHeld()).isTrue();
        feed.awaitReady(BrokerExtension.LIMIT);
        assertThat(catalog.productCount()).isEqualTo(2);
    }

    @Test
    void withMarkersTheGuardIsAskedNowAndThen(FeedTopics topics) throws Exception {
        String topic = createTopic(topics);
        List<Long> askedNs = new CopyOnWriteArrayList<>();
        KafkaCatalogFeed<String> feed =
                markedFeed(
                        topics,
                        topic,
                        CatalogGuard.atLeast(3),
                        next -> askedNs.add(System.nanoTime()));
        send(topics, topic, "old", 0, 2);
        sendMarkers(topics, topic, 1);
        feed.start();
        await().until(() -> askedNs.size() >= 4);
        for (int i = 1; i < 4; i++) {
            assertThat(Duration.ofNanos(askedNs.get(i) - askedNs.get(i - 1)))
                    .as("nothing has come since")
                    .isGreaterThan(Duration.ofMillis(500));
        }

        assertThat(feed.showHeld()).isTrue();
        feed.awaitReady(BrokerExtension.LIMIT);
        send(topics, topic, "old", 2, 1);
        sendMarkers(topics, topic, 2);
        await().until(() -> catalog.productCount() == 3);
        assertThat(catalog.version()).isEqualTo(2);
    }

    @Test
    void aGuardThatThrowsHoldsBackAndIsAskedAgainWithoutRecords(FeedTopics topics)
            throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        KafkaCatalogFeed<String> feed =
                topics.feed(
                        topics.builder(catalog)
                                .contentGuard(
                                        (before, next, changes) -> {
                                            if (broken.get()) {
                                                throw new AssertionError("planned");
                                            }
                                            return null;
                                        }));
        feed.start();
        await().until(() -> feed.status().cause() != null);
        assertThat(feed.status().cause()).hasMessageContaining("thrown java.lang.AssertionError");
        await().until(() -> feed.status().state() == FeedState.HELD);
        broken.set(false);
        feed.awaitReady(BrokerExtension.LIMIT);
        assertThat(feed.status().hold()).isNull();
    }

    @Test
    void aGuardInWhichMemoryEndsLeavesNothingPending(FeedTopics topics) throws Exception {
        send(topics, topics.products, "old", 0, 3);
        KafkaCatalogFeed<String> feed =
                topics.feed(
                        topics.builder(catalog)
                                .contentGuard(
                                        (before, next, changes) -> {
                                            throw new OutOfMemoryError("planned");
                                        }));
        feed.start();
        await().until(() -> feed.status().state() == FeedState.FAILED);
        assertThat(catalog.writer().pendingOpCount()).isZero();
        assertThat(catalog.version()).isZero();
    }

    @Test
    void aGuardThatChangesItsMindAllTheTimeIsLoggedOnceAMinute() {
        AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 100); // it may wrap around
        AtomicBoolean objects = new AtomicBoolean();
        try (FeedLog log = new FeedLog()) {
            FeedGuard guard =
                    new FeedGuard(
                            (before, next, changes) -> objects.get() ? "no" : null,
                            catalog.group(),
                            new FeedReport("shop", listener),
                            clock::get);
            for (int second = 0; second < 120; second++) {
                objects.set(second % 2 == 0);
                assertThat(guard.lets()).isNotEqualTo(objects.get());
                clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
            }
            assertThat(log.lines()).as("two minutes").hasSize(4);
        }
    }

    @Test
    void entriesThatAreLostCountAsProductsDo() {
        CatalogWriter<String> writer = catalog.writer();
        writer.replaceCatalog(1, new long[] {1, 2, 3, 4, 5});
        writer.replaceCatalog(2, new long[] {1, 2, 3, 4, 5});
        writer.refresh();
        CatalogGuard<String> guard = CatalogGuard.<String>atLeast(1).and(CatalogGuard.keeping(.8));
        assertThat(objection(guard)).isEqualTo("0 products, fewer than 1");
        writer.upsertProduct(1, "tea");
        assertThat(objection(guard)).isNull();
        writer.removeFromCatalog(1, 1);
        writer.removeFromCatalog(1, 2);
        assertThat(objection(guard)).isNull();
        writer.removeFromCatalog(2, 3);
        assertThat(objection(guard)).isEqualTo("7 catalog entries, less than 0.8 of the 10 before");
        writer.addToCatalog(2, 7);
        assertThat(objection(guard)).isNull();
    }

    /** In binary, 0.55 times 100 is a little more than 55. */
    @Test
    void theVeryShareIsKept() {
        for (int id = 1; id <= 100; id++) {
            catalog.writer().upsertProduct(id, "tea");
        }
        catalog.writer().refresh();
        for (int id = 56; id <= 100; id++) {
            catalog.writer().removeProduct(id);
        }
        assertThat(objection(CatalogGuard.keeping(.55))).isNull();
        catalog.writer().removeProduct(1);
        assertThat(objection(CatalogGuard.keeping(.55))).startsWith("54 products, less than 0.55");
    }

    private String objection(CatalogGuard<String> guard) {
        return catalog.<String>read(
                before ->
                        catalog.writer()
                                .<String>preview(
                                        (next, changes) -> guard.objection(before, next, changes)));
    }

    @Test
    void wrongGuardsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CatalogGuard.atLeast(0))
                .withMessageContaining("1 or more: 0");
        for (double share : new double[] {0, 1.1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> CatalogGuard.keeping(share))
                    .withMessageContaining("more than 0 and at most 1: " + share);
        }
    }

    // ------------------------------------------------------------- producing

    private KafkaCatalogFeedBuilder<String> builder(FeedTopics topics, String topic) {
        return topics.builder(catalog).productsTopic(topic).listener(listener);
    }

    private void checkpointOf(FeedTopics topics, String topic, Path file) throws Exception {
        KafkaCatalogFeed<String> feed =
                topics.startFeed(builder(topics, topic).checkpoint(file, new StringSerializer()));
        await().until(() -> Files.exists(file));
        feed.close();
    }

    private static String createTopic(FeedTopics topics) throws Exception {
        String topic = topics.products + "-one";
        topics.broker.createTopic(topic, 1, Map.of());
        return topic;
    }

    private static void sendMarkers(FeedTopics topics, String topic, long number) {
        topics.send(BatchMarker.record(topic, 0, number));
        topics.send(BatchMarker.record(topics.entries, 0, number));
        topics.send(BatchMarker.record(topics.entries, 1, number));
    }

    private static void send(FeedTopics topics, String topic, String value, long from, int count) {
        List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>();
        for (long id = from; id < from + count; id++) {
            all.add(product(topic, id, value));
        }
        sendInOneBatch(topics, all);
    }

    /** One request to one partition: the broker takes all of it at once. */
    private static void sendInOneBatch(
            FeedTopics topics, List<ProducerRecord<byte[], byte[]>> records) {
        KafkaProducer<byte[], byte[]> producer =
                topics.newProducer(Map.of("linger.ms", 60_000, "batch.size", 1 << 20));
        records.forEach(producer::send);
        producer.flush();
    }
}
