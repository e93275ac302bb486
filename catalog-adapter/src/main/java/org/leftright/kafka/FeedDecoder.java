// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** Turns records into changes: all of a poll, before the first of them is applied. */
final class FeedDecoder {
    private static final System.Logger LOG = System.getLogger(KafkaFeed.class.getName());

    private final FeedSettings settings;
    private volatile long skippedCount; // written by the feed's thread alone

    FeedDecoder(FeedSettings settings) {
        this.settings = settings;
    }

    long skippedCount() {
        return skippedCount;
    }

    /**
     * Decodes a poll.
     *
     * @throws FeedException on a record that cannot be decoded, or whose handler has thrown
     */
    List<FeedRecord> decode(ConsumerRecords<byte[], byte[]> records) {
        List<FeedRecord> decoded = new ArrayList<>(records.count());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            SourceTransactions.@Nullable Event event = null;
            @Nullable FeedRecord one;
            try {
                event = eventOf(record);
                one = decode(record, event);
            } catch (Throwable e) {
                refuse(record, e);
                one = null;
            }
            if (one != null) {
                decoded.add(one);
            } else if (event != null) {
                decoded.add(new FeedRecord.Nothing(partitionOf(record), record, event));
            }
        }
        return decoded;
    }

    private static TopicPartition partitionOf(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    private SourceTransactions.@Nullable Event eventOf(ConsumerRecord<byte[], byte[]> record) {
        TransactionTopic told = settings.refresh().source();
        return told == null || record.value() == null || told.holds(record)
                ? null
                : told.transactions().event(record);
    }

    /** Null: the record is to be ignored. */
    private @Nullable FeedRecord decode(
            ConsumerRecord<byte[], byte[]> record, SourceTransactions.@Nullable Event event) {
        TopicPartition partition = partitionOf(record);
        TransactionTopic told = settings.refresh().source();
        if (told != null && told.holds(record)) {
            SourceTransactions.Boundary said =
                    record.value() == null ? null : told.transactions().boundary(record);
            return said == null ? null : new FeedRecord.Boundary(partition, record, said);
        }
        if (BatchMarker.isMarker(record.key())) {
            return new FeedRecord.Marker(partition, record);
        }
        RecordAction action =
                FeedTopic.made(
                        settings.recordRule().actionOf(record), "the record rule returned null");
        if (action == RecordAction.IGNORE) {
            return null;
        }
        return settings.topic(record.topic())
                .decode(partition, record, event, action == RecordAction.PUT);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the feed's thread alone writes
    private void refuse(ConsumerRecord<byte[], byte[]> record, Throwable thrown) {
        Exception cause =
                thrown instanceof Exception known
                        ? known
                        : new SerializationException(thrown.toString(), thrown);
        String message =
                "cannot decode the record at "
                        + record.topic()
                        + "-"
                        + record.partition()
                        + " offset "
                        + record.offset()
                        + ": "
                        + FeedException.messageOf(cause);
        PoisonHandler handler = settings.poisonHandler();
        if (handler == null || Fatal.isFatal(thrown)) {
            throw new FeedException(FeedException.Reason.ofRecord(thrown), message, cause);
        }
        if (skippedCount++ == 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    settings.name()
                            + " skips a record, and will only count further ones: "
                            + message);
        }
        try {
            handler.skipped(record, cause);
        } catch (Throwable e) {
            throw new FeedException(
                    FeedException.Reason.ofRecord(e),
                    "the poison handler has failed: " + FeedException.messageOf(e) + "; " + message,
                    e);
        }
    }
}
