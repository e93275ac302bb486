// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Follows the topics and applies each record to the hash maps at once. */
final class HashMapsFeed implements AutoCloseable {
    private final DeltaTopics topics;
    private final RefreshWindow refreshes;
    private final HashMapsSubject maps;
    private final TopicPartition products;
    private final TopicPartition members;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread = new Thread(this::run, "hash-maps-feed");
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile Subject.Applied applied = new Subject.Applied(0, 0);
    private volatile boolean closed;
    private volatile @Nullable RuntimeException failure;

    /**
     * Creates a feed that does not follow yet.
     *
     * @param topics what to follow
     * @param refreshes where to tell that a batch is being applied
     * @param maps where to apply
     */
    HashMapsFeed(DeltaTopics topics, RefreshWindow refreshes, HashMapsSubject maps) {
        this.topics = topics;
        this.refreshes = refreshes;
        this.maps = maps;
        this.products = new TopicPartition(topics.products(), 0);
        this.members = new TopicPartition(topics.members(), 0);
        this.consumer =
                new KafkaConsumer<>(
                        topics.consumerConfig(),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
    }

    /**
     * Begins to follow and waits until all the topics held at the start is applied.
     *
     * @param limit how long to wait
     * @throws TimeoutException if it takes longer
     * @throws InterruptedException if the thread is interrupted
     */
    void start(Duration limit) throws TimeoutException, InterruptedException {
        thread.start();
        boolean reached = ready.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
        if (!reached) {
            throw new TimeoutException("the hash maps are not filled within " + limit);
        }
    }

    /** Returns how many records of each topic are applied. */
    Subject.Applied applied() {
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
        return applied;
    }

    private void run() {
        try (consumer) {
            List<TopicPartition> both = List.of(products, members);
            consumer.assign(both);
            consumer.seekToBeginning(both);
            Map<TopicPartition, Long> ends = consumer.endOffsets(both);
            while (!closed) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(100));
                if (!records.isEmpty()) {
                    refreshes.begin();
                    records.forEach(this::apply);
                    refreshes.end();
                    applied =
                            new Subject.Applied(
                                    consumer.position(products), consumer.position(members));
                }
                if (ready.getCount() > 0
                        && ends.entrySet().stream()
                                .allMatch(
                                        end -> consumer.position(end.getKey()) >= end.getValue())) {
                    ready.countDown();
                }
            }
        } catch (WakeupException e) {
            // asked to close
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            ready.countDown();
        }
    }

    private void apply(ConsumerRecord<byte[], byte[]> record) {
        if (Codec.isMarker(record.key())) {
            return; // here every record is visible by itself
        }
        byte @Nullable [] value = record.value();
        if (record.topic().equals(topics.products())) {
            maps.applyProduct(
                    Codec.productId(record.key()),
                    value == null ? null : ProductJson.read(record.topic(), value));
        } else {
            ByteBuffer key = ByteBuffer.wrap(record.key());
            maps.applyMember(key.getLong(), key.getLong(), value != null);
        }
    }

    @Override
    public void close() {
        closed = true;
        if (thread.getState() == Thread.State.NEW) {
            consumer.close();
            return;
        }
        consumer.wakeup();
        Unhurried.join(thread);
    }
}
