// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What the writer counts for {@link Stats}, which any thread may read. */
final class Counters {
    final AtomicInteger pendingOpCount = new AtomicInteger();
    final AtomicLong refreshCount = new AtomicLong();
    final AtomicLong replayedOpCount = new AtomicLong();
    final AtomicLong replayFailureCount = new AtomicLong();
    final AtomicLong cloneCount = new AtomicLong();
    final AtomicLong abandonCount = new AtomicLong();
    final AtomicLong stragglerCount = new AtomicLong();
    final AtomicLong departedForDeadCount = new AtomicLong();

    Stats stats(LeftRight<?> leftRight, long lookupFallbackCount) {
        ReaderRegistry<?> registry = leftRight.registry();
        return new Stats(
                leftRight.version(),
                refreshCount.get(),
                pendingOpCount.get(),
                replayedOpCount.get(),
                replayFailureCount.get(),
                cloneCount.get(),
                abandonCount.get(),
                stragglerCount.get(),
                registry.reclaimedCount() + departedForDeadCount.get(),
                lookupFallbackCount,
                registry.handleCount(),
                registry.slotCount());
    }
}
