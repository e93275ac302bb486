// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A source transaction, and how much of it has come. The feed's thread alone. */
final class SourceTransaction {
    static final long UNKNOWN = -1;

    final String id;

    /** The place in the order of the transactions; unknown before the topic tells of it. */
    long number = UNKNOWN;

    /** The offset of the record that told of it first. */
    long offset = UNKNOWN;

    /** Whether one of the same id was told of before. */
    boolean isRepeat;

    /** Whether its begin has come twice and no end between, or events have, of which some lack. */
    boolean isResumed;

    /** When its last record has come. */
    Instant since = Instant.MIN;

    /** How many events it has, by topic that is followed; null before the end. */
    private @Nullable Map<String, Long> counts;

    /** What has come, by partition. */
    private final Map<TopicPartition, Taken> taken = new HashMap<>();

    /**
     * What has come in a partition.
     *
     * @param count each event once
     * @param greatest the greatest order
     * @param last the order of the last, which is less if events come again and not all have
     */
    private record Taken(long count, long greatest, long last) {
        static final Taken NOTHING = new Taken(0, UNKNOWN, UNKNOWN);
    }

    SourceTransaction(String id) {
        this.id = id;
    }

    void end(Map<String, Long> allCounts, Set<String> followed) {
        Map<String, Long> known = new HashMap<>(allCounts);
        known.keySet().retainAll(followed);
        counts = known;
    }

    boolean hasEnd() {
        return counts != null;
    }

    /** Counts an event, unless it has come before. */
    void take(TopicPartition partition, long order) {
        Taken before = taken(partition);
        isResumed |= order < before.greatest;
        taken.put(
                partition,
                isNew(partition, order)
                        ? new Taken(before.count + 1, order, order)
                        : new Taken(before.count, before.greatest, order));
    }

    /** Whether an event of this order has not come before. */
    boolean isNew(TopicPartition partition, long order) {
        return order > taken(partition).greatest;
    }

    private Taken taken(TopicPartition partition) {
        return taken.getOrDefault(partition, Taken.NOTHING);
    }

    /** Whether events of a partition may be missing, as far as the end has told of them. */
    boolean lacks(TopicPartition partition) {
        Taken there = taken(partition);
        return lacks(partition.topic(), 0) || there.last < there.greatest;
    }

    private boolean lacks(String topic, long more) {
        long count = more;
        for (Map.Entry<TopicPartition, Taken> there : taken.entrySet()) {
            count += there.getKey().topic().equals(topic) ? there.getValue().count : 0;
        }
        return counts != null && count < counts.getOrDefault(topic, 0L);
    }

    boolean isWhole() {
        return isWholeWith(Map.of());
    }

    /** Whether it would be whole with so many more events, by topic. */
    boolean isWholeWith(Map<String, Long> more) {
        return counts != null
                && taken.values().stream().allMatch(there -> there.last == there.greatest)
                && counts.keySet().stream()
                        .noneMatch(topic -> lacks(topic, more.getOrDefault(topic, 0L)));
    }
}
