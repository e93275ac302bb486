// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Holds the records of each partition back until all is there that belongs together. The feed's
 * thread alone.
 *
 * @param <L> where a partition stands
 */
abstract sealed class FeedLanes<L extends FeedLanes.Lane> permits FeedMarkers, FeedTransactions {
    /** How many records of a partition are held in memory, give or take a poll. */
    private static final int HELD_LIMIT = 10_000;

    final Map<TopicPartition, L> lanes = new HashMap<>();
    private final Supplier<L> newLane;

    /** Takes what is to be applied now. */
    final Consumer<FeedRecord> sink;

    /** Whether anything is held; not while what the topics hold is read. */
    boolean stopping;

    FeedLanes(Supplier<L> newLane, Consumer<FeedRecord> sink) {
        this.newLane = newLane;
        this.sink = sink;
    }

    /** One partition. */
    static class Lane {
        final ArrayDeque<FeedRecord> held = new ArrayDeque<>();
    }

    /**
     * What is waited for.
     *
     * @param since since when, by partition; empty if nothing is
     */
    record Late(FeedWait.Cause cause, Map<TopicPartition, Instant> since) {}

    /** Follows these partitions, too; all at the beginning. */
    void add(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> lanes.put(partition, newLane.get()));
    }

    /** What the topics held has been read: from now on records are held. */
    void beginToStop() {
        stopping = true;
    }

    /** The next record of its partition: applied now, or held. */
    abstract void offer(FeedRecord record);

    /**
     * Takes in how far the topics are read.
     *
     * @param last what the broker has said last, null if nothing
     * @param askedAt when it was asked
     * @param next the offset of each partition that is read next
     */
    abstract void hear(
            FeedProbe.@Nullable Answer last, Instant askedAt, Map<TopicPartition, Long> next);

    /**
     * Gives up waiting for what has not come for too long.
     *
     * @return what to say of it, null if there is nothing
     */
    abstract @Nullable String giveUp();

    /**
     * Goes on with what was held, as far as that belongs to the same refresh.
     *
     * @param hurried whether it is time for a refresh as soon as one is possible
     * @return whether all that is applied is whole
     */
    abstract boolean align(boolean hurried);

    abstract Late late();

    /**
     * What was whole is in the hands of the group: goes on to what comes next.
     *
     * @return the number of the marker that the partitions stood at, {@link FeedMarkers#NONE} if
     *     there is none
     */
    abstract long goOn();

    /** Whether there may be something to show without another record. */
    abstract boolean isHolding();

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

    L lane(TopicPartition partition) {
        L lane = lanes.get(partition);
        if (lane == null) {
            throw new IllegalStateException(partition + " is not followed");
        }
        return lane;
    }
}
