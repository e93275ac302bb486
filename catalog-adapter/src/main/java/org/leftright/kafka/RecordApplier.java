// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import org.jspecify.annotations.Nullable;

/**
 * Writes what a record says to the members of a group, by their write handles. See {@link
 * KafkaFeedBuilder#topic}.
 *
 * @param <K> the keys of a topic
 * @param <V> its values
 */
@FunctionalInterface
public interface RecordApplier<K, V> {
    /**
     * Writes one record; what it writes is pending until the feed's next refresh. Called by the
     * feed's thread alone, and, of the records that one refresh shows, for the last of each key
     * only, in the order in which those were read: so the order is that of the topic within a
     * partition, and any between partitions.
     *
     * <p>What it leaves behind must be that of the key's last value, whatever the key had before
     * and however often it is called: records are read again, and compaction leaves some out. To
     * find what the key had before, read the write handles ({@code products.writer().get(key)}),
     * which see what is pending; the group's lookups do not. It may write to any member, and must
     * leave refreshes, batches and discards to the feed, which fails if it notices a refresh.
     *
     * @param key the key
     * @param value the value; null if the key has none any more
     * @throws RuntimeException if it cannot; then nothing of the batch becomes visible, and the
     *     feed fails and names the record
     */
    void apply(K key, @Nullable V value);
}
