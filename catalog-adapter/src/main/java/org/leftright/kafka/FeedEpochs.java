// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Which leader's records were read at which offsets. A log that another leader has written from an
 * offset on that was read before is not the log that was read. Grows with the leaders, not with the
 * records. The feed's thread alone.
 */
final class FeedEpochs {
    private static final int NONE = -1;

    /** The offset of each leader's first record that was read, by partition. */
    private final Map<TopicPartition, NavigableMap<Long, Span>> spans = new HashMap<>();

    /** The records of one leader, to the last that was read. */
    private record Span(int epoch, long lastOffset) {}

    /**
     * A place in a log that can be recognized.
     *
     * @param offset the offset after a record
     * @param epoch of the leader that has written the record
     */
    record Place(long offset, int epoch) {}

    void clear() {
        spans.clear();
    }

    /** Continues after these records. */
    void begin(Map<TopicPartition, Place> places) {
        spans.clear();
        places.forEach((key, place) -> put(key, place.offset() - 1, place.epoch()));
    }

    void read(TopicPartition partition, List<? extends ConsumerRecord<?, ?>> records) {
        int epoch = NONE;
        long first = 0;
        long last = 0;
        for (ConsumerRecord<?, ?> record : records) {
            int next = record.leaderEpoch().orElse(NONE);
            if (next != epoch) {
                extend(partition, epoch, first, last);
                epoch = next;
                first = record.offset();
            }
            last = record.offset();
        }
        extend(partition, epoch, first, last);
    }

    private void extend(TopicPartition partition, int epoch, long first, long last) {
        if (epoch == NONE) {
            return;
        }
        Map.Entry<Long, Span> before = of(partition).lastEntry();
        boolean goesOn = before != null && before.getValue().epoch == epoch;
        of(partition).put(goesOn ? before.getKey() : first, new Span(epoch, last));
    }

    private void put(TopicPartition partition, long offset, int epoch) {
        of(partition).put(offset, new Span(epoch, offset));
    }

    private NavigableMap<Long, Span> of(TopicPartition partition) {
        return spans.computeIfAbsent(partition, key -> new TreeMap<>());
    }

    /**
     * The last places that are known before some offsets; none of a partition of which no record
     * was read. Between the last record and the offset there may be a gap, of compaction or of a
     * transaction's end, which another leader may have written.
     */
    Map<TopicPartition, Place> before(Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, Place> places = new HashMap<>();
        offsets.forEach(
                (key, offset) -> {
                    Map.Entry<Long, Span> span = of(key).lowerEntry(offset);
                    if (span != null) {
                        long after = Math.min(offset, span.getValue().lastOffset + 1);
                        places.put(key, new Place(after, span.getValue().epoch));
                    }
                });
        return places;
    }
}
