package org.leftright.catalog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * The topics: all their partitions from the beginning, and when the broker has answered last. Used
 * by the feed's thread alone, but for {@link #wakeup} and the figures.
 */
final class FeedSource {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CLOSE = Duration.ofSeconds(1);
    private static final long RETRY_MS = 50;

    /** A topic made a moment ago may not be known to every broker yet. */
    private static final Duration TOPIC_GRACE = Duration.ofSeconds(3);

    private final FeedSettings<?> settings;
    private final CountDownLatch closing;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Duration probeEvery;
    private boolean closed; // under the monitor: no wake-up of a closed consumer

    private List<TopicPartition> partitions = List.of();
    private Map<TopicPartition, Long> begins = Map.of();
    private long probedNs;
    private volatile long answeredNs;
    private volatile long lag;

    FeedSource(FeedSettings<?> settings, CountDownLatch closing) {
        this.settings = settings;
        this.closing = closing;
        this.consumer = new KafkaConsumer<>(settings.consumerProperties());
        this.probeEvery = settings.staleAfter().dividedBy(4);
    }

    // ------------------------------------------------------------------ start

    /**
     * Finds the partitions, goes to their beginnings and tells their ends.
     *
     * @throws CatalogFeedException if that cannot be done within the start timeout
     */
    Map<TopicPartition, Long> connect() {
        long deadline = System.nanoTime() + settings.startTimeout().toNanos();
        try {
            List<TopicPartition> found = new ArrayList<>();
            for (String topic : topics()) {
                for (PartitionInfo partition : find(topic, deadline)) {
                    found.add(new TopicPartition(topic, partition.partition()));
                }
            }
            partitions = List.copyOf(found);
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, until(deadline));
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> first = new HashMap<>();
            for (TopicPartition partition : partitions) {
                first.put(partition, consumer.position(partition, until(deadline)));
            }
            begins = first;
            answeredNs = System.nanoTime();
            probedNs = answeredNs;
            return ends;
        } catch (TimeoutException e) {
            throw new CatalogFeedException(
                    "no answer from the Kafka broker at "
                            + settings.consumerProperties().get("bootstrap.servers")
                            + " within "
                            + settings.startTimeout(),
                    e);
        }
    }

    private List<String> topics() {
        List<String> topics = new ArrayList<>();
        if (settings.productsTopic() != null) {
            topics.add(settings.productsTopic());
        }
        if (settings.catalogTopic() != null) {
            topics.add(settings.catalogTopic());
        }
        return topics;
    }

    private List<PartitionInfo> find(String topic, long deadline) {
        long now = System.nanoTime();
        // Over before the deadline, so that the broker can still answer the last question.
        long graceEnd = now + Math.min((deadline - now) / 2, TOPIC_GRACE.toNanos());
        while (true) {
            List<PartitionInfo> found = consumer.partitionsFor(topic, until(deadline));
            if (found != null && !found.isEmpty()) {
                return found;
            }
            if (System.nanoTime() - graceEnd >= 0) {
                throw new CatalogFeedException("there is no topic " + topic, null);
            }
            pause();
        }
    }

    private static Duration until(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    // ---------------------------------------------------------------- reading

    /** Waits a little for records; none if there are none, or if the broker is away. */
    ConsumerRecords<byte[], byte[]> poll(long limitNs) {
        Duration limit = limitNs < POLL.toNanos() ? Duration.ofNanos(Math.max(0, limitNs)) : POLL;
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(limit);
            if (!records.isEmpty()) {
                answeredNs = System.nanoTime();
            }
            return records;
        } catch (RetriableException e) {
            pause(); // the client has not tried again itself
            return ConsumerRecords.empty();
        }
    }

    /** How far the topics are read. */
    CatalogOffsets offsets() {
        Map<TopicPartition, Long> next = new HashMap<>();
        partitions.forEach(partition -> next.put(partition, consumer.position(partition)));
        return new CatalogOffsets(next);
    }

    /** Whether everything is read up to these ends. Gaps before an end count as read. */
    boolean hasReached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** How many offsets there were from the beginnings to these ends. */
    long total(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .mapToLong(end -> end.getValue() - begin(end.getKey()))
                .sum();
    }

    /** How many of them are passed. */
    long passed(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .mapToLong(
                        end ->
                                Math.min(consumer.position(end.getKey()), end.getValue())
                                        - begin(end.getKey()))
                .sum();
    }

    private long begin(TopicPartition partition) {
        return begins.getOrDefault(partition, 0L);
    }

    /** Whether all is read that the broker had when it sent the last records. */
    boolean isDrained() {
        for (TopicPartition partition : partitions) {
            OptionalLong behind = consumer.currentLag(partition);
            if (behind.isPresent() && behind.getAsLong() > 0) {
                return false;
            }
        }
        return true;
    }

    // ---------------------------------------------------------------- contact

    /**
     * Asks the broker for the ends now and then: a poll without records does not tell whether it is
     * there.
     *
     * @return the ends, empty if it was not asked or has not answered in time
     */
    Map<TopicPartition, Long> probe() {
        long now = System.nanoTime();
        if (now - probedNs < probeEvery.toNanos()) {
            return Map.of();
        }
        try {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, probeEvery);
            answeredNs = System.nanoTime();
            lag = total(ends) - passed(ends);
            return ends;
        } catch (RetriableException e) {
            return Map.of();
        } finally {
            probedNs = System.nanoTime();
        }
    }

    /** How long the broker has not answered. */
    Duration silence() {
        long answered = answeredNs;
        return answered == 0
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(0, System.nanoTime() - answered));
    }

    /** How many offsets were not read when the broker was asked last. */
    long lag() {
        return lag;
    }

    private void pause() {
        try {
            if (closing.await(RETRY_MS, TimeUnit.MILLISECONDS)) {
                throw new WakeupException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CatalogFeedException("the feed's thread was interrupted", e);
        }
    }

    // ------------------------------------------------------------------ close

    /** Ends a wait of the feed's thread, now or the next; from any thread. */
    synchronized void wakeup() {
        if (!closed) {
            consumer.wakeup();
        }
    }

    void close() {
        synchronized (this) {
            closed = true;
        }
        consumer.close(CloseOptions.timeout(CLOSE));
    }
}
