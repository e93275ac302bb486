// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.leftright.bench.demo.Delta.MemberChange;
import org.leftright.bench.demo.Delta.ProductChange;

/** A subject without a feed of its own. How it is read is not shared: that is measured. */
abstract class BatchSubject implements Subject {
    private final BatchFeed feed;

    /**
     * Creates an empty service.
     *
     * @param topics what to follow
     * @param refreshes where to tell that a batch is being applied
     */
    BatchSubject(DeltaTopics topics, RefreshWindow refreshes) {
        this.feed = new BatchFeed(topics, refreshes, this::apply);
    }

    /** Applies a batch; in the feed's thread. */
    abstract void apply(List<ProductChange> changes, List<MemberChange> members);

    @Override
    public final void start(Duration limit) throws Exception {
        feed.start(limit);
    }

    @Override
    public final Applied applied() {
        return feed.applied();
    }

    @Override
    public final String feedThread() {
        return BatchFeed.THREAD;
    }

    @Override
    public final Map<String, Long> counts() {
        return Map.of();
    }

    @Override
    public final void close() {
        feed.close();
    }
}
