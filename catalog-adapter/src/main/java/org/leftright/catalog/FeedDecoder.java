// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Turns records into changes: all of a poll, before the first of them is applied. */
final class FeedDecoder<P> {
    private static final System.Logger LOG = System.getLogger(KafkaCatalogFeed.class.getName());

    private final FeedSettings<P> settings;
    private final RecordSettings<P> how;
    private volatile long skippedCount; // written by the feed's thread alone

    FeedDecoder(FeedSettings<P> settings) {
        this.settings = settings;
        this.how = settings.records();
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
            @Nullable FeedChange<P> change;
            try {
                change = decode(record);
            } catch (Throwable e) {
                refuse(record, e);
                continue;
            }
            if (change != null) {
                TopicPartition key = new TopicPartition(record.topic(), record.partition());
                decoded.add(new FeedRecord<>(key, record.offset(), record.timestamp(), change));
            }
        }
        return decoded;
    }

    /** Null: the record is to be ignored. */
    private @Nullable FeedChange<P> decode(ConsumerRecord<byte[], byte[]> record) {
        if (CatalogMarker.isMarker(record.key())) {
            return new FeedChange.Marker<>(CatalogMarker.number(record.value()));
        }
        RecordAction action = made(how.rule().actionOf(record), "the record rule returned null");
        if (action == RecordAction.IGNORE) {
            return null;
        }
        boolean present = action == RecordAction.PUT;
        if (!record.topic().equals(settings.productsTopic())) {
            return new FeedChange.Member<>(key(record, how.entryKeys()), present);
        }
        long productId = key(record, how.productKeys());
        @Nullable P product = present ? product(record) : null;
        return product == null
                ? new FeedChange.Remove<>(productId)
                : new FeedChange.Upsert<>(productId, product);
    }

    /** Null: the deserializer takes the value for that of a product which is to be removed. */
    private @Nullable P product(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = made(record.value(), "the record rule says PUT, but there is no value");
        return how.products().deserialize(record.topic(), record.headers(), value);
    }

    private static <K> K key(ConsumerRecord<byte[], byte[]> record, Deserializer<K> keys) {
        byte[] key = made(record.key(), "the key is null");
        return made(
                keys.deserialize(record.topic(), record.headers(), key),
                "the key deserializer made null of " + key.length + " bytes");
    }

    private static <T> T made(@Nullable T value, String otherwise) {
        if (value == null) {
            throw new SerializationException(otherwise);
        }
        return value;
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
                        + cause.getMessage();
        PoisonHandler handler = how.poisonHandler();
        if (handler == null || Fatal.isFatal(thrown)) {
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
        } catch (Throwable e) {
            throw new CatalogFeedException(
                    "the poison handler has failed: " + e.getMessage() + "; " + message, e);
        }
    }
}
