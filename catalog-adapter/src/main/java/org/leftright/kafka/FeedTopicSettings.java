// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** What is wrong with the settings of the topics, for a feed. */
final class FeedTopicSettings {
    private FeedTopicSettings() {}

    /**
     * Looks for settings by which a feed would serve what is not so.
     *
     * @return a sentence on each
     */
    static List<String> faults(Map<String, Config> ofTopics, FeedSettings settings) {
        List<String> faults = new ArrayList<>();
        Map<String, Config> sorted = new TreeMap<>(ofTopics);
        TransactionTopic source = settings.refresh().source();
        Config ofSource = source == null ? null : sorted.remove(source.name());
        if (ofSource != null
                && String.valueOf(value(ofSource, TopicConfig.CLEANUP_POLICY_CONFIG))
                        .contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            faults.add(
                    "the topic of the source transactions is compacted: begins of transactions that"
                            + " come again vanish; set cleanup.policy to delete");
        }
        sorted.forEach((topic, config) -> find(faults, topic, config, settings.maxAge()));
        return faults;
    }

    private static void find(List<String> faults, String topic, Config config, Duration maxAge) {
        String policy = String.valueOf(value(config, TopicConfig.CLEANUP_POLICY_CONFIG));
        if (policy.contains(TopicConfig.CLEANUP_POLICY_DELETE)
                && (isLimited(config, TopicConfig.RETENTION_MS_CONFIG)
                        || isLimited(config, TopicConfig.RETENTION_BYTES_CONFIG))) {
            faults.add(
                    "the topic "
                            + topic
                            + " has cleanup.policy="
                            + policy
                            + ": what nobody has written for a while vanishes at the next start;"
                            + " set it to compact");
        }
        String retention = value(config, TopicConfig.DELETE_RETENTION_MS_CONFIG);
        if (policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT)
                && retention != null
                && Long.parseLong(retention) < maxAge.toMillis()) {
            faults.add(
                    "the topic "
                            + topic
                            + " has delete.retention.ms="
                            + retention
                            + ", less than the feed's maximal age of "
                            + maxAge
                            + ": what was removed while the feed was away may stay for ever; make"
                            + " the one longer or the other shorter");
        }
    }

    private static boolean isLimited(Config config, String name) {
        String value = value(config, name);
        return value != null && Long.parseLong(value) >= 0;
    }

    private static @Nullable String value(Config config, String name) {
        ConfigEntry entry = config.get(name);
        return entry == null ? null : entry.value();
    }
}
