// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * How far each partition that is followed has been read, and which are paused. The feed's thread
 * alone.
 */
final class FeedPositions {
    private static final Duration EACH = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final FeedEpochs epochs = new FeedEpochs();
    private Set<TopicPartition> full = Set.of();
    private Set<TopicPartition> leaderless = Set.of();

    FeedPositions(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /**
     * Goes to these offsets, in these partitions and no others. Where it is known which leader's
     * record was read last before the offset, the consumer goes behind that record, and compares it
     * with the log: there is nothing to be read between the two.
     *
     * @param begins where the logs begin
     */
    void begin(Map<TopicPartition, Long> from, Map<TopicPartition, Long> begins) {
        next.clear();
        next.putAll(from);
        consumer.assign(next.keySet());
        resume();
        Map<TopicPartition, FeedEpochs.Place> places = epochs.before(next);
        next.forEach(
                (key, offset) -> {
                    FeedEpochs.Place place = places.get(key);
                    if (place == null || place.offset() < begins.getOrDefault(key, 0L)) {
                        consumer.seek(key, offset);
                    } else {
                        consumer.seek(key, metadata(place));
                    }
                });
    }

    /** Follows no partition, and drops what was fetched. */
    void rest() {
        next.clear();
        resume();
        consumer.unsubscribe();
    }

    /** The offset that is read next, by partition. */
    Map<TopicPartition, Long> next() {
        return next;
    }

    /** The leaders that have written what was read. */
    FeedEpochs epochs() {
        return epochs;
    }

    /**
     * Takes in what a poll has brought: records, and gaps in the offsets, of which the consumer's
     * position tells.
     *
     * @return whether it has brought anything
     */
    boolean advance(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> read = records.records(partition);
            epochs.read(partition, read);
            next.put(partition, read.get(read.size() - 1).offset() + 1);
        }
        boolean hasGaps = false;
        for (Map.Entry<TopicPartition, Long> offset : next.entrySet()) {
            long position = position(offset.getKey(), offset.getValue());
            hasGaps |= position > offset.getValue();
            offset.setValue(Math.max(position, offset.getValue()));
        }
        return hasGaps || !records.isEmpty();
    }

    /** Does not wait, and throws nothing: the records of the poll would be lost. */
    private long position(TopicPartition partition, long otherwise) {
        try {
            return consumer.position(partition, Duration.ZERO);
        } catch (WakeupException e) {
            throw e; // the feed ends
        } catch (KafkaException ignored) {
            return otherwise; // the consumer is about to find out; the next poll says why
        }
    }

    /** Pauses these partitions, and those without a leader. */
    void pause(Set<TopicPartition> nowFull) {
        full = nowFull;
        pause();
    }

    /**
     * Pauses partitions that have no leader. A consumer would retry at the broker that led them
     * last, and log each try. A partition for which the consumer knows a leader is not paused,
     * whatever the broker reported.
     *
     * @param reported the partitions without a leader in the broker's last answer
     */
    void pauseLeaderless(Set<TopicPartition> reported) {
        if (!reported.isEmpty() || !leaderless.isEmpty()) {
            leaderless = reported.stream().filter(this::isLeaderless).collect(Collectors.toSet());
            pause();
        }
    }

    private boolean isLeaderless(TopicPartition partition) {
        if (!next.containsKey(partition)) {
            return false;
        }
        try {
            return consumer.partitionsFor(partition.topic(), Duration.ZERO).stream()
                    .anyMatch(
                            known ->
                                    known.partition() == partition.partition()
                                            && known.leader() == null);
        } catch (WakeupException e) {
            throw e; // the feed ends
        } catch (KafkaException ignored) {
            return false; // the consumer does not know
        }
    }

    private void pause() {
        Set<TopicPartition> wanted = new HashSet<>(full);
        wanted.addAll(leaderless);
        Set<TopicPartition> others = new HashSet<>(consumer.paused());
        others.removeAll(wanted);
        consumer.resume(others);
        consumer.pause(wanted);
    }

    /** Resumes all partitions. */
    void resume() {
        full = Set.of();
        leaderless = Set.of();
        pause();
    }

    /**
     * Whether all is read that the brokers had when they sent the last records, in partitions that
     * are not paused.
     */
    boolean areDrained() {
        Set<TopicPartition> paused = consumer.paused();
        return next.keySet().stream()
                .filter(partition -> !paused.contains(partition))
                .allMatch(partition -> consumer.currentLag(partition).orElse(0) <= 0);
    }

    /** Whether everything is read up to these ends, in partitions that are not full. */
    boolean haveReached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(
                        end ->
                                full.contains(end.getKey())
                                        || next.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    /**
     * Compares logs with what is known of them; waits for the brokers a little.
     *
     * @param places after records that were read earlier
     * @return partitions whose logs do not hold these records any more, but others of a later
     *     leader; empty if there are none
     * @throws ApiException if the brokers do not tell
     */
    Set<TopicPartition> rewritten(Map<TopicPartition, FeedEpochs.Place> places) {
        if (places.isEmpty()) {
            return Set.of();
        }
        consumer.assign(places.keySet());
        consumer.pause(places.keySet()); // positions only, no records
        try {
            // The consumer compares if it knows the leaders when it goes there.
            consumer.endOffsets(places.keySet(), EACH);
            places.forEach((key, place) -> consumer.seek(key, metadata(place)));
            for (TopicPartition partition : places.keySet()) {
                consumer.position(partition, EACH);
            }
            return Set.of();
        } catch (LogTruncationException e) {
            return e.partitions();
        }
    }

    private static OffsetAndMetadata metadata(FeedEpochs.Place place) {
        return new OffsetAndMetadata(place.offset(), Optional.of(place.epoch()), "checkpoint");
    }
}
