// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** Turns records into changes: all of a poll, before the first of them is applied. */
final class FeedDecoder<P> {
    private static final System.Logger LOG = System.getLogger(KafkaCatalogFeed.class.getName());

    private final FeedSettings<P> settings;
    private volatile long skippedCount; // written by the feed's thread alone

    FeedDecoder(FeedSettings<P> settings) {
        this.settings = settings;
    }

    long skippedCount() {
        return skippedCount;
    }

    /**
     * Decodes a poll.
     *
     * @throws CatalogFeedException on a record that cannot be decoded, or whose handler has thrown
     */
    List<FeedRecord<P>> decode(ConsumerRecords<byte[], byte[]> records) {
        List<FeedRecord<P>> decoded = new ArrayList<>(records.count());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            FeedChange<P> change;
            try {
                change = decode(record);
            } catch (Exception e) {
                refuse(record, e);
                continue;
            }
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            decoded.add(new FeedRecord<>(partition, record.offset(), record.timestamp(), change));
        }
        return decoded;
    }

    private FeedChange<P> decode(ConsumerRecord<byte[], byte[]> record) {
        byte @Nullable [] value = record.value();
        if (CatalogMarker.isMarker(record.key())) {
            return new FeedChange.Marker<>(CatalogMarker.number(value));
        }
        if (!record.topic().equals(settings.productsTopic())) {
            ByteBuffer key = key(record, 2 * Long.BYTES);
            return new FeedChange.Member<>(key.getLong(), key.getLong(), value != null);
        }
        long productId = key(record, Long.BYTES).getLong();
        if (value == null) {
            return new FeedChange.Remove<>(productId);
        }
        @Nullable P product =
                settings.productDeserializer().deserialize(record.topic(), record.headers(), value);
        if (product == null) {
            throw new SerializationException(
                    "the deserializer made null of " + value.length + " bytes");
        }
        return new FeedChange.Upsert<>(productId, product);
    }

    private static ByteBuffer key(ConsumerRecord<byte[], byte[]> record, int length) {
        byte @Nullable [] key = record.key();
        if (key == null) {
            throw new SerializationException("the key is null, not " + length + " bytes");
        }
        if (key.length != length) {
            throw new SerializationException("the key has " + key.length + " bytes, not " + length);
        }
        return ByteBuffer.wrap(key);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the feed's thread alone writes
    private void refuse(ConsumerRecord<byte[], byte[]> record, Exception cause) {
        String message =
                "cannot decode the record at "
                        + record.topic()
                        + "-"
                        + record.partition()
                        + " offset "
                        + record.offset()
                        + ": "
                        + cause.getMessage();
        PoisonHandler handler = settings.poisonHandler();
        if (handler == null) {
            throw new CatalogFeedException(message, cause);
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
        } catch (RuntimeException e) {
            throw new CatalogFeedException("the poison handler has failed; " + message, e);
        }
    }
}
