package org.leftright.catalog;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link KafkaCatalogFeed} is doing.
 *
 * @param state what it is doing
 * @param offsets how far the topics are visible to readers; null before the first refresh
 * @param recordCount how many records it has read
 * @param skippedCount how many of them it has skipped because they could not be decoded
 * @param catchUpReadCount how many offsets it has passed on the way to the ends that stood at start
 * @param catchUpTotalCount how many are to be passed in all; 0 while {@link
 *     CatalogFeedState#STARTING}
 * @param lag how many offsets of the topics were not read when the broker was last asked
 * @param sinceContact how long ago the broker has answered last; zero before the first answer. In
 *     state {@link CatalogFeedState#STALE} that is how old the data may be
 * @param cause why it has failed, else null
 */
public record CatalogFeedStatus(
        CatalogFeedState state,
        @Nullable CatalogOffsets offsets,
        long recordCount,
        long skippedCount,
        long catchUpReadCount,
        long catchUpTotalCount,
        long lag,
        Duration sinceContact,
        @Nullable CatalogFeedException cause) {

    /**
     * Whether readers see what the topics held at the start or later, fresh or stale.
     *
     * @return whether there has been a refresh
     */
    public boolean isReady() {
        return offsets != null;
    }
}
