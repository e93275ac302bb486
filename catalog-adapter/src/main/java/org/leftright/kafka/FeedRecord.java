// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A decoded record, and where it stood. Equal to another that says something of the same: the later
 * of the two makes the earlier superfluous.
 */
abstract sealed class FeedRecord {
    final TopicPartition partition;
    final long offset;
    final long timestamp;

    /** The source transaction that it is of; null if of none. */
    final SourceTransactions.@Nullable Event event;

    FeedRecord(
            TopicPartition partition,
            ConsumerRecord<byte[], byte[]> record,
            SourceTransactions.@Nullable Event event) {
        this.event = event;
        this.partition = partition;
        this.offset = record.offset();
        this.timestamp = record.timestamp();
    }

    /** Writes what it says to the group; it is pending then. Done twice, it changes no more. */
    abstract void apply();

    @Override
    public abstract boolean equals(@Nullable Object other);

    @Override
    public abstract int hashCode();

    /** The value of a key, or that it has none. */
    static final class Keyed<K, V> extends FeedRecord {
        private final FeedTopic<K, V> topic;
        private final K key;
        private final @Nullable V value;

        Keyed(
                TopicPartition partition,
                ConsumerRecord<byte[], byte[]> record,
                SourceTransactions.@Nullable Event event,
                FeedTopic<K, V> topic,
                K key,
                @Nullable V value) {
            super(partition, record, event);
            this.topic = topic;
            this.key = key;
            this.value = value;
        }

        @Override
        void apply() {
            try {
                topic.applier().apply(key, value);
            } catch (Throwable e) {
                throw new FeedException(
                        FeedException.Reason.ofRecord(e),
                        "cannot apply the record at " + partition + " offset " + offset + ": " + e,
                        e);
            }
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Keyed<?, ?> that && topic == that.topic && key.equals(that.key);
        }

        @Override
        public int hashCode() {
            return 31 * topic.hashCode() + key.hashCode();
        }
    }

    /** What changes nothing: an event that is ignored, or cannot be decoded, and yet counts. */
    static sealed class Nothing extends FeedRecord {
        Nothing(
                TopicPartition partition,
                ConsumerRecord<byte[], byte[]> record,
                SourceTransactions.@Nullable Event event) {
            super(partition, record, event);
        }

        @Override
        void apply() {}

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Nothing;
        }

        @Override
        public int hashCode() {
            return Nothing.class.hashCode();
        }
    }

    /** The end of a batch; says nothing to a feed without markers. */
    static final class Marker extends Nothing {
        final long number;

        Marker(TopicPartition partition, ConsumerRecord<byte[], byte[]> record) {
            super(partition, record, null);
            this.number = BatchMarker.number(record.value());
        }
    }

    /** The begin or the end of a source transaction. */
    static final class Boundary extends Nothing {
        final SourceTransactions.Boundary said;

        Boundary(
                TopicPartition partition,
                ConsumerRecord<byte[], byte[]> record,
                SourceTransactions.Boundary said) {
            super(partition, record, null);
            this.said = said;
        }
    }
}
