// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.leftright.catalog.ProductCatalog;

/**
 * Records that cannot be decoded, each read by two feeds: one fails, and shows nothing of the poll
 * that the record came with; the other skips the record alone, hands it over as it came, counts it
 * and stays live.
 */
@ExtendWith(BrokerExtension.class)
class FeedBadRecordTest {
    private static final byte[] VALUE = {'t', 'e', 'a'};

    private static final Deserializer<String> PICKY =
            (topic, bytes) -> {
                String text = new String(bytes, StandardCharsets.UTF_8);
                switch (text) {
                    case "refused" -> throw new SerializationException("I refuse");
                    case "broken" -> throw new ArrayIndexOutOfBoundsException("past the end");
                    case "unlinked" -> throw new NoClassDefFoundError("org/shop/Product");
                    default -> {
                        return text;
                    }
                }
            };

    /**
     * @param record what is wrong with it
     * @param ofProducts whether it is in the topic of the products, else in that of the catalogs
     * @param message what the feed must say of it
     */
    record Case(
            String record,
            boolean ofProducts,
            byte @Nullable [] key,
            byte @Nullable [] value,
            String message) {
        @Override
        public String toString() {
            return (ofProducts ? "product: " : "catalog entry: ") + record;
        }
    }

    static Stream<Case> records() {
        return Stream.of(
                product("null key", null, VALUE, "the key is null"),
                product("null key and value", null, null, "the key is null"),
                product("empty key", new byte[0], VALUE, "the key has 0 bytes, not 8"),
                product("key too short", new byte[7], VALUE, "the key has 7 bytes, not 8"),
                product("key too long", new byte[9], VALUE, "the key has 9 bytes, not 8"),
                product("an entry's key", new byte[16], VALUE, "the key has 16 bytes, not 8"),
                product("tombstone of no product", new byte[3], null, "the key has 3 bytes, not 8"),
                product("value refused", bytes("refused"), "I refuse"),
                product("deserializer breaks", bytes("broken"), "past the end"),
                product(
                        "deserializer has no class",
                        bytes("unlinked"),
                        "java.lang.NoClassDefFoundError: org/shop/Product"),
                product(
                        "key as text",
                        bytes("12345678"),
                        VALUE,
                        "the key is the text \"12345678\""),
                entry("null key", null, VALUE, "the key is null"),
                entry("empty key", new byte[0], VALUE, "the key has 0 bytes, not 16"),
                entry("a product's key", new byte[8], VALUE, "the key has 8 bytes, not 16"),
                entry("key too long", new byte[17], VALUE, "the key has 17 bytes, not 16"),
                entry("tombstone of no entry", new byte[15], null, "the key has 15 bytes, not 16"));
    }

    private static Case product(
            String record, byte @Nullable [] key, byte @Nullable [] value, String message) {
        return new Case(record, true, key, value, message);
    }

    private static Case product(String record, byte[] value, String message) {
        return new Case(record, true, FeedTopics.key(5), value, message);
    }

