// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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
import org.leftright.bench.demo.Delta.MemberChange;
import org.leftright.bench.demo.Delta.ProductChange;

/**
 * Follows the topics for subjects without a feed of their own: gathers a batch until both topics
 * have its marker, and hands it over whole.
 */
final class BatchFeed implements AutoCloseable {
    /** The name of the thread that applies batches. */
    static final String THREAD = "batch-feed";

    private final DeltaTopics topics;
    private final RefreshWindow refreshes;
    private final Target target;
    private final TopicPartition products;
    private final TopicPartition members;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread = new Thread(this::run, THREAD);
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile Subject.Applied applied = new Subject.Applied(0, 0);
    private volatile boolean closed;
    private volatile @Nullable RuntimeException failure;

    // The feed's thread alone.
    private final Parts<ProductChange> productParts = new Parts<>();
    private final Parts<MemberChange> memberParts = new Parts<>();

    /** The part of each batch that one topic has. */
    private static final class Parts<C> {
        private final Deque<Part<C>> whole = new ArrayDeque<>();
        private List<C> next = new ArrayList<>();

        void end(long endOffset) {
            whole.add(new Part<>(next, endOffset));
            next = new ArrayList<>();
        }
    }

    private record Part<C>(List<C> changes, long endOffset) {}

    /** Applies batches. */
    interface Target {
        /**
         * Applies a batch.
         *
         * @param products the products that changed
         * @param members the entries of catalogs that changed
         */
        void apply(List<ProductChange> products, List<MemberChange> members);
    }

    /**
     * Creates a feed that does not follow yet.
     *
     * @param topics what to follow
     * @param refreshes where to tell that a batch is being applied
     * @param target where to apply
     */
    BatchFeed(DeltaTopics topics, RefreshWindow refreshes, Target target) {
        this.topics = topics;
        this.refreshes = refreshes;
        this.target = target;
        this.products = new TopicPartition(topics.products(), 0);
        this.members = new TopicPartition(topics.members(), 0);
        this.consumer =
                new KafkaConsumer<>(
                        topics.consumerConfig(),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer());
    }

    /**
     * Begins to follow and waits until the first batch is applied.
     *
     * @param limit how long to wait
     * @throws TimeoutException if it takes longer
     * @throws InterruptedException if the thread is interrupted
     */
    void start(Duration limit) throws TimeoutException, InterruptedException {
        thread.start();
        boolean reached = ready.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        checkFailure();
        if (!reached) {
            throw new TimeoutException("the maps are not filled within " + limit);
        }
    }

    private void checkFailure() {
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    /** Returns how many records of each topic are applied. */
    Subject.Applied applied() {
        checkFailure();
        return applied;
    }

    private void run() {
        try (consumer) {
            List<TopicPartition> both = List.of(products, members);
            consumer.assign(both);
            consumer.seekToBeginning(both);
            while (!closed) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(100));
                if (!records.isEmpty()) {
                    refreshes.begin();
                    for (ConsumerRecord<byte[], byte[]> record : records) {
                        take(record);
                    }
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

    private void take(ConsumerRecord<byte[], byte[]> record) {
        boolean product = record.topic().equals(topics.products());
        byte @Nullable [] value = record.value();
        if (Codec.isMarker(record.key())) {
            (product ? productParts : memberParts).end(record.offset() + 1);
            applyWhatIsWhole();
        } else if (product) {
            productParts.next.add(
                    new ProductChange(
                            Codec.productId(record.key()),
                            value == null ? null : ProductJson.read(record.topic(), value)));
        } else {
            ByteBuffer key = ByteBuffer.wrap(record.key());
            memberParts.next.add(new MemberChange(key.getLong(), key.getLong(), value != null));
        }
    }

    private void applyWhatIsWhole() {
        while (!productParts.whole.isEmpty() && !memberParts.whole.isEmpty()) {
            Part<ProductChange> product = productParts.whole.remove();
            Part<MemberChange> member = memberParts.whole.remove();
            refreshes.begin();
            target.apply(product.changes, member.changes);
            refreshes.end();
            applied = new Subject.Applied(product.endOffset, member.endOffset);
            ready.countDown();
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
