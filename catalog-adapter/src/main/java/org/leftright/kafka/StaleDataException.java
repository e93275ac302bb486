// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says that what readers see is, or may be, older than a caller of {@link KafkaFeed} allows. */
public final class StaleDataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** How old the data was. */
    private final @Nullable Duration staleness;

    /** How old the data could have been. */
    private final Duration limit;

    StaleDataException(
            String message,
            @Nullable Duration staleness,
            Duration limit,
            @Nullable FeedException cause) {
        super(message, cause);
        this.staleness = staleness;
        this.limit = limit;
    }

    /**
     * How old the data was.
     *
     * @return readers saw all that the topics held so long ago, as {@link FeedStatus#staleness};
     *     null if they have not seen that yet since the feed was started
     */
    public @Nullable Duration staleness() {
        return staleness;
    }

    /**
     * How old it might have been.
     *
     * @return what the caller has allowed
     */
    public Duration limit() {
        return limit;
    }
}
