// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.time.Instant;
import org.apache.kafka.common.TopicPartition;

/**
 * What a {@link KafkaFeed} waits for, and readers with it: records of a partition that the broker
 * has, or will have, and that are not shown yet.
 *
 * @param partition the partition that is waited for
 * @param cause what is missing
 * @param offset the first offset of the partition that is held back
 * @param since since when, as far as the feed has noticed
 */
public record FeedWait(TopicPartition partition, Cause cause, long offset, Instant since) {
    /** Why something is waited for. */
    public enum Cause {
        /**
         * A transaction that was begun at this offset is open, and holds back all that comes after
         * it in the partition, until it is committed, aborted or timed out.
         */
        OPEN_TRANSACTION,
        /** Other partitions have the {@link BatchMarker} of a batch, this one not yet. */
        MARKER,
        /**
         * Other records of a source transaction have come, this partition's not yet: its events, or
         * in the topic of the transactions its end. See {@link SourceTransactions}.
         */
        SOURCE_TRANSACTION,
        /** The partition has no leader. */
        NO_LEADER
    }

    @Override
    public String toString() {
        return partition + " from offset " + offset + " on, since " + since + ": " + cause;
    }
}
