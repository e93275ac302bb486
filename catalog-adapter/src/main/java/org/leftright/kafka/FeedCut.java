// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells whether what was read holds whole transactions only, though a consumer is not told which
 * records are of which transaction, nor in which partitions it has written.
 *
 * <p>The coordinator of a transaction writes the commit markers to one partition after the other.
 * So the last stable offsets of all partitions, asked for together, may lie behind a transaction in
 * one partition and before it in another. What is asked for instead are the ends of the logs,
 * undecided records included, after the feed has read up to some place in each partition.
 *
 * <p>Let the feed stand at {@code next[p]} in each partition p, ask then, and get {@code highs[p]
 * == next[p]} for all p. Let a transaction T be visible in a partition a, below {@code next[a]},
 * and have written to a partition b. Then:
 *
 * <ol>
 *   <li>The marker of T in a was written before the feed read there, so before it asked.
 *   <li>A transaction is committed after all its records were acknowledged by all replicas in sync
 *       (a transactional producer cannot have it otherwise). So the records of T in b were below
 *       the high watermark of b before the feed asked.
 *   <li>High watermarks do not go back, so these records are below {@code highs[b]}, which is
 *       {@code next[b]}.
 *   <li>What is below {@code next[b]} was read as committed, or passed over as aborted. T was
 *       committed, so all its records in b were read.
 * </ol>
 *
 * <p>So T is in what was read as a whole. The first step needs the places of before the question:
 * where the feed stands when the answer comes, it may have read a transaction in a that has written
 * to b after b was asked.
 *
 * @param nextWhenAsked the offset of each partition that was read next when the broker was asked
 * @param highs where it said that their logs end, undecided records included
 */
record FeedCut(Map<TopicPartition, Long> nextWhenAsked, Map<TopicPartition, Long> highs) {
    /** Stands for no answer yet. */
    static final FeedCut UNKNOWN = new FeedCut(Map.of(), Map.of());

    /**
     * Whether no transaction is in part in what was read.
     *
     * @param next the offset of each partition that is read next
     */
    boolean isWhole(Map<TopicPartition, Long> next) {
        return next.equals(nextWhenAsked) && next.equals(highs);
    }
}
