// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leftright.catalog.ProductCatalog;

/** What becomes of the user's properties, and which clients of Kafka a feed works with. */
class FeedPropertiesTest {
    /** What a framework sets for all its consumers. */
    private static final Map<String, Object> STANDARD =
            Map.of(
                    "group.id", "shop",
                    "enable.auto.commit", true,
                    "auto.offset.reset", "earliest",
                    "isolation.level", "read_uncommitted",
                    "key.deserializer", StringDeserializer.class,
                    "value.deserializer", "org.example.NoSuchDeserializer",
                    "session.timeout.ms", "not looked at",
                    "allow.auto.create.topics", "false",
                    "max.poll.records", "500",
                    "client.id", "shop-1");

    @Test
    void theStandardPropertiesOfAFrameworkWillDoAndOneLineListsWhatIsIgnored() {
        List<String> said;
        try (FeedLog log = new FeedLog()) {
            KafkaCatalogFeed.builder(ProductCatalog.<String>create(), new StringDeserializer())
                    .bootstrapServers("127.0.0.1:1")
                    .productsTopic("products")
                    .name("shop")
                    .consumerProperties(STANDARD)
                    .build()
                    .close();
            said = log.lines();
        }
        assertThat(said)
                .containsExactly(
                        "shop: ignores these consumer properties, which it sets itself or has no"
                                + " use for: [auto.offset.reset, enable.auto.commit, group.id,"
                                + " isolation.level, key.deserializer, session.timeout.ms,"
                                + " value.deserializer]");
    }

    @Test
    void whatIsIgnoredMakesNoDifference() {
        Map<String, Object> ofUser = new HashMap<>(STANDARD);
        ofUser.put("bootstrap.servers", "127.0.0.1:1");
        Map<String, Object> complete = FeedProperties.complete(ofUser, "feed");
        assertThat(complete)
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("auto.offset.reset", "none")
                .containsEntry("enable.auto.commit", false)
                .containsEntry("allow.auto.create.topics", false)
                .containsEntry("key.deserializer", ByteArrayDeserializer.class)
                .containsEntry("value.deserializer", ByteArrayDeserializer.class)
                .containsEntry("client.id", "shop-1")
                .containsEntry("max.poll.records", "500")
                .doesNotContainKeys("group.id", "session.timeout.ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.7.0", "3.9.1", "4.3.1", "10.0.0", "7.5.0-ccs", "unknown"})
    void worksWith(String version) {
        assertThatCode(() -> KafkaVersion.require(version)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.6.2", "2.8.1"})
    void isTooOld(String version) {
        assertThatThrownBy(() -> KafkaVersion.require(version))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "kafka-clients "
                                + version
                                + " is too old for the feed: use 3.7 or later; tested are 3.7.2,"
                                + " 3.9.1, 4.0.0 and 4.3.1");
    }
}
