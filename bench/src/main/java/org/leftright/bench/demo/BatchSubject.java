// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.time.Duration;
import java.util.Map;

/** A subject without a feed of its own. How it is read is not shared: that is measured. */
interface BatchSubject extends Subject {
    /** Returns the feed, which has the subject apply each batch. */
    BatchFeed feed();

    @Override
    default void start(Duration limit) throws Exception {
        feed().start(limit);
    }

    @Override
    default Applied applied() {
        return feed().applied();
    }

    @Override
    default String feedThread() {
        return BatchFeed.THREAD;
    }

    @Override
    default Map<String, Long> counts() {
        return Map.of();
    }

    @Override
    default void close() {
        feed().close();
    }
}