    private static Case entry(
            String record, byte @Nullable [] key, byte @Nullable [] value, String message) {
        return new Case(record, false, key, value, message);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("records")
    void failsOneFeedAndIsSkippedByTheOther(Case bad, FeedTopics topics) throws Exception {
        // Not compacted: a compacted topic takes no null keys in the first place.
        String products = topics.products + "-all";
        String entries = topics.entries + "-all";
        topics.broker.createTopic(products, 1, Map.of());
        topics.broker.createTopic(entries, 1, Map.of());
        topics.send(new ProducerRecord<>(products, FeedTopics.key(1), VALUE));

        ProductCatalog<String> failing = ProductCatalog.create();
        KafkaCatalogFeed<String> failingFeed =
                topics.startFeed(builder(topics, failing, products, entries).failOnPoison());
        long version = failing.version();
        Object offsets = failing.attachment();
        ProductCatalog<String> skipping = ProductCatalog.create();
        Queue<ConsumerRecord<byte[], byte[]>> skipped = new ConcurrentLinkedQueue<>();
        KafkaCatalogFeed<String> skippingFeed =
                topics.startFeed(
                        builder(topics, skipping, products, entries)
                                .skipPoison((record, cause) -> skipped.add(record)));

        String topic = bad.ofProducts ? products : entries;
        byte[] before = bad.ofProducts ? FeedTopics.key(2) : FeedTopics.key(7, 2);
        byte[] after = bad.ofProducts ? FeedTopics.key(4) : FeedTopics.key(7, 4);
        topics.send( // one partition and one request: they come in one poll
                new ProducerRecord<>(topic, before, VALUE),
                new ProducerRecord<>(topic, bad.key, bad.value),
                new ProducerRecord<>(topic, after, VALUE));

        await().until(() -> failingFeed.status().state() == FeedState.FAILED);
        assertThat(failingFeed.status().cause())
                .hasMessageContaining(
                        "cannot decode the record at "
                                + topic
                                + "-0 offset "
                                + (bad.ofProducts ? 2 : 1)
                                + ": ")
                .hasMessageContaining(bad.message);
        assertThat(failing.version()).isEqualTo(version);
        assertThat(failing.attachment()).isEqualTo(offsets);
        assertThat(failing.productCount()).isOne();
        assertThat(failing.catalogCount()).isZero();
        assertThat(failing.writer().pendingOpCount()).isZero();

        topics.send(new ProducerRecord<>(products, FeedTopics.key(3), VALUE));
        await().until(() -> skipping.containsProduct(3) && !skipped.isEmpty());
        assertThat(skipping.productCount()).isEqualTo(bad.ofProducts ? 4 : 2);
        assertThat(skipping.catalogSize(7)).isEqualTo(bad.ofProducts ? 0 : 2);
        assertThat(skipped)
                .singleElement()
                .satisfies(record -> assertThat(record.key()).isEqualTo(bad.key))
                .satisfies(record -> assertThat(record.value()).isEqualTo(bad.value));
        assertThat(skippingFeed.status().skippedCount()).isOne();
        await().until(() -> skippingFeed.status().state() == FeedState.LIVE);
    }

    @Test
    void atTheStartItFailsTheFutureAndLeavesTheCatalogAsItWas(FeedTopics topics) {
        topics.send(topics.product(2, "milk"), topics.product(3, "refused"));
        ProductCatalog<String> catalog = ProductCatalog.create();
        catalog.applyBatch(batch -> batch.upsertProduct(1, "tea"));
        KafkaCatalogFeed<String> feed = topics.feed(topics.builder(catalog, PICKY).failOnPoison());
        feed.start();
        assertThatThrownBy(() -> feed.awaitReady(BrokerExtension.LIMIT))
                .isInstanceOf(FeedException.class)
                .hasMessageContaining("cannot decode the record at " + topics.products)
                .hasFieldOrPropertyWithValue("reason", FeedException.Reason.BAD_RECORD);
        assertThat(feed.ready()).isCompletedExceptionally();
        assertThat(catalog.productCount()).isOne();
        assertThat(catalog.product(1)).isEqualTo("tea");
        assertThat(catalog.writer().pendingOpCount()).isZero();
    }

    @Test
    void atTheStartItMayBeSkippedToo(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"), topics.product(1, "refused"));
        ProductCatalog<String> catalog = ProductCatalog.create();
        KafkaCatalogFeed<String> feed =
                topics.startFeed(topics.builder(catalog, PICKY).skipPoison((record, cause) -> {}));
        assertThat(catalog.product(1)).isEqualTo("tea");
        assertThat(feed.status().skippedCount()).isOne();
    }

    @Test
    void aHandlerThatThrowsFailsTheFeed(FeedTopics topics) {
        assertHandlerFailsFeed(topics, new IllegalStateException("no dead letters"));
    }

    @Test
    void theTimeOfALimitOfBadRecordsMayBeForEver(FeedTopics topics) throws Exception {
        ProductCatalog<String> catalog = ProductCatalog.create();
        topics.send(topics.product(1, "refused"), topics.product(2, "broken"));
        topics.send(topics.product(3, "refused"), topics.product(4, "tea"));
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        topics.builder(catalog, PICKY)
                                .skipPoisonUpTo(3, ChronoUnit.FOREVER.getDuration()));
        assertThat(catalog.product(4)).isEqualTo("tea");
        assertThat(feed.status().skippedCount()).isEqualTo(3);
    }

    @Test
    void aHandlerThatThrowsAnErrorFailsTheFeed(FeedTopics topics) {
        assertHandlerFailsFeed(topics, new AssertionError("no dead letters"));
    }

    private static void assertHandlerFailsFeed(FeedTopics topics, Throwable thrown) {
        topics.send(topics.product(1, "refused"));
        KafkaCatalogFeed<String> feed =
                topics.feed(
                        topics.builder(ProductCatalog.create(), PICKY)
                                .skipPoison((record, cause) -> sneak(thrown)));
        feed.start();
        assertThatThrownBy(() -> feed.awaitReady(BrokerExtension.LIMIT))
                .hasFieldOrPropertyWithValue("reason", FeedException.Reason.BAD_RECORD)
                .hasMessageContaining("the poison handler has failed")
                .hasMessageContaining("the record at " + topics.products + "-")
                .hasRootCauseMessage("no dead letters");
        assertThat(feed.status().state()).isEqualTo(FeedState.FAILED);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private static KafkaCatalogFeedBuilder<String> builder(
            FeedTopics topics, ProductCatalog<String> catalog, String products, String entries) {
        return topics.builder(catalog, PICKY).productsTopic(products).catalogTopic(entries);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
