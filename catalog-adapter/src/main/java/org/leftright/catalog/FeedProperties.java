// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The consumer properties that make a feed what it is, and those that are the user's. */
final class FeedProperties {
    private static final Map<String, Object> FIXED =
            Map.of(
                    ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                    "read_committed",
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    "none",
                    ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                    false,
                    ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                    false);

    private static final Set<String> REFUSED =
            Set.of(
                    ConsumerConfig.GROUP_ID_CONFIG,
                    ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                    ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                    ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);

    private FeedProperties() {}

    /** Refuses the user's properties that the feed depends on. */
    static void refuseFixed(Map<String, ?> properties) {
        properties.forEach(
                (key, value) -> {
                    Object fixed = FIXED.get(key);
                    if (REFUSED.contains(key)
                            || (fixed != null && !fixed.toString().equals(String.valueOf(value)))) {
                        throw new IllegalArgumentException(
                                "the consumer property "
                                        + key
                                        + " cannot be "
                                        + value
                                        + ": the feed "
                                        + (fixed == null ? "has no use for it" : "needs " + fixed));
                    }
                });
    }

    /** All properties, checked by Kafka. */
    static Map<String, Object> complete(Map<String, Object> ofUser, String name) {
        Map<String, Object> properties = new HashMap<>(ofUser);
        properties.putAll(FIXED);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.putIfAbsent(ConsumerConfig.CLIENT_ID_CONFIG, name);
        try {
            return new ConsumerConfig(properties).originals();
        } catch (ConfigException e) {
            throw new IllegalArgumentException("a wrong consumer property: " + e.getMessage(), e);
        }
    }
}
