// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends deltas to the topics, each whole before the next. */
final class DeltaProducer implements AutoCloseable {
    private static final int BATCH_BYTES = 256 << 10;

    private final DeltaTopics topics;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private long productRecords;
    private long memberRecords;

    /**
     * Connects to the broker.
     *
     * @param topics where to send
     */
    DeltaProducer(DeltaTopics topics) {
        this.topics = topics;
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, topics.bootstrap(),
                                ProducerConfig.ACKS_CONFIG, "all",
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
    void send(Delta delta) {
        for (Delta.ProductChange change : delta.products()) {
            Product product = change.product();
            send(
                    topics.products(),
                    Codec.productKey(change.productId()),
                    product == null ? null : Codec.write(product));
            productRecords++;
        }
        for (Delta.MemberChange change : delta.members()) {
            send(
                    topics.members(),
                    Codec.memberKey(change.catalogId(), change.productId()),
                    change.member() ? Codec.member() : null);
            memberRecords++;
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback keeps the failure
    private void send(String topic, byte[] key, byte @Nullable [] value) {
        producer.send(
                new ProducerRecord<>(topic, key, value),
                (metadata, exception) -> {
                    if (exception != null) {
                        failure.compareAndSet(null, exception);
                    }
                });
    }

    /**
     * Waits until the broker has everything.
     *
     * @throws DemoException if it has not taken a record
     */
    void flush() throws DemoException {
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

    @Override
    public void close() {
        Unhurried.run("producer-close", () -> producer.close(Duration.ofSeconds(2)));
    }
}
