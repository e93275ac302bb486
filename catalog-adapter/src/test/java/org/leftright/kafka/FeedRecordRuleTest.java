// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.leftright.catalog.CatalogEntry;
import org.leftright.catalog.ProductCatalog;

/** Topics that do not say everything with 8 bytes and tombstones. */
@ExtendWith(BrokerExtension.class)
class FeedRecordRuleTest {
    private final ProductCatalog<String> catalog = ProductCatalog.create();

    @Test
    void aProductIsRemovedIfTheDeserializerMakesNullOfIt(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"), topics.product(2, "milk"));
        Deserializer<String> ofDeleted =
                (topic, bytes) -> {
                    String text = new String(bytes, StandardCharsets.UTF_8);
                    return text.contains("\"__deleted\": true") ? null : text;
                };
        KafkaCatalogFeed<String> feed = topics.startFeed(topics.builder(catalog, ofDeleted));
        assertThat(catalog.productCount()).isEqualTo(2);

        topics.send(topics.product(1, "{\"name\": \"tea\", \"__deleted\": true}"));
        await().until(() -> !catalog.containsProduct(1));
        assertThat(catalog.productCount()).isOne();
        assertThat(feed.status().state()).isEqualTo(FeedState.LIVE);
        assertThat(feed.status().skippedCount()).isZero();
    }

    @Test
    void aRuleSaysWhatARecordMeansInBothTopics(FeedTopics topics) throws Exception {
        topics.send(
                topics.product(1, "tea"),
                topics.product(2, "milk"),
                topics.entry(7, 1, true),
                topics.entry(7, 2, true));
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        topics.builder(catalog)
                                .recordRule(
                                        record -> {
                                            Header kind = record.headers().lastHeader("kind");
                                            return kind == null
                                                    ? RecordAction.PUT
                                                    : RecordAction.valueOf(
                                                            new String(
                                                                    kind.value(),
                                                                    StandardCharsets.UTF_8));
                                        }));
        assertThat(catalog.productIds(7)).containsExactlyInAnyOrder(1, 2);

        topics.send(
                with("REMOVE", topics.products, FeedTopics.key(1), "removed"),
                with("IGNORE", topics.products, FeedTopics.key(2), "ignored"),
                with("IGNORE", topics.products, new byte[3], "of another kind"),
                with("REMOVE", topics.entries, FeedTopics.key(7, 1), "removed"),
                with("PUT", topics.entries, FeedTopics.key(8, 2), null),
                with("PUT", topics.products, FeedTopics.key(3), "put"));
        await().until(
                        () ->
                                !catalog.containsProduct(1)
                                        && catalog.containsProduct(3)
                                        && !catalog.catalogContains(7, 1)
                                        && catalog.catalogContains(8, 2));
        assertThat(catalog.product(2)).isEqualTo("milk");
        assertThat(catalog.productCount()).isEqualTo(2);
        assertThat(feed.status().skippedCount()).isZero();
        assertThat(feed.status().recordCount()).as("read, if ignored").isEqualTo(10);
    }

    @Test
    void aRuleThatPutsNothingNamesTheRecord(FeedTopics topics) {
        topics.send(topics.product(1, null));
        assertFails(
                topics, record -> RecordAction.PUT, "the record rule says PUT, but there is no");
    }

    @Test
    void aRuleThatSaysNothingNamesTheRecord(FeedTopics topics) {
        topics.send(topics.product(1, "tea"));
        assertFails(topics, record -> null, "the record rule returned null");
    }

    private void assertFails(FeedTopics topics, RecordRule rule, String why) {
        KafkaCatalogFeed<String> feed =
                topics.feed(topics.builder(catalog).recordRule(rule).failOnPoison());
        feed.start();
        await().until(() -> feed.status().state() == FeedState.FAILED);
        assertThat(feed.status().cause())
                .hasMessageContaining("cannot decode the record at " + topics.products)
                .hasMessageContaining(why);
    }

    @Test
    void keysAreReadByTheirDeserializers(FeedTopics topics) throws Exception {
        topics.send(
                new ProducerRecord<>(
                        topics.products, bytes("12345678"), bytes("a name of eight digits")),
                new ProducerRecord<>(topics.products, bytes("17"), bytes("tea")),
                new ProducerRecord<>(topics.products, bytes("18"), null),
                new ProducerRecord<>(topics.entries, bytes("7/17"), new byte[0]));
        topics.startFeed(
                topics.builder(catalog)
                        .productKeyDeserializer(
                                (topic, key) ->
                                        Long.valueOf(new String(key, StandardCharsets.UTF_8)))
                        .entryKeyDeserializer(FeedRecordRuleTest::entry));
        assertThat(catalog.product(12_345_678)).isEqualTo("a name of eight digits");
        assertThat(catalog.product(17)).isEqualTo("tea");
        assertThat(catalog.productIds(7)).containsExactly(17);
        assertThat(catalog.productCount()).isEqualTo(2);
    }

    @Test
    void aKeyDeserializerThatMakesNullNamesTheRecord(FeedTopics topics) {
        topics.send(topics.product(1, "tea"));
        KafkaCatalogFeed<String> feed =
                topics.feed(
                        topics.builder(catalog)
                                .productKeyDeserializer((topic, key) -> null)
                                .failOnPoison());
        feed.start();
        await().until(() -> feed.status().state() == FeedState.FAILED);
        assertThat(feed.status().cause())
                .hasMessageContaining("cannot decode the record at " + topics.products)
                .hasMessageContaining("the key deserializer made null of 8 bytes");
    }

    private static CatalogEntry entry(String topic, byte[] key) {
        String[] ids = new String(key, StandardCharsets.UTF_8).split("/");
        return new CatalogEntry(Long.parseLong(ids[0]), Long.parseLong(ids[1]));
    }

    private static ProducerRecord<byte[], byte[]> with(
            String kind, String topic, byte[] key, @Nullable String value) {
        Header header = new RecordHeader("kind", bytes(kind));
        return new ProducerRecord<>(topic, null, key, FeedTopics.bytes(value), List.of(header));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
