// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Where two partitions stand between markers, without a broker, and nobody is waited for. */
class FeedMarkersTest {
    private static final TopicPartition ONE = new TopicPartition("topic", 0);
    private static final TopicPartition OTHER = new TopicPartition("topic", 1);

    private final List<FeedRecord> applied = new ArrayList<>();
    private final FeedMarkers markers = new FeedMarkers(Duration.ZERO, applied::add);

    private void refreshAt(long number) {
        if (number == 1) {
            markers.add(List.of(ONE, OTHER));
            markers.beginToStop();
        }
        marker(ONE, number);
        marker(OTHER, number);
        assertThat(markers.align(false)).isTrue();
        assertThat(markers.goOn()).isEqualTo(number);
    }

    private void marker(TopicPartition partition, long number) {
        byte[] value = BatchMarker.record(partition.topic(), 0, number).value();
        markers.offer(new FeedRecord.Marker(partition, record(partition, value)));
    }

    private void data(TopicPartition partition) {
        markers.offer(new FeedRecord.Nothing(partition, record(partition, new byte[0]), null));
    }

    private static ConsumerRecord<byte[], byte[]> record(TopicPartition partition, byte[] value) {
        return new ConsumerRecord<>(partition.topic(), partition.partition(), 0, null, value);
    }

    @Test
    void aRepeatedMarkerThatIsReadLateEndsNoWait() {
        refreshAt(1);
        data(OTHER); // of batch 2
        marker(ONE, 1);
        data(ONE); // of batch 2, too
        assertThat(applied).as("none is held").hasSize(2);
        assertThat(markers.align(false)).isFalse();
        assertThat(markers.giveUp()).as("no partition is late").isNull();
        assertThat(markers.align(false)).as("half of batch 2").isFalse();
        refreshAt(2);
    }

    @Test
    void whatIsRepeatedWithItsMarkerIsWhole() {
        refreshAt(1);
        data(ONE);
        assertThat(markers.align(false)).isFalse();
        marker(ONE, 1);
        assertThat(markers.align(false)).isTrue();
        markers.goOn();
        assertThat(markers.isHolding()).isFalse();
        assertThat(applied).hasSize(1);
    }

    @Test
    void whatAPartitionGetsThatWasGivenUpIsNotShownAlone() {
        refreshAt(1);
        marker(ONE, 2);
        assertThat(markers.giveUp()).isNull();
        hear(Instant.now().plusSeconds(1), 5);
        assertThat(markers.giveUp()).contains("without the markers of [" + OTHER + "]");
        assertThat(markers.align(false)).isTrue();
        markers.goOn();
        data(OTHER); // of batch 3
        assertThat(markers.align(false)).isFalse();
        marker(ONE, 3);
        assertThat(markers.align(false)).isTrue();
    }

    /** As after an outage, or if one partition has most of a batch. */
    @Test
    void aMarkerThatIsThereAndNotReadYetIsWaitedFor() {
        refreshAt(1);
        marker(ONE, 2);
        assertThat(markers.late().since()).containsOnlyKeys(OTHER);
        hear(Instant.now().plusSeconds(1), 4);
        assertThat(markers.giveUp()).isNull();
        marker(OTHER, 2);
        assertThat(markers.align(false)).isTrue();
    }

    /** The producer is writing the batch after the marker that one partition stands at. */
    @Test
    void aStartInTheMiddleOfABatchWaitsForItsEnd() {
        markers.add(List.of(ONE, OTHER));
        marker(ONE, 1);
        marker(OTHER, 1);
        data(OTHER); // of batch 2
        markers.beginToStop();
        assertThat(markers.align(false)).isFalse();
        assertThat(markers.late().since()).isEmpty();
        hear(Instant.now().plusSeconds(1), 5);
        assertThat(markers.giveUp()).as("a marker that nobody has").isNull();
        assertThat(markers.align(false)).isFalse();
        marker(ONE, 2);
        assertThat(markers.align(false)).isFalse();
        assertThat(markers.late().since()).containsOnlyKeys(OTHER);
        marker(OTHER, 2);
        assertThat(markers.align(false)).isTrue();
    }

    @Test
    void aPartitionWithoutALeaderIsWaitedFor() {
        refreshAt(1);
        marker(ONE, 2);
        assertThat(markers.late().since()).containsOnlyKeys(OTHER);
        hear(Instant.now().plusSeconds(1), Map.of(ONE, 5L), Set.of(OTHER), 5);
        assertThat(markers.giveUp()).isNull();
    }

    @Test
    void whatTheLogHasLostIsNotWaitedFor() {
        refreshAt(1);
        marker(ONE, 2);
        assertThat(markers.late().since()).containsOnlyKeys(OTHER);
        hear(Instant.now().plusSeconds(1), 4);
        assertThat(markers.giveUp()).isNull();
        hear(Instant.now().plusSeconds(2), Map.of(ONE, 5L, OTHER, 4L), Set.of(), 4);
        assertThat(markers.giveUp()).contains("without the markers of [" + OTHER + "]");
    }

    /** The broker has said at that time that five records are there, of which so many are read. */
    private void hear(Instant askedAt, long read) {
        hear(askedAt, Map.of(ONE, 5L, OTHER, 5L), Set.of(), read);
    }

    private void hear(
            Instant askedAt,
            Map<TopicPartition, Long> ends,
            Set<TopicPartition> leaderless,
            long read) {
        markers.hear(
                new FeedProbe.Answer(
                        FeedMoment.now(), Map.of(), Set.of(), leaderless, Map.of(), ends, ends),
                askedAt,
                Map.of(ONE, 5L, OTHER, read));
    }

    @Test
    void aBatchWithoutRecordsIsTheNextToBeShown() {
        refreshAt(1);
        for (TopicPartition each : List.of(ONE, OTHER)) {
            marker(each, 2);
            marker(each, 3);
            data(each);
            marker(each, 4);
        }
        for (long number = 2; number <= 4; number++) {
            assertThat(markers.align(false)).isTrue();
            assertThat(markers.goOn()).isEqualTo(number);
            assertThat(markers.isHolding()).as("after %d", number).isEqualTo(number < 4);
        }
        assertThat(applied).hasSize(2);
    }
}
