// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * When a feed refreshes. The first that is due counts.
 *
 * @param every null: not by time; zero: as soon as everything there is has been read
 * @param recordCount zero: not by size
 * @param onMarker at markers, and never otherwise
 * @param betweenTransactions between transactions, and never otherwise
 * @param markerTimeout so long a partition is waited for that has no marker where others have, or
 *     the rest of a source transaction
 * @param source between source transactions, and never otherwise; null: they do not matter
 */
record FeedRefresh(
        @Nullable Duration every,
        int recordCount,
        boolean onMarker,
        boolean betweenTransactions,
        Duration markerTimeout,
        @Nullable TransactionTopic source) {
    private static final Duration MARKER_TIMEOUT = Duration.ofMinutes(5);
    static final FeedRefresh EACH_POLL =
            new FeedRefresh(Duration.ZERO, 0, false, false, MARKER_TIMEOUT, null);
    static final FeedRefresh ON_MARKER =
            new FeedRefresh(null, 0, true, false, MARKER_TIMEOUT, null);
    static final FeedRefresh BETWEEN_TRANSACTIONS =
            new FeedRefresh(null, 0, false, true, MARKER_TIMEOUT, null);

    FeedRefresh orEvery(Duration interval) {
        return new FeedRefresh(interval, recordCount, false, false, markerTimeout, null);
    }

    FeedRefresh orEveryRecords(int count) {
        return new FeedRefresh(
                isEachPoll() ? null : every, count, false, false, markerTimeout, null);
    }

    static FeedRefresh onMarker(Duration markerTimeout) {
        return new FeedRefresh(null, 0, true, false, markerTimeout, null);
    }

    static FeedRefresh atSource(TransactionTopic source, Duration timeout) {
        Duration limit = FeedChecks.positive(timeout, "refreshAtSourceTransactions");
        return new FeedRefresh(null, 0, false, false, limit, source);
    }

    /** Adds the topic of the source transactions, if there is one. */
    void addTopic(Map<String, FeedTopic<?, ?>> topics, @Nullable IntPredicate followed) {
        if (source != null) {
            source.addTo(topics, followed);
        }
    }

    private boolean isEachPoll() {
        return Duration.ZERO.equals(every);
    }
}
