// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * Markers: records that end a batch, so that a batch which spans topics and partitions becomes
 * visible whole. For feeds built with {@link KafkaFeedBuilder#refreshOnMarker}; all others pass
 * over them.
 *
 * <p>The protocol, for whoever produces:
 *
 * <ol>
 *   <li>Write the records of the batch, to any partitions of the topics.
 *   <li>Then write one marker to <em>each</em> partition of <em>each</em> topic that the feeds
 *       follow, those without a record of the batch included, all with the same number.
 *   <li>The numbers grow from batch to batch; gaps do not matter, so the time in milliseconds will
 *       do. Only one batch is written at a time.
 * </ol>
 *
 * <p>A producer that fails in the middle begins again at the first step: with the same number if
 * the records are the same, else with a greater one. Nothing becomes visible before each partition
 * has a marker of that number; one that some partitions have twice ends nothing the second time.
 * Records and markers may be in one transaction, or in several, or in none; with a producer that is
 * not transactional, use {@code acks=all} and idempotence, which are Kafka's defaults.
 *
 * <p>What a feed does: it reads each partition up to its next marker and no further. When all
 * partitions stand at the same number, it refreshes. Where they stand at different ones, because a
 * marker was compacted away or never written, those at lesser numbers go on to their next marker. A
 * partition that has no marker where others have theirs is waited for 5 minutes, or as long as
 * {@link KafkaFeedBuilder#refreshOnMarker(java.time.Duration)} says, and until all is read that was
 * there then; and not again until it has one; {@link FeedStatus#waits} names it. At the start it
 * reads what the topics hold, whatever the markers in it, and then on to the first number at which
 * all partitions stand; if they end with it, that is at once. If it starts in the middle of a
 * batch, that is when the batch has ended.
 *
 * <p>In the log, a marker is a record with the six ASCII bytes {@code marker} as its key and its
 * number, 8 bytes big-endian, as its value. Compaction keeps the last one of each partition.
 */
public final class BatchMarker {
    private static final byte[] KEY = "marker".getBytes(StandardCharsets.US_ASCII);

    private BatchMarker() {}

    /**
     * Makes the marker of one partition.
     *
     * @param topic a topic of the feed
     * @param partition one of its partitions
     * @param number the number of the batch, greater than the last, zero or more
     * @return a record to be sent by a producer of byte arrays
     */
    public static ProducerRecord<byte[], byte[]> record(String topic, int partition, long number) {
        if (number < 0) {
            throw new IllegalArgumentException(
                    "the number of a marker must not be negative: " + number);
        }
        byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
        return new ProducerRecord<>(topic, partition, KEY.clone(), value);
    }

    static boolean isMarker(byte @Nullable [] key) {
        return Arrays.equals(key, KEY);
    }

    static long number(byte @Nullable [] value) {
        if (value == null || value.length != Long.BYTES) {
            throw new SerializationException(
                    "the marker's number has "
                            + (value == null ? "no" : value.length)
                            + " bytes, not "
                            + Long.BYTES);
        }
        return ByteBuffer.wrap(value).getLong();
    }
}
