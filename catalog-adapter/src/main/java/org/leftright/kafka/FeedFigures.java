// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a feed's refreshes and checkpoints come to, for its meters. The feed's thread alone changes
 * them; any thread may read each of them.
 */
@SuppressWarnings("NonAtomicVolatileUpdate") // the feed's thread alone writes
final class FeedFigures {
    private volatile long refreshCount;
    private volatile long refreshNs;
    private volatile long refreshedRecordCount;
    private volatile long pendingCount;
    private volatile @Nullable Instant checkpointAsOf;
    private volatile long checkpointBytes;
    private volatile long checkpointFailureCount;

    /** A refresh took so long and showed so many records. */
    void refreshed(long recordCount, long ns) {
        refreshedRecordCount = recordCount;
        refreshNs += ns;
        refreshCount++;
    }

    /** Tells how many changes have been read and are not visible. */
    void pending(long count) {
        pendingCount = count;
    }

    /** There is a checkpoint. */
    void checkpoint(Instant asOf, long bytes) {
        checkpointAsOf = asOf;
        checkpointBytes = bytes;
    }

    /** A checkpoint could not be written. */
    void checkpointFailed() {
        checkpointFailureCount++;
    }

    long refreshCount() {
        return refreshCount;
    }

    double refreshNs() {
        return refreshNs;
    }

    long refreshedRecordCount() {
        return refreshedRecordCount;
    }

    long pendingCount() {
        return pendingCount;
    }

    /** Null: there is none. */
    @Nullable Duration checkpointAge() {
        Instant asOf = checkpointAsOf;
        return asOf == null ? null : Duration.between(asOf, Instant.now());
    }

    long checkpointBytes() {
        return checkpointBytes;
    }

    long checkpointFailureCount() {
        return checkpointFailureCount;
    }
}
