// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;

/** How far each partition that is followed has been read. The feed's thread alone. */
final class FeedPositions {
    private static final Duration EACH = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final FeedEpochs epochs = new FeedEpochs();

    FeedPositions(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** The offset that is read next, by partition. */
    Map<TopicPartition, Long> next() {
        return next;
    }

    /** The leaders that have written what was read. */
    FeedEpochs epochs() {
        return epochs;
    }

    /**
     * Takes in what a poll has brought: records, and gaps in the offsets, of which the consumer's
     * position tells.
     *
     * @return whether it has brought anything
     */
    boolean advance(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> read = records.records(partition);
            epochs.read(partition, read);
            next.put(partition, read.get(read.size() - 1).offset() + 1);
        }
        boolean hasGaps = false;
        for (Map.Entry<TopicPartition, Long> offset : next.entrySet()) {
            long position = position(offset.getKey(), offset.getValue());
            hasGaps |= position > offset.getValue();
            offset.setValue(Math.max(position, offset.getValue()));
        }
        return hasGaps || !records.isEmpty();
    }

    /** Does not wait, and throws nothing: the records of the poll would be lost. */
    private long position(TopicPartition partition, long otherwise) {
        try {
            return consumer.position(partition, Duration.ZERO);
        } catch (WakeupException e) {
            throw e; // the feed ends
        } catch (KafkaException ignored) {
            return otherwise; // the consumer is about to find out; the next poll says why
        }
    }

    /**
     * Compares logs with what is known of them; waits for the brokers as long as that takes.
     *
     * @param places after records that were read earlier
     * @param pause waits before the next try
     * @return partitions whose logs do not hold these records any more, but others of a later
     *     leader; empty if there are none
     */
    Set<TopicPartition> rewritten(Map<TopicPartition, FeedEpochs.Place> places, Runnable pause) {
        if (places.isEmpty()) {
            return Set.of();
        }
        consumer.assign(places.keySet());
        consumer.pause(places.keySet()); // positions only, no records
        while (true) {
            try {
                // The consumer compares if it knows the leaders when it goes there.
                consumer.endOffsets(places.keySet(), EACH);
                places.forEach((key, place) -> consumer.seek(key, metadata(place)));
                for (TopicPartition partition : places.keySet()) {
                    consumer.position(partition, EACH);
                }
                return Set.of();
            } catch (LogTruncationException e) {
                return e.partitions();
            } catch (RetriableException
                    | AuthorizationException
                    | AuthenticationException ignored) {
                pause.run();
            }
        }
    }

    private static OffsetAndMetadata metadata(FeedEpochs.Place place) {
        return new OffsetAndMetadata(place.offset(), Optional.of(place.epoch()), "checkpoint");
    }
}
