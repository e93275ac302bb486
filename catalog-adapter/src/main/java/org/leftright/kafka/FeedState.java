// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

/** What a {@link KafkaFeed} is doing. */
public enum FeedState {
    /** The feed is not started, or looks for the broker and the topics, or loads a checkpoint. */
    STARTING,
    /**
     * The feed reads all that the topics hold, at the start or because a topic was truncated or
     * created again; readers still see what was there before.
     */
    CATCHING_UP,
    /** Readers see what the topics held at the start, and what has come since. */
    LIVE,
    /**
     * The same as {@link #LIVE}, but the broker does not answer or does not let the feed read, a
     * topic is missing, or the feed's thread is stuck in a deserializer, a listener or a guard:
     * what readers see grows old. Ends by itself. A listener is not told of a stuck thread.
     */
    STALE,
    /**
     * The feed follows the topics, but what was read is held back, since the {@linkplain
     * org.leftright.catalog.CatalogGuard content guard} objects to it: readers go on with the
     * version before. Ends when the guard agrees, or by {@link KafkaFeed#showHeld}.
     */
    HELD,
    /**
     * A failure has stopped the feed; readers go on seeing the last refresh. The feed starts again
     * after a while, unless {@link KafkaFeedBuilder#restartAfter} is zero, its thread was
     * interrupted, or an error of the JVM, such as an {@link OutOfMemoryError}, ended it. In these
     * cases, restart the process.
     */
    FAILED,
    /** {@link KafkaFeed#close} has stopped the feed; readers go on seeing the last refresh. */
    CLOSED
}
