// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where each partition stands between the markers; see {@link BatchMarker}. The feed's thread
 * alone.
 */
final class FeedMarkers {
    /** How many records of a partition are held in memory, give or take a poll. */
    private static final int HELD_LIMIT = 10_000;

    /** Less than the number of any marker. */
    static final long NONE = -1;

    /** Takes what is to be applied now. */
    private final Consumer<FeedRecord> sink;

    private final Map<TopicPartition, Lane> lanes = new HashMap<>();

    /** Whether markers stop a partition; not while what the topics hold is read. */
    private boolean stopping;

    /** When some partitions came to stand at a marker that others do not have yet. */
    private @Nullable Instant lateSince;

    FeedMarkers(Consumer<FeedRecord> sink) {
        this.sink = sink;
    }

    /** One partition. */
    private static final class Lane {
        /** The number of the last marker; null if there was none. */
        @Nullable Long last;

        /** Whether nothing came after it. */
        boolean atLast;

        /** Whether no marker has come since it was waited for too long. */
        boolean givenUp;

        /** Whether nothing more is taken until the others have come as far. */
        boolean standing;

        final ArrayDeque<FeedRecord> held = new ArrayDeque<>();
    }

    /** Begins to read what the topics hold. */
    void begin(Collection<TopicPartition> partitions) {
        lanes.clear();
        lateSince = null;
        stopping = false;
        add(partitions);
    }

    void add(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> lanes.put(partition, new Lane()));
    }

    /** These partitions are read from the marker of this number on. */
    void beginAt(long number, Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            Lane lane = lane(partition);
            lane.last = number;
            lane.atLast = true;
        }
    }

    /** What the topics held has been read: from now on markers stop. */
    void beginToStop() {
        stopping = true;
        lanes.values().forEach(lane -> lane.standing = lane.atLast);
    }

    /** The next record of its partition: applied now, or held. */
    void offer(FeedRecord record) {
        Lane lane = lane(record.partition);
        if (lane.standing) {
            lane.held.add(record);
        } else {
            take(lane, record);
        }
    }

    private void take(Lane lane, FeedRecord record) {
        if (!(record instanceof FeedRecord.Marker marker)) {
            lane.atLast = false;
            sink.accept(record);
        } else {
            lane.last = marker.number;
            lane.atLast = true;
            lane.givenUp = false;
            lane.standing = stopping;
        }
    }

    /**
     * Lets those go on that stand at a lesser marker than others.
     *
     * @return whether all stand at the same
     */
    boolean align() {
        while (true) {
            long greatest = 0;
            for (Lane lane : lanes.values()) {
                if (lane.givenUp) {
                    continue;
                }
                if (!lane.standing || lane.last == null) {
                    return false;
                }
                greatest = Math.max(greatest, lane.last);
            }
            boolean aligned = true;
            for (Lane lane : lanes.values()) {
                if (!lane.givenUp && lane.last != null && lane.last < greatest) {
                    aligned = false;
                    goOn(lane);
                }
            }
            if (aligned) {
                return true;
            }
        }
    }

    /** The partitions whose marker others have, and since when they are waited for. */
    Map<TopicPartition, Instant> late() {
        Set<TopicPartition> late = new HashSet<>();
        boolean someStand = false;
        for (Map.Entry<TopicPartition, Lane> entry : lanes.entrySet()) {
            someStand |= entry.getValue().standing;
            if (!entry.getValue().standing && !entry.getValue().givenUp) {
                late.add(entry.getKey());
            }
        }
        if (!someStand || late.isEmpty()) {
            lateSince = null;
            return Map.of();
        }
        Instant since = lateSince == null ? Instant.now() : lateSince;
        lateSince = since;
        return late.stream().collect(Collectors.toMap(key -> key, key -> since));
    }

    /**
     * Waits no longer for the partitions that are late by so much, until they have a marker again.
     *
     * @return them
     */
    Set<TopicPartition> giveUpLate(Duration limit) {
        Map<TopicPartition, Instant> late = late();
        if (lateSince == null || lateSince.plus(limit).isAfter(Instant.now())) {
            return Set.of();
        }
        late.keySet().forEach(partition -> lane(partition).givenUp = true);
        lateSince = null;
        return late.keySet();
    }

    /**
     * Lets all go on, which stand at the same marker, to their next ones.
     *
     * @return the number that they stood at, -1 if there are none
     */
    long goOn() {
        lateSince = null;
        long number = NONE;
        for (Lane lane : lanes.values()) {
            number = lane.last == null || lane.givenUp ? number : lane.last;
        }
        lanes.values().forEach(this::goOn);
        return number;
    }

    private void goOn(Lane lane) {
        lane.standing = false;
        while (!lane.standing && !lane.held.isEmpty()) {
            take(lane, lane.held.remove());
        }
    }

    /**
     * The partitions to be read no further for now. Those that merely stand are read on: a fetch
     * that leaves a partition out makes it wait for the next.
     */
    Set<TopicPartition> full() {
        return lanes.entrySet().stream()
                .filter(entry -> entry.getValue().held.size() >= HELD_LIMIT)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The offset of the first record that is held, or else another. */
    long heldFrom(TopicPartition partition, long otherwise) {
        FeedRecord first = lane(partition).held.peek();
        return first == null ? otherwise : first.offset;
    }

    private Lane lane(TopicPartition partition) {
        Lane lane = lanes.get(partition);
        if (lane == null) {
            throw new IllegalStateException(partition + " is not followed");
        }
        return lane;
    }
}
