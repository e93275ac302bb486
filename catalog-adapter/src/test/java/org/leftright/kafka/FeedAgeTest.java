// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.leftright.kafka.FeedTopics.product;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.leftright.catalog.ProductCatalog;

/** A feed that was away for so long that the tombstones written meanwhile are gone. */
@ExtendWith(BrokerExtension.class)
class FeedAgeTest {
    private static final TopicPartition TEA = new TopicPartition("products", 0);
    private static final TopicPartition MILK = new TopicPartition("products", 1);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private static final Map<String, String> FORGETFUL =
            Map.of(
                    "cleanup.policy", "compact",
                    "delete.retention.ms", "0",
                    "segment.ms", "100",
                    "min.cleanable.dirty.ratio", "0.01");

    private final FeedAge age = new FeedAge(HOUR);

    @Test
    void whoHasReadAllWithinTheLimitGoesOn() {
        age.begin(List.of(TEA, MILK), NOON, NOON);
        age.check(NOON.plus(HOUR), Set.of());
        age.reads(Map.of(TEA, 5L, MILK, 7L), NOON.plus(HOUR), Map.of(TEA, 5L, MILK, 7L));
        assertThatCode(() -> age.check(NOON.plus(HOUR).plus(HOUR), Set.of()))
                .doesNotThrowAnyException();
    }

    @Test
    void onePartitionThatWasNotReadToItsEndIsTooMany() {
        age.begin(List.of(TEA, MILK), NOON, NOON);
        age.reads(Map.of(TEA, 5L, MILK, 7L), NOON.plus(HOUR), Map.of(TEA, 5L, MILK, 6L));
        assertThatThrownBy(() -> age.check(NOON.plus(HOUR).plusMillis(1), Set.of()))
                .hasMessage(
                        "products-1 was last read to its end at 2026-01-01T12:00:00Z, longer ago"
                                + " than PT1H: tombstones may have gone since");
    }

    @Test
    void whatCannotBeReadWithinTheLimitIsNotReadAgainAndAgain() {
        age.begin(List.of(TEA, MILK), NOON, null);
        age.reads(Map.of(TEA, 5L, MILK, 7L), NOON.plus(HOUR), Map.of(TEA, 5L, MILK, 6L));
        Instant late = NOON.plus(HOUR).plusMillis(1);
        assertThatThrownBy(() -> age.check(late, Set.of()))
                .isInstanceOf(FeedException.class)
                .hasMessageContaining("products-1 was not read to its end within PT1H: set a");
        age.reads(Map.of(MILK, 7L), NOON.plus(HOUR), Map.of(MILK, 7L));
        assertThatCode(() -> age.check(late, Set.of())).doesNotThrowAnyException();
        assertThatThrownBy(() -> age.check(late.plus(HOUR), Set.of()))
                .as("was read to its end since")
                .isInstanceOf(TopicLostException.class);
    }

    @Test
    void whoIsAlwaysALittleBehindHasReadWhatWasThereAMomentAgo() {
        for (Instant asOf : new Instant[] {null, NOON}) {
            age.begin(List.of(TEA), NOON, asOf);
            for (int minute = 1; minute <= 90; minute++) {
                Instant now = NOON.plus(Duration.ofMinutes(minute));
                age.reads(Map.of(TEA, 100L * minute), now, Map.of(TEA, 100L * minute - 10));
                age.check(now, Set.of());
            }
        }
    }

    @Test
    void whatALogHasLostIsNotWaitedFor() {
        age.begin(List.of(TEA), NOON, NOON);
        Instant later = NOON.plus(HOUR);
        age.reads(Map.of(TEA, 9L), later, Map.of(TEA, 5L));
        age.reads(Map.of(TEA, 5L), later, Map.of(TEA, 5L));
        assertThatCode(() -> age.check(later.plus(HOUR), Set.of())).doesNotThrowAnyException();
    }

