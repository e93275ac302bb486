// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

/**
 * Gets told what a {@link KafkaFeed} does, in the feed's thread: quick methods only. What they
 * throw is logged, once, and otherwise ignored, but for errors of the virtual machine, such as an
 * {@link OutOfMemoryError}, which end the feed. May call {@link KafkaFeed#close}.
 */
public interface FeedListener {
    /**
     * The feed's state has changed.
     *
     * @param state the state
     */
    default void onState(FeedState state) {}

    /**
     * The feed has come closer to the ends that the topics had at the start. Offsets, not records:
     * compaction leaves gaps.
     *
     * @param readCount how many offsets have been passed
     * @param totalCount how many are to be passed in all
     */
    default void onProgress(long readCount, long totalCount) {}

    /**
     * Records have arrived and are about to be applied.
     *
     * @param recordCount how many
     */
    default void onRecords(int recordCount) {}

    /**
     * The content guard has begun to hold back what was read. The end of that is a refresh, or a
     * change of state.
     *
     * @param hold what it objects to
     */
    default void onHold(FeedHold hold) {}

    /**
     * What was applied is visible, and, unless readers still hold the old side, paid for.
     *
     * @param offsets how far the visible version has come
     */
    default void onRefresh(TopicOffsets offsets) {}
}
