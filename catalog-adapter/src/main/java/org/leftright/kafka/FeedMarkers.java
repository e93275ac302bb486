// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
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
final class FeedMarkers extends FeedLanes<FeedMarkers.Lane> {
    /** Less than the number of any marker. */
    static final long NONE = -1;

    /** How long a partition is waited for that has no marker where others have. */
    private final Duration limit;

    /** The number of the last refresh. A producer that begins a batch again may repeat it. */
    private long refreshed = NONE;

    /** When some partitions came to stand at a marker that others do not have yet. */
    private @Nullable Instant lateSince;

    private final FeedReach reach = new FeedReach();

    FeedMarkers(Duration limit, Consumer<FeedRecord> sink) {
        super(Lane::new, sink);
        this.limit = limit;
    }

    /** One partition. */
    static final class Lane extends FeedLanes.Lane {
        /** The number of the last marker; null if there was none. */
        @Nullable Long last;

        /** The number of the last marker that has come, held or not. */
        long newest = NONE;

        /** Whether nothing came after it. */
        boolean atLast;

        /** Whether no marker has come since it was waited for too long. */
        boolean givenUp;

        /** Whether nothing more is taken until the others have come as far. */
        boolean standing;
    }

    /** These partitions are read from the marker of this number on. */
    void beginAt(long number, Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            Lane lane = lane(partition);
            lane.last = number;
            lane.newest = number;
            lane.atLast = true;
        }
    }

    @Override
    void beginToStop() {
        super.beginToStop();
        lanes.values().forEach(lane -> lane.standing = lane.atLast);
    }

    @Override
    void hear(FeedProbe.@Nullable Answer last, Instant askedAt, Map<TopicPartition, Long> next) {
        reach.hear(last, askedAt, next, full());
    }

    @Override
    void offer(FeedRecord record) {
        Lane lane = lane(record.partition);
        if (record instanceof FeedRecord.Marker marker) {
            lane.newest = marker.number;
        }
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
            lane.standing = stopping && marker.number != refreshed;
        }
    }

    /**
     * Lets those go on that stand at a lesser marker than others.
     *
     * @return whether all stand at the same, or have repeated the last one and nothing since
     */
    @Override
    boolean align(boolean hurried) {
        if (lanes.values().stream().allMatch(this::isRefreshed)) {
            return true;
        }
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

    private boolean isRefreshed(Lane lane) {
        return !lane.givenUp && lane.atLast && lane.last != null && lane.last == refreshed;
    }

    /** The partitions whose marker others have, and since when they are waited for. */
    @Override
    Late late() {
        return new Late(FeedWait.Cause.MARKER, lateOnes());
    }

    private Map<TopicPartition, Instant> lateOnes() {
        long newest = NONE;
        for (Lane lane : lanes.values()) {
            newest = lane.standing ? Math.max(newest, lane.newest) : newest;
        }
        Set<TopicPartition> late = new HashSet<>();
        for (Map.Entry<TopicPartition, Lane> entry : lanes.entrySet()) {
            Lane lane = entry.getValue();
            // After a start in the middle of a batch, some are past the marker where others stand.
            boolean isBefore = lane.last == null || lane.last < newest;
            if (newest != NONE && isBefore && !lane.standing && !lane.givenUp) {
                late.add(entry.getKey());
            }
        }
        if (late.isEmpty()) {
            lateSince = null;
            return Map.of();
        }
        Instant since = lateSince == null ? Instant.now() : lateSince;
        lateSince = since;
        return late.stream().collect(Collectors.toMap(key -> key, key -> since));
    }

    /**
     * Waits no longer for partitions that are late by too much, until they have a marker again. The
     * markers of a partition that is read more slowly, or after an outage, are not late: all that
     * was there after the limit has been read.
     */
    @Override
    @Nullable String giveUp() {
        Map<TopicPartition, Instant> late = lateOnes();
        if (lateSince == null || !reach.isReadAsOf(lateSince, limit)) {
            return null;
        }
        late.keySet().forEach(partition -> lane(partition).givenUp = true);
        lateSince = null;
        return "shows a batch without the markers of "
                + late.keySet()
                + ", which have not come for "
                + limit;
    }

    /** Lets all go on, which stand at the same marker, to their next ones. */
    @Override
    long goOn() {
        lateSince = null;
        long number = NONE;
        for (Lane lane : lanes.values()) {
            number = lane.last == null || lane.givenUp ? number : lane.last;
        }
        refreshed = number;
        lanes.values().forEach(this::goOn);
        return number;
    }

    /** Whether the next marker was held already. */
    @Override
    boolean isHolding() {
        return lanes.values().stream().anyMatch(lane -> lane.standing);
    }

    private void goOn(Lane lane) {
        lane.standing = false;
        while (!lane.standing && !lane.held.isEmpty()) {
            take(lane, lane.held.remove());
        }
    }
}