    @Test
    void aPartitionThatHasNoLeaderGrowsOld() {
        age.begin(List.of(TEA, MILK), NOON, NOON);
        age.reads(Map.of(TEA, 5L), NOON.plus(HOUR), Map.of(TEA, 5L, MILK, 7L));
        Instant later = NOON.plus(HOUR).plusMillis(1);
        assertThatCode(() -> age.check(later, Set.of(MILK)))
                .as("it cannot be read again now")
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> age.check(later, Set.of())).isInstanceOf(TopicLostException.class);
    }

    @Test
    void whatWasRemovedWhileTheFeedWasAwayDoesNotStay(FeedTopics topics) throws Exception {
        String topic = topics.products + "-forgetful";
        topics.broker.createTopic(topic, 1, FORGETFUL);
        for (long id = 0; id <= 100; id++) {
            topics.producer().send(product(topic, id, "tea"));
        }
        topics.producer().flush();
        ProductCatalog<String> catalog = ProductCatalog.create();
        AtomicReference<Gate> gate = new AtomicReference<>();
        Duration maxAge = Duration.ofSeconds(6);
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        topics.builder(catalog)
                                .productsTopic(topic)
                                .maxAge(maxAge)
                                .listener(
                                        Listening.onRefresh(
                                                offsets -> {
                                                    Gate at = gate.get();
                                                    if (at != null) {
                                                        at.pass();
                                                    }
                                                })));
        assertThat(catalog.productCount()).isEqualTo(101);

        Gate away = new Gate();
        gate.set(away);
        topics.send(product(topic, 100, "milk"));
        away.awaitReached();
        topics.send(product(topic, 100, "milk")); // for the fetch that is open
        Instant last = Instant.now();
        for (long id = 0; id < 50; id++) {
            topics.producer().send(product(topic, id, null));
        }
        awaitCompaction(topics, topic);
        await().until(() -> last.plus(maxAge).isBefore(Instant.now()));
        gate.set(null);
        away.open();

        await().until(() -> catalog.productCount() == 51);
        assertThat(feed.status().rebuildCount()).isOne();
        await().until(() -> feed.status().state() == FeedState.LIVE);
        assertThat(feed.status().cause()).isNull();
    }

    /** Returns when a reader that begins now meets no tombstone. */
    private static void awaitCompaction(FeedTopics topics, String topic) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", topics.broker.bootstrapServers());
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            await().until(
                            () -> {
                                topics.send(product(topic, 100, "milk")); // begins a segment
                                consumer.seekToBeginning(List.of(partition));
                                long end = consumer.endOffsets(List.of(partition)).get(partition);
                                int tombstones = 0;
                                while (consumer.position(partition) < end) {
                                    for (var read : consumer.poll(Duration.ofMillis(100))) {
                                        tombstones += read.value() == null ? 1 : 0;
                                    }
                                }
                                return tombstones == 0;
                            });
        }
    }

    @Test
    void settingsThatWouldBreakAPromiseAreSaid(FeedTopics topics) throws Exception {
        String products = topics.products + "-forgetful";
        String entries = topics.entries + "-deleted";
        topics.broker.createTopic(products, 1, FORGETFUL);
        topics.broker.createTopic(entries, 1, Map.of());
        try (FeedLog log = new FeedLog()) {
            topics.startFeed(
                    topics.builder(ProductCatalog.create())
                            .productsTopic(products)
                            .catalogTopic(entries));
            await().until(() -> says(log, entries + " has cleanup.policy=delete"));
            await().atMost(Duration.ofSeconds(10)) // one right after the other
                    .until(
                            () ->
                                    says(
                                            log,
                                            products
                                                    + " has delete.retention.ms=0, less than the"
                                                    + " feed's maximal age of PT12H"));
        }
    }

    private static boolean says(FeedLog log, String what) {
        return log.lines().stream().anyMatch(line -> line.contains("the topic " + what));
    }
}
