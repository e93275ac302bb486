// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

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

    /**
     * Properties of consumers in a group or with keys and values of their own; frameworks set them
     * always.
     */
    private static final Set<String> UNUSED =
            Set.of(
                    ConsumerConfig.GROUP_ID_CONFIG,
                    ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                    "group.protocol",
                    "group.remote.assignor",
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                    ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                    ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                    ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                    ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG,
                    ConsumerConfig.EXCLUDE_INTERNAL_TOPICS_CONFIG,
                    "share.acknowledgement.mode",
                    "bootstrap.controllers",
                    ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                    ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);

    /**
     * Values of what the user does not set: a broker that is away is tried at growing intervals.
     * Kafka's defaults try once a second, and begin at the bootstrap servers a hundred times a
     * second, with a line in the log each time.
     */
    private static final Map<String, Object> QUIET =
            Map.of(
                    ConsumerConfig.RECONNECT_BACKOFF_MS_CONFIG,
                    1_000,
                    ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                    20_000,
                    CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG,
                    "none");

    private FeedProperties() {}

    /** Refuses what would break the feed's promises, and values that Kafka refuses: all at once. */
    static void check(Map<String, ?> ofUser) {
        refuse("wrong consumer properties: ", faults(ofUser));
    }

    /** What is wrong, by key. */
    static Map<String, String> faults(Map<String, ?> ofUser) {
        Map<String, String> wrong = new TreeMap<>();
        ofUser.forEach(
                (key, value) -> {
                    if (!isIgnored(key)) {
                        String why = whyRefused(key, value);
                        if (why != null) {
                            wrong.put(key, why);
                        }
                    }
                });
        return wrong;
    }

    static void refuse(String what, Map<String, String> wrong) {
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(what + String.join("; ", wrong.values()));
        }
    }

    private static @Nullable String whyRefused(String key, @Nullable Object value) {
        if (key.startsWith(FeedOptions.PREFIX)) {
            return key + " is the feed's own: give it to properties(...)";
        }
        if (key.equals(ConsumerConfig.CHECK_CRCS_CONFIG)
                && "false".equalsIgnoreCase(String.valueOf(value).strip())) {
            return key + " cannot be " + value + ": damaged records would be shown";
        }
        ConfigDef.ConfigKey known = ConsumerConfig.configDef().configKeys().get(key);
        if (known == null) {
            return null; // of an interceptor, or the like
        }
        try {
            parsed(known, value);
            return null;
        } catch (ConfigException e) {
            return e.getMessage();
        }
    }

    /**
     * Makes of a value what its key means.
     *
     * @throws ConfigException if the value is not allowed; names both
     */
    static @Nullable Object parsed(ConfigDef.ConfigKey known, @Nullable Object value) {
        Object parsed = ConfigDef.parseType(known.name, value, known.type);
        if (known.validator != null) {
            known.validator.ensureValid(known.name, parsed);
        }
        return parsed;
    }

    private static boolean isIgnored(String key) {
        return UNUSED.contains(key) || FIXED.containsKey(key);
    }

    /** The user's properties that make no difference, by name. */
    static Set<String> ignored(Map<String, Object> ofUser) {
        Set<String> ignored = new TreeSet<>(ofUser.keySet());
        ignored.removeIf(
                key -> {
                    Object fixed = FIXED.get(key);
                    return !isIgnored(key)
                            || (fixed != null
                                    && fixed.toString().equals(String.valueOf(ofUser.get(key))));
                });
        return ignored;
    }

    /** All properties, checked by Kafka. */
    static Map<String, Object> complete(Map<String, Object> ofUser, String name) {
        Map<String, Object> properties = new HashMap<>(ofUser);
        properties.keySet().removeAll(UNUSED);
        properties.putAll(FIXED);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.putIfAbsent(ConsumerConfig.CLIENT_ID_CONFIG, name);
        QUIET.forEach(properties::putIfAbsent);
        try {
            return new QuietConfig(properties).originals();
        } catch (ConfigException e) {
            throw new IllegalArgumentException("a wrong consumer property: " + e.getMessage(), e);
        }
    }

    /** Checked, and not logged: the consumer logs its own. */
    private static final class QuietConfig extends ConsumerConfig {
        QuietConfig(Map<String, Object> properties) {
            super(properties, false);
        }
    }
}
