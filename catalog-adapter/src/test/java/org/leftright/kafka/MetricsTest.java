// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.leftright.LeftRightMap;
import org.leftright.Stats;
import org.leftright.catalog.LeftRightMetrics;
import org.leftright.catalog.ProductCatalog;

/** Meters of a map, a catalog and a feed. */
@ExtendWith(BrokerExtension.class)
class MetricsTest {
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final ProductCatalog<String> catalog =
            ProductCatalog.<String>builder()
                    .name("catalog")
                    .stallTimeout(Duration.ZERO)
                    .stragglerListener(straggler -> {})
                    .build();

    @AfterEach
    void close() {
        registry.close();
    }

    private double counter(String name) {
        return registry.get(name).functionCounter().count();
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    private double seconds(String name) {
        return registry.get(name).timeGauge().value();
    }

    @Test
    void eachFigureOfTheStatsHasAMeter() throws Exception {
        LeftRightMetrics.of("catalog", catalog, ProductCatalog::stats).bindTo(registry);
        catalog.applyBatch(
                batch -> {
                    batch.upsertProduct(17, "tea");
                    batch.upsertProduct(18, "milk");
                });
        straggleWhile(
                () -> {
                    catalog.applyBatch(batch -> batch.removeProduct(17));
                    catalog.writer().upsertProduct(19, "water");
                });

        Stats stats = catalog.stats();
        assertThat(gauge("leftright.version")).isEqualTo(2);
        assertThat(gauge("leftright.ops.pending")).isOne();
        assertThat(gauge("leftright.handles")).isZero();
        assertThat(gauge("leftright.slots")).isEqualTo(stats.slotCount()).isPositive();
        assertThat(counter("leftright.refreshes")).isEqualTo(2);
        assertThat(counter("leftright.ops.replayed")).isEqualTo(stats.replayedOpCount());
        assertThat(counter("leftright.replay.failures")).isZero();
        assertThat(counter("leftright.rebuilds")).isEqualTo(stats.cloneCount()).isEqualTo(2);
        assertThat(counter("leftright.abandons")).isOne();
        assertThat(counter("leftright.stragglers")).isOne();
        assertThat(gauge("leftright.stragglers.open")).isEqualTo(stats.openStragglerCount());
        assertThat(counter("leftright.readers.reclaimed")).isEqualTo(stats.reclaimedCount());
        assertThat(counter("leftright.lookup.fallbacks")).isZero();
        assertThat(registry.getMeters()).hasSize(figureCount());
        assertAllTagged("map", "catalog");
    }

    private static int figureCount() {
        return (int)
                Stream.of(Stats.class.getMethods()).filter(method -> !method.isSynthetic()).count();
    }

    /** While another thread stays in a section. */
    private void straggleWhile(Runnable writes) throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread reader =
                new Thread(
                        () ->
                                catalog.read(
                                        view -> {
                                            inside.countDown();
                                            return awaited(end);
                                        }));
        reader.start();
        inside.await();
        writes.run();
        end.countDown();
        reader.join();
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void mapsHaveTheSameMetersUnderTheirNames() {
        LeftRightMap<String, Integer> prices = LeftRightMap.create();
        LeftRightMetrics.of("prices", prices, LeftRightMap::stats).bindTo(registry);
        LeftRightMetrics.of("catalog", catalog, ProductCatalog::stats).bindTo(registry);
        prices.writer().batch(writer -> writer.put("tea", 3));

        assertThat(gauge("leftright.version", "map", "prices")).isOne();
        assertThat(gauge("leftright.version", "map", "catalog")).isZero();
    }

    @Test
    void aMapBoundUnderTheNameOfAnotherTakesItsPlaceAndLeavesNothingWhenItIsClosed() {
        LeftRightMap<String, Integer> first = LeftRightMap.create();
        LeftRightMetrics<LeftRightMap<String, Integer>> ofFirst =
                LeftRightMetrics.of("prices", first, LeftRightMap::stats);
        ofFirst.bindTo(registry);
        LeftRightMap<String, Integer> second = LeftRightMap.create();
        LeftRightMetrics<LeftRightMap<String, Integer>> ofSecond =
                LeftRightMetrics.of("prices", second, LeftRightMap::stats);
        ofSecond.bindTo(registry);
        second.writer().batch(writer -> writer.put("tea", 3));
        assertThat(gauge("leftright.version")).isOne();

        ofFirst.close();
        assertThat(gauge("leftright.version")).as("not its own any more").isOne();
        ofSecond.close();
        assertThat(registry.getMeters()).isEmpty();
    }

    /** A registry that writes units behind names makes leftright_version_versions of others. */
    @Test
    void noNameIsRepeatedByItsUnit(FeedTopics topics, @TempDir Path folder) {
        KafkaCatalogFeed<String> feed =
                topics.feed(
                        topics.builder(catalog)
                                .checkpoint(folder.resolve("file"), new StringSerializer()));
        KafkaFeedMetrics.of(feed).bindTo(registry);
        LeftRightMetrics.of("catalog", catalog, ProductCatalog::stats).bindTo(registry);
        assertThat(registry.getMeters())
                .hasSizeGreaterThan(30)
                .extracting(meter -> meter.getId().getBaseUnit())
                .containsOnly(null, "seconds", "bytes");
    }

    @Test
    void aFeedThatTakesThePlaceOfOneThatFailedHasTheMeters(FeedTopics topics) throws Exception {
        topics.send(new ProducerRecord<>(topics.products, new byte[1], new byte[1]));
        KafkaCatalogFeed<String> failed =
                topics.feed(topics.builder(catalog).name("shop").failOnPoison());
        KafkaFeedMetrics.of(failed).bindTo(registry);
        failed.start();
        await().until(() -> gauge("leftright.feed.state", "state", "failed") == 1);

        KafkaCatalogFeed<String> second =
                topics.feed(topics.builder(catalog).name("shop").skipPoison((record, cause) -> {}));
        KafkaFeedMetrics.of(second).bindTo(registry);
        second.start();
        second.awaitReady(BrokerExtension.LIMIT);
        assertThat(gauge("leftright.feed.state", "state", "failed")).isZero();
        assertThat(gauge("leftright.feed.state", "state", "live")).isOne();
        assertThat(counter("leftright.feed.records.skipped")).isOne();

        failed.close();
        assertThat(gauge("leftright.feed.state", "state", "live")).isOne();
        second.close();
        assertThat(registry.getMeters()).isEmpty();
        KafkaFeedMetrics.of(second).bindTo(registry);
        assertThat(registry.getMeters()).as("of a feed that is closed").isEmpty();
    }

    @Test
    void feedsWithoutANameHaveDifferentOnes(FeedTopics topics) {
        KafkaCatalogFeed<String> first = topics.feed(topics.builder(catalog));
        KafkaCatalogFeed<String> second = topics.feed(topics.builder(catalog));
        assertThat(first.name()).startsWith("catalog-feed-").isNotEqualTo(second.name());
        KafkaFeedMetrics.of(first).bindTo(registry);
        int count = registry.getMeters().size();
        KafkaFeedMetrics.of(second).bindTo(registry);
        assertThat(registry.getMeters()).hasSize(2 * count);
    }

    @Test
    void aFeedShowsWhatItsRefreshesAndCheckpointsComeTo(FeedTopics topics, @TempDir Path folder)
            throws Exception {
        Path file = folder.resolve("checkpoint");
        AtomicBoolean broken = new AtomicBoolean(true);
        Serializer<String> serializer =
                (topic, product) -> {
                    if (broken.get()) {
                        throw new IllegalStateException("not yet");
                    }
                    return FeedTopics.bytes(product);
                };
        topics.send(topics.product(1, "tea"), topics.product(2, "milk"), topics.entry(7, 1, true));
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        topics.builder(catalog)
                                .refreshEveryRecords(5)
                                .checkpoint(file, serializer)
                                .checkpointEvery(Duration.ofMillis(10)));
        KafkaFeedMetrics.of(feed).bindTo(registry);
        assertThat(gauge("leftright.feed.products")).isEqualTo(2);
        assertThat(gauge("leftright.feed.catalogs")).isOne();
        assertThat(registry.get("leftright.feed.refresh").functionTimer().count()).isOne();
        assertThat(
                        registry.get("leftright.feed.refresh")
                                .functionTimer()
                                .totalTime(TimeUnit.NANOSECONDS))
                .isPositive();
        assertThat(gauge("leftright.feed.refresh.records")).isEqualTo(3);
        assertThat(gauge("leftright.feed.pending")).isZero();

        await().until(() -> counter("leftright.feed.checkpoint.failures") > 1);
        assertThat(seconds("leftright.feed.checkpoint.age")).isNaN();
        assertThat(gauge("leftright.feed.checkpoint.size")).isZero();
        broken.set(false);
        await().until(() -> seconds("leftright.feed.checkpoint.age") > 0);
        assertThat(gauge("leftright.feed.checkpoint.size")).isEqualTo(Files.size(file));

        topics.send(
                topics.product(1, "green tea"),
                topics.product(1, "tea"),
                topics.product(3, "soda"));
        await().until(() -> gauge("leftright.feed.pending") == 2);
        topics.send(topics.product(4, "water"), topics.product(5, "juice"));
        await().until(() -> gauge("leftright.feed.products") == 5);
        await().until(() -> gauge("leftright.feed.refresh.records") == 5);
        assertThat(gauge("leftright.feed.pending")).isZero();
    }

