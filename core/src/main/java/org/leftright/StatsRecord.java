// SPDX-License-Identifier: Apache-2.0
package org.leftright;

/** The figures of one moment. */
record StatsRecord(
        long version,
        long refreshCount,
        int pendingOpCount,
        long replayedOpCount,
        long replayFailureCount,
        long cloneCount,
        long abandonCount,
        long stragglerCount,
        int openStragglerCount,
        long reclaimedCount,
        long lookupFallbackCount,
        int handleCount,
        int slotCount)
        implements Stats {}
