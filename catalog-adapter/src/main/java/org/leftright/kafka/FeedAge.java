// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * When each partition was last read to its end, by the wall clock, which goes on while a process is
 * suspended. After too long a pause the tombstones of what was removed meanwhile may be compacted
 * away, and what they removed would stay for ever. The feed's thread alone.
 */
final class FeedAge {
    private final Duration maxAge;
    private final Map<TopicPartition, Instant> readAsOf = new HashMap<>();

    /** Ends that are not reached yet: until they are, later ones do not count. */
    private final Map<TopicPartition, End> ends = new HashMap<>();

    private record End(long offset, Instant askedAt) {}

    /** Partitions that are read from their beginning, and were not at their end since. */
    private final Set<TopicPartition> notYetRead = new HashSet<>();

    FeedAge(Duration maxAge) {
        this.maxAge = maxAge;
    }

    /**
     * The partitions are read.
     *
     * @param now the time
     * @param asOf they are read on from what they held then; null: from their beginning
     */
    void begin(Collection<TopicPartition> partitions, Instant now, @Nullable Instant asOf) {
        readAsOf.clear();
        ends.clear();
        notYetRead.clear();
        if (asOf == null) {
            add(partitions, now);
        } else {
            partitions.forEach(partition -> readAsOf.put(partition, asOf));
        }
    }

    /** Partitions that are new are read from their beginning. */
    void add(Collection<TopicPartition> partitions, Instant now) {
        partitions.forEach(partition -> readAsOf.put(partition, now));
        notYetRead.addAll(partitions);
    }

    /**
     * Takes in how far the partitions are read.
     *
     * @param nowEnds where they ended
     * @param askedAt when they ended there, or before
     * @param next the offset of each that is read next
     */
    void reads(Map<TopicPartition, Long> nowEnds, Instant askedAt, Map<TopicPartition, Long> next) {
        nowEnds.forEach(
                (partition, offset) ->
                        reads(
                                partition,
                                new End(offset, askedAt),
                                next.getOrDefault(partition, 0L)));
    }

    private void reads(TopicPartition partition, End now, long next) {
        End first = ends.getOrDefault(partition, now);
        // A log becomes shorter if its leader loses the last records.
        End wanted = new End(Math.min(first.offset, now.offset), first.askedAt);
        if (next < wanted.offset) {
            ends.put(partition, wanted);
            return;
        }
        notYetRead.remove(partition);
        if (next < now.offset) {
            readAsOf.put(partition, wanted.askedAt);
            ends.put(partition, now);
        } else {
            readAsOf.put(partition, now.askedAt);
            ends.remove(partition);
        }
    }

    /**
     * Refuses to go on after too long a pause.
     *
     * @param leaderless partitions that cannot be read now: checked when they can be
     * @throws TopicLostException if the topics are to be read from the beginning
     * @throws FeedException if that would not help: to read them takes too long
     */
    void check(Instant now, Set<TopicPartition> leaderless) {
        readAsOf.forEach(
                (partition, asOf) -> {
                    if (!asOf.plus(maxAge).isBefore(now) || leaderless.contains(partition)) {
                        return;
                    }
                    if (notYetRead.contains(partition)) {
                        throw new FeedException(
                                FeedException.Reason.OTHER,
                                partition
                                        + " was not read to its end within "
                                        + maxAge
                                        + ": set a longer maxAge(...), and a longer"
                                        + " delete.retention.ms of the topic",
                                null);
                    }
                    throw new TopicLostException(
                            Set.of(),
                            partition
                                    + " was last read to its end at "
                                    + asOf
                                    + ", longer ago than "
                                    + maxAge
                                    + ": tombstones may have gone since");
                });
    }
}
