// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a feed refreshes. The first that is due counts.
 *
 * @param every null: not by time; zero: as soon as everything there is has been read
 * @param recordCount zero: not by size
 * @param onMarker at markers, and never otherwise
 */
record FeedRefresh(@Nullable Duration every, int recordCount, boolean onMarker) {
    static final FeedRefresh EACH_POLL = new FeedRefresh(Duration.ZERO, 0, false);
    static final FeedRefresh ON_MARKER = new FeedRefresh(null, 0, true);

    FeedRefresh orEvery(Duration interval) {
        return new FeedRefresh(interval, recordCount, false);
    }

    FeedRefresh orEveryRecords(int count) {
        return new FeedRefresh(isEachPoll() ? null : every, count, false);
    }

    private boolean isEachPoll() {
        return Duration.ZERO.equals(every);
    }
}
