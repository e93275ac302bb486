// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link KafkaFeed} is doing.
 *
 * <p>The feed makes these; equal figures are equal. A test that needs one implements this interface
 * and overrides what the test is about; a lambda does if that is the state alone: {@code FeedStatus
 * failed = () -> FeedState.FAILED}. Figures that are added later have a default, too.
 */
public interface FeedStatus {
    /** {@return what the feed is doing} */
    FeedState state();

    /**
     * {@return why the feed has failed, is stale, reads the topics again, waits at the start or
     * holds back what it has read; null if all is well}
     */
    default @Nullable FeedException cause() {
        return null;
    }

    /**
     * {@return how far the topics are visible to readers, by this feed or one before it on the same
     * catalog and topics; null before the first refresh}
     */
    default @Nullable TopicOffsets offsets() {
        return null;
    }

    /** {@return how many records the feed has read} */
    default long recordCount() {
        return 0;
    }

    /** {@return how many records the feed has skipped because they could not be decoded} */
    default long skippedCount() {
        return 0;
    }

    /**
     * {@return how often the feed has begun to read the topics again, because one was truncated or
     * re-created}
     */
    default long rebuildCount() {
        return 0;
    }

    /**
     * {@return how many offsets the feed has passed on the way to the ends that stood when it began
     * to catch up}
     */
    default long catchUpReadCount() {
        return 0;
    }

    /** {@return how many offsets are to be passed in all; 0 while {@link FeedState#STARTING}} */
    default long catchUpTotalCount() {
        return 0;
    }

    /**
     * {@return how long it will still take to catch up, at the speed so far; null if the feed is
     * not catching up, or has read nothing yet}
     */
    default @Nullable Duration catchUpTimeLeft() {
        return null;
    }

    /**
     * {@return for each partition, how many of its offsets readers did not see when the broker was
     * last asked, what waits behind open transactions included; empty before the first answer}
     */
    default Map<TopicPartition, Long> lags() {
        return Map.of();
    }

    /**
     * {@return what holds readers back: partitions with an open transaction, without a leader, or
     * whose marker is missing, as of the last answer of the broker}
     */
    default List<FeedWait> waits() {
        return List.of();
    }

    /**
     * {@return what the {@linkplain KafkaCatalogFeedBuilder#contentGuard content guard} holds back,
     * and since when; null if nothing}
     */
    default @Nullable FeedHold hold() {
        return null;
    }

    /**
     * {@return how long ago the broker has answered last, with all topics there and to be read;
     * zero before the first answer}
     */
    default Duration sinceContact() {
        return Duration.ZERO;
    }

    /**
     * {@return the age of what readers see, by the wall clock: they see all that the topics held so
     * long ago; null before the first time} It grows while records wait for a refresh or behind an
     * open transaction, and while nobody can tell because the broker does not answer.
     */
    default @Nullable Duration staleness() {
        return null;
    }

    /**
     * {@return the age of what readers see, by the records: the time since the timestamp of the
     * newest one; null if they see none} It grows while nothing is produced.
     */
    default @Nullable Duration recordAge() {
        return null;
    }

    /**
     * Whether the catalog holds a complete version of the topics, fresh or stale: the gate for
     * traffic. It stays so when the feed fails, and is so from the beginning if an earlier feed has
     * left such a version. What was held back behind an open transaction at the start is not waited
     * for: it may stay open for long. Then {@link #waits} says so, and the feed is not healthy. If
     * the content guard objects to the first version, the feed is not ready, unless the checkpoint
     * held one that the guard approves of: then readers have that.
     *
     * @return whether there has been a refresh of these topics
     */
    default boolean isReady() {
        return offsets() != null;
    }

    /**
     * Whether all is well: the feed is {@link FeedState#LIVE}, and readers see all that the topics
     * held a while ago.
     *
     * @param limit how long a while may be: at least two seconds longer than the time from the
     *     first record of a batch to its refresh; if records come all the time, at least twice the
     *     refresh interval. A long pause between batches needs no longer limit
     * @return whether the data is as fresh as that
     */
    default boolean isHealthy(Duration limit) {
        Duration staleness = staleness();
        return state() == FeedState.LIVE && staleness != null && staleness.compareTo(limit) <= 0;
    }

    /**
     * How many offsets of all partitions readers did not see when the broker was last asked.
     *
     * @return the sum of {@link #lags}
     */
    default long lag() {
        return lags().values().stream().mapToLong(Long::longValue).sum();
    }
}
