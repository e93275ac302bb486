// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A place in a log is recognized by the leader that wrote the record before it. */
class FeedEpochsTest {
    private static final TopicPartition KEY = new TopicPartition("products", 0);
    private final FeedEpochs epochs = new FeedEpochs();

    @Test
    void aPlaceIsAfterTheLastRecordThatWasReadBeforeTheOffset() {
        epochs.read(KEY, List.of(record(3, 1), record(4, 1), record(8, 2), record(9, 2)));
        epochs.read(KEY, List.of(record(12, 2), record(13, 5)));
        assertThat(before(3)).as("nothing known").isNull();
        assertThat(before(4)).isEqualTo(new FeedEpochs.Place(4, 1));
        assertThat(before(5)).isEqualTo(new FeedEpochs.Place(5, 1));
        assertThat(before(8)).as("a gap").isEqualTo(new FeedEpochs.Place(5, 1));
        assertThat(before(10)).isEqualTo(new FeedEpochs.Place(10, 2));
        assertThat(before(13)).isEqualTo(new FeedEpochs.Place(13, 2));
        assertThat(before(20)).as("a gap").isEqualTo(new FeedEpochs.Place(14, 5));
    }

    @Test
    void whatACheckpointKnewGoesOn() {
        epochs.begin(Map.of(KEY, new FeedEpochs.Place(10, 2)));
        assertThat(before(12)).isEqualTo(new FeedEpochs.Place(10, 2));
        epochs.read(KEY, List.of(record(12, 2)));
        assertThat(before(13)).isEqualTo(new FeedEpochs.Place(13, 2));
    }

    @Test
    void recordsWithoutAnEpochTellNothing() {
        epochs.read(KEY, List.of(record(3, null)));
        assertThat(before(4)).isNull();
    }

    private FeedEpochs.@Nullable Place before(long offset) {
        return epochs.before(Map.of(KEY, offset)).get(KEY);
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, @Nullable Integer epoch) {
        return FeedTopics.record(KEY, offset, 0, epoch);
    }
}