    @Test
    void aFeedThatWasNotStartedShowsThatItKnowsNothing(FeedTopics topics) {
        KafkaCatalogFeed<String> feed = topics.feed(topics.builder(catalog).name("shop"));
        KafkaFeedMetrics.of(feed).bindTo(registry);

        assertThat(gauge("leftright.feed.state", "state", "starting")).isOne();
        assertThat(gauge("leftright.feed.state", "state", "live")).isZero();
        assertThat(seconds("leftright.feed.staleness")).isNaN();
        assertThat(seconds("leftright.feed.record.age")).isNaN();
        assertThat(seconds("leftright.feed.broker.silence")).isZero();
        assertThat(gauge("leftright.feed.catchup.remaining")).isZero();
        assertThat(registry.find("leftright.feed.lag").gauges()).isEmpty();
        assertAllTagged("feed", "shop");
    }

    @Test
    void aFeedShowsItsStateItsLagByPartitionAndHowOldItsDataIs(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"));
        KafkaCatalogFeed<String> feed =
                topics.startFeed(topics.builder(catalog).name("shop").refreshEveryRecords(5));
        KafkaFeedMetrics.of(feed).bindTo(registry);
        await().until(() -> registry.find("leftright.feed.lag").gauges().size() == 4);
        for (int id = 0; id < 3; id++) {
            topics.send(FeedTopics.product(topics.products, 1, id, "tea"));
        }
        await().until(() -> lag(topics, 1) == 3);
        assertThat(lag(topics, 0)).isZero();
        await().until(() -> counter("leftright.feed.records") == 4);
        assertThat(gauge("leftright.feed.state", "state", "live")).isOne();
        assertThat(gauge("leftright.feed.state", "state", "starting")).isZero();
        assertThat(seconds("leftright.feed.staleness")).isPositive();
        assertThat(seconds("leftright.feed.record.age")).isPositive();
        assertThat(registry.get("leftright.feed.staleness").timeGauge().baseTimeUnit())
                .isEqualTo(TimeUnit.SECONDS);
        assertThat(counter("leftright.feed.records.skipped")).isZero();
        assertThat(counter("leftright.feed.rebuilds")).isZero();
        assertAllTagged("feed", "shop");

        topics.growTo(topics.products, 3);
        await().until(() -> registry.find("leftright.feed.lag").gauges().size() == 5);

        feed.close();
        assertThat(registry.getMeters()).isEmpty();
    }

    private double lag(FeedTopics topics, int partition) {
        return gauge(
                "leftright.feed.lag",
                "topic",
                topics.products,
                "partition",
                Integer.toString(partition));
    }

    private void assertAllTagged(String key, String value) {
        assertThat(registry.getMeters())
                .allSatisfy(
                        meter -> {
                            Meter.Id id = meter.getId();
                            assertThat(id.getName()).startsWith("leftright.");
                            assertThat(id.getDescription()).as(id.getName()).isNotBlank();
                            assertThat(id.getTag(key)).isEqualTo(value);
                        });
    }
}
