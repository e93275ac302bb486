// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongToIntFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.leftright.kafka.BatchMarker;

/**
 * Sends deltas to the topics, each whole before the next. A product goes where Kafka's own
 * partitioner puts its id; an entry goes where it is told. A delta that spans both topics becomes
 * visible whole to those who refresh on the marker that ends it.
 */
public final class DeltaProducer implements AutoCloseable {
    private static final int BATCH_BYTES = 256 << 10;

    private final DeltaTopics topics;
    private final LongToIntFunction entryPartition;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();
    private long productRecords;
    private long memberRecords;
    private long lastMarker;

    /**
     * Connects to the broker.
     *
     * @param topics where to send
     * @param entryPartition the partition of an entry by its product's id
     */
    public DeltaProducer(DeltaTopics topics, LongToIntFunction entryPartition) {
        this.topics = topics;
        this.entryPartition = entryPartition;
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, topics.bootstrap(),
                                ProducerConfig.ACKS_CONFIG, "all",
                                // No batch may pass one that is sent again, as the first are while
                                // the broker does not lead the new partitions yet.
                                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1,
                                // One batch a topic and delta: linger until flush sends it.
                                ProducerConfig.LINGER_MS_CONFIG, 20,
                                ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES,
                                ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000,
                                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000,
                                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    /**
     * Hands a delta to the producer's buffer.
     *
     * @param delta what changed
     */
    public void send(Delta delta) {
        for (Delta.ProductChange change : delta.products()) {
            Product product = change.product();
            sendProduct(
                    change.productId(),
                    product == null ? null : ProductJson.write(topics.products(), product));
        }
        for (Delta.MemberChange change : delta.members()) {
            send(
                    new ProducerRecord<>(
                            topics.members(),
                            entryPartition.applyAsInt(change.productId()),
                            Codec.memberKey(change.catalogId(), change.productId()),
                            change.member() ? Codec.member() : null));
            memberRecords++;
        }
    }

    /**
     * Ends a batch: hands a marker to the producer's buffer for each partition, so that feeds which
     * refresh on markers show all that was sent since the last one at once.
     */
    public void mark() {
        lastMarker++;
        for (int partition = 0; partition < topics.partitionCount(); partition++) {
            send(BatchMarker.record(topics.products(), partition, lastMarker));
            send(BatchMarker.record(topics.members(), partition, lastMarker));
            productRecords++;
            memberRecords++;
        }
    }

    /**
     * Hands a product's record to the producer's buffer.
     *
     * @param productId the product's id
     * @param value any bytes; null if the product is gone
     */
    public void sendProduct(long productId, byte @Nullable [] value) {
        send(new ProducerRecord<>(topics.products(), Codec.productKey(productId), value));
        productRecords++;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback keeps the failure
    private void send(ProducerRecord<byte[], byte @Nullable []> record) {
        producer.send(
                record,
                (metadata, exception) -> {
                    if (exception != null) {
                        failure.compareAndSet(null, exception);
                    } else {
                        ends.put(
                                new TopicPartition(metadata.topic(), metadata.partition()),
                                metadata.offset() + 1);
                    }
                });
    }

    /**
     * Waits until the broker has everything.
     *
     * @throws DemoException if it has not taken a record
     */
    public void flush() throws DemoException {
        producer.flush();
        Exception failed = failure.get();
        if (failed != null) {
            throw new DemoException("the broker has not taken a record", failed);
        }
    }

    /** Returns how many records of each topic were sent. */
    Subject.Applied sent() {
        return new Subject.Applied(productRecords, memberRecords);
    }

    /**
     * Where the topics ended when the last flush was over.
     *
     * @return for each partition that has a record, the offset after the last
     */
    public Map<TopicPartition, Long> ends() {
        return Map.copyOf(ends);
    }

    @Override
    public void close() {
        Unhurried.run("producer-close", () -> producer.close(Duration.ofSeconds(2)));
    }
}
