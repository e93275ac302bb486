// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What the writer counts, under its lock, for {@link Stats}, which any thread may read. */
final class Counters {
    final AtomicInteger pendingOpCount = new AtomicInteger();
    final AtomicLong refreshCount = new AtomicLong();
    final AtomicLong replayedOpCount = new AtomicLong();
    final AtomicLong replayFailureCount = new AtomicLong();
    final AtomicLong cloneCount = new AtomicLong();
    final AtomicLong abandonCount = new AtomicLong();
    final AtomicLong stragglerCount = new AtomicLong();
    final AtomicLong departedForDeadCount = new AtomicLong();

    /** Adds. The caller holds the writers' lock, so there is no race and no need for a fence. */
    static void add(AtomicLong counter, long count) {
        counter.lazySet(counter.getPlain() + count);
    }
}
