package org.leftright.catalog;

/** What a {@link KafkaCatalogFeed} is doing. */
public enum CatalogFeedState {
    /** Not started, or looking for the broker and the topics. */
    STARTING,
    /** Reading what the topics held at the start; readers still see what was there before. */
    CATCHING_UP,
    /** Readers see what the topics held at the start, and what has come since. */
    LIVE,
    /** As {@link #LIVE}, but the broker does not answer: what readers see grows old. */
    STALE,
    /** Stopped by a failure; readers go on seeing the last refresh. */
    FAILED,
    /** Stopped by {@link KafkaCatalogFeed#close}; readers go on seeing the last refresh. */
    CLOSED
}
