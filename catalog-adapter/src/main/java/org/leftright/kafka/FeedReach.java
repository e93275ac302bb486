// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The moment up to which all is read that the topics held. The feed's thread alone. */
final class FeedReach {
    private Map<TopicPartition, Long> next = Map.of();

    /** Where the topics ended when the broker was asked, and when that was. */
    private Map<TopicPartition, Long> ends = Map.of();

    private Instant endsAskedAt = Instant.MIN;
    private boolean reached = true;

    /** The same, of the last ends that are reached. */
    private Map<TopicPartition, Long> readEnds = Map.of();

    private Instant readAsOf = Instant.MIN;

    /**
     * Takes in how far the topics are read.
     *
     * @param last what the broker has said last, null if nothing
     * @param full the partitions that are not read on for now; they count as read
     */
    void hear(
            FeedProbe.@Nullable Answer last,
            Instant askedAt,
            Map<TopicPartition, Long> nowNext,
            Set<TopicPartition> full) {
        next = nowNext;
        if (reached && last != null && last.leaderless().isEmpty()) {
            ends = last.ends(); // until these are reached, a later answer does not count
            endsAskedAt = askedAt;
            reached = false;
        }
        if (!reached && last != null) {
            ends = FeedProbe.Answer.atMost(ends, last.ends());
        }
        if (!reached
                && ends.entrySet().stream()
                        .allMatch(
                                end ->
                                        full.contains(end.getKey())
                                                || next(end.getKey()) >= end.getValue())) {
            reached = true;
            readEnds = ends;
            readAsOf = endsAskedAt;
        }
    }

    /** The offset that is read next. */
    long next(TopicPartition partition) {
        return next.getOrDefault(partition, 0L);
    }

    /** Whether all is read that was there so long after this time. */
    boolean isReadAsOf(Instant time, Duration later) {
        return readAsOf.isAfter(time.plus(later));
    }

    /** Where the topics ended at the last moment up to which all is read. */
    Map<TopicPartition, Long> readEnds() {
        return readEnds;
    }
}
