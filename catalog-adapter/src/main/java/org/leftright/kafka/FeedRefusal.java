// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;

/**
 * Whether the broker lets the feed read, why not, and since when. The feed's thread alone, but for
 * {@link #age}.
 */
final class FeedRefusal {
    /** Within this time, a broker that refuses says so again. */
    private static final long UNTROUBLED_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private volatile @Nullable Refused refused;
    private long untroubledNs; // of polls since the last that was refused

    private record Refused(ApiException reason, long sinceNs) {
        /** Whether a record of these shows that the refusal is over. */
        boolean isOver(Set<TopicPartition> read) {
            Set<String> topics =
                    reason instanceof TopicAuthorizationException one
                            ? one.unauthorizedTopics()
                            : Set.of();
            return topics.isEmpty()
                    || read.stream().anyMatch(partition -> topics.contains(partition.topic()));
        }
    }

    /** The broker has refused a poll. */
    void begin(ApiException reason) {
        untroubledNs = 0;
        Refused before = refused;
        refused = new Refused(reason, before == null ? System.nanoTime() : before.sinceNs);
    }

    /** A poll tells nothing. */
    void noticeTrouble() {
        untroubledNs = 0;
    }

    /**
     * A poll was not refused. If one topic may not be read, records of another do not end that.
     *
     * @param hasCome whether it has brought anything
     * @param read the partitions of which it has brought records
     * @param waited how long it has waited for them, if it has brought nothing
     * @return whether the feed may read
     */
    boolean hasEnded(boolean hasCome, Set<TopicPartition> read, Duration waited) {
        Refused now = refused;
        if (hasCome && (now == null || now.isOver(read))) {
            untroubledNs = UNTROUBLED_NS;
        } else if (!hasCome) {
            untroubledNs += waited.toNanos();
        }
        if (untroubledNs < UNTROUBLED_NS) {
            return false;
        }
        refused = null;
        return true;
    }

    void clear() {
        refused = null;
    }

    /** Returns why the feed may not read; null if it may. */
    @Nullable ApiException reason() {
        Refused now = refused;
        return now == null ? null : now.reason;
    }

    /** Returns how long the feed was not allowed to read; zero if it may. Any thread. */
    Duration age() {
        Refused now = refused;
        return FeedProbe.since(now == null ? 0 : now.sinceNs);
    }
}
