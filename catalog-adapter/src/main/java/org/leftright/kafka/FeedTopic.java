// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** How the records of one topic are read, and what they do to the group. */
final class FeedTopic<K, V> {
    private final Deserializer<? extends K> keys;
    private final Values<? extends V> values;
    private final RecordApplier<? super K, ? super V> applier;

    /** Makes a value of a record whose key has one. */
    interface Values<V> {
        /** Null: the key has none after all. */
        @Nullable V of(ConsumerRecord<byte[], byte[]> record);
    }

    FeedTopic(
            Deserializer<? extends K> keys,
            Values<? extends V> values,
            RecordApplier<? super K, ? super V> applier) {
        this.keys = keys;
        this.values = values;
        this.applier = applier;
    }

    /** Those that a deserializer makes of what must not be null. */
    static <V> Values<V> valuesOf(Deserializer<? extends V> deserializer) {
        return record ->
                deserializer.deserialize(
                        record.topic(),
                        record.headers(),
                        made(record.value(), "the record rule says PUT, but there is no value"));
    }

    RecordApplier<? super K, ? super V> applier() {
        return applier;
    }

    /**
     * Decodes a record.
     *
     * @param event the source transaction that it is of
     * @param present whether it says that its key has a value
     */
    FeedRecord decode(
            TopicPartition partition,
            ConsumerRecord<byte[], byte[]> record,
            SourceTransactions.@Nullable Event event,
            boolean present) {
        K key = key(record);
        return new FeedRecord.Keyed<>(
                partition, record, event, this, key, present ? values.of(record) : null);
    }

    private K key(ConsumerRecord<byte[], byte[]> record) {
        byte[] key = made(record.key(), "the key is null");
        return made(
                keys.deserialize(record.topic(), record.headers(), key),
                "the key deserializer made null of " + key.length + " bytes");
    }

    static <T> T made(@Nullable T value, String otherwise) {
        if (value == null) {
            throw new SerializationException(otherwise);
        }
        return value;
    }
}
