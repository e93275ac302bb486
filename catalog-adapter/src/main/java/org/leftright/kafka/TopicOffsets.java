// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far the topics had been read when a version was refreshed: the attachment that a {@link
 * KafkaFeed} gives each of its versions. Never changes.
 *
 * @param next for each partition the offset of the record to be read next
 * @param recordTime the greatest timestamp of the records read; null if there is none
 */
public record TopicOffsets(Map<TopicPartition, Long> next, @Nullable Instant recordTime) {
    /**
     * Copies the map.
     *
     * @param next for each partition the offset of the record to be read next
     * @param recordTime the greatest timestamp of the records read; null if there is none
     */
    public TopicOffsets {
        next = Map.copyOf(next);
    }

    /** Whether these are the offsets of these topics and no others. */
    boolean areOf(Collection<String> topics) {
        return next.keySet().stream()
                .map(TopicPartition::topic)
                .collect(Collectors.toSet())
                .equals(Set.copyOf(topics));
    }

    /**
     * The offset of the record to be read next.
     *
     * @param topic the topic
     * @param partition the partition
     * @return the offset
     * @throws IllegalArgumentException if the feed does not follow this partition
     */
    public long next(String topic, int partition) {
        Long offset = next.get(new TopicPartition(topic, partition));
        if (offset == null) {
            throw new IllegalArgumentException(topic + "-" + partition + " is not followed");
        }
        return offset;
    }
}
