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

    FeedRecord(TopicPartition partition, ConsumerRecord<byte[], byte[]> record) {
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
                FeedTopic<K, V> topic,
                K key,
                @Nullable V value) {
            super(partition, record);
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

    /** The end of a batch; changes nothing. */
    static final class Marker extends FeedRecord {
        final long number;

        Marker(TopicPartition partition, ConsumerRecord<byte[], byte[]> record) {
            super(partition, record);
            this.number = BatchMarker.number(record.value());
        }

        @Override
        void apply() {}

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Marker; // they say nothing, to a feed without markers
        }

        @Override
        public int hashCode() {
            return Marker.class.hashCode();
        }
    }
}
