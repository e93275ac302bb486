package org.leftright.catalog;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the topics had been read when a version was refreshed: the attachment that a {@link
 * KafkaCatalogFeed} gives each of its versions. Never changes.
 *
 * @param next for each partition the offset of the record to be read next
 */
public record CatalogOffsets(Map<TopicPartition, Long> next) {
    /**
     * Copies the map.
     *
     * @param next for each partition the offset of the record to be read next
     */
    public CatalogOffsets {
        next = Map.copyOf(next);
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
