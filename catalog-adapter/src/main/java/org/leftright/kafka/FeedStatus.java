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
 * @param state what it is doing
 * @param cause why it has failed, is stale, reads the topics again, waits at the start or holds
 *     back what it has read; null if all is well
 * @param offsets how far the topics are visible to readers, by this feed or one before it on the
 *     same catalog and topics; null before the first refresh
 * @param recordCount how many records it has read
 * @param skippedCount how many of them it has skipped because they could not be decoded
 * @param rebuildCount how often it has begun to read the topics again, because one was truncated or
 *     re-created
 * @param catchUpReadCount how many offsets it has passed on the way to the ends that stood when it
 *     began to catch up
 * @param catchUpTotalCount how many are to be passed in all; 0 while {@link FeedState#STARTING}
 * @param catchUpTimeLeft how long that will still take at the speed so far; null if it is not
 *     catching up, or has read nothing yet
 * @param lags for each partition, how many of its offsets readers did not see when the broker was
 *     last asked, what waits behind open transactions included; empty before the first answer
 * @param waits what holds readers back: partitions with an open transaction, without a leader, or
 *     whose marker is missing, as of the last answer of the broker
 * @param hold what the {@linkplain KafkaCatalogFeedBuilder#contentGuard content guard} holds back,
 *     and since when; null if nothing
 * @param sinceContact how long ago the broker has answered last, with all topics there and to be
 *     read; zero before the first answer
 * @param staleness by the wall clock: readers see all that the topics held so long ago. Grows while
 *     records wait for a refresh or behind an open transaction, and while nobody can tell because
 *     the broker does not answer; null before the first time
 * @param recordAge by the records: the time since the timestamp of the newest record that readers
 *     see. Grows while nothing is produced; null if they see none
 */
public record FeedStatus(
        FeedState state,
        @Nullable FeedException cause,
        @Nullable TopicOffsets offsets,
        long recordCount,
        long skippedCount,
        long rebuildCount,
        long catchUpReadCount,
        long catchUpTotalCount,
        @Nullable Duration catchUpTimeLeft,
        Map<TopicPartition, Long> lags,
        List<FeedWait> waits,
        @Nullable FeedHold hold,
        Duration sinceContact,
        @Nullable Duration staleness,
        @Nullable Duration recordAge) {

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
    public boolean isReady() {
        return offsets != null;
    }

    /**
     * Whether all is well: the feed is {@link FeedState#LIVE}, and readers see all that the topics
     * held a while ago.
     *
     * @param limit how long a while may be; with refreshes by interval, size or marker, longer than
     *     these take
     * @return whether the data is as fresh as that
     */
    public boolean isHealthy(Duration limit) {
        return state == FeedState.LIVE && staleness != null && staleness.compareTo(limit) <= 0;
    }

    /**
     * How many offsets of all partitions readers did not see when the broker was last asked.
     *
     * @return the sum of {@link #lags}
     */
    public long lag() {
        return lags.values().stream().mapToLong(Long::longValue).sum();
    }
}
