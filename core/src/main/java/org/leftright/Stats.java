// SPDX-License-Identifier: Apache-2.0
package org.leftright;

/**
 * What has happened in a left-right so far. Taken without a lock: figures of one refresh may be
 * partly in. Looks at each read handle and slot.
 *
 * <p>What to look at: {@code stragglerCount} and {@code openStragglerCount} are to stay 0, see
 * {@link Straggler}; a {@code cloneCount} that grows with the refreshes means that batches are as
 * large as the map, or that readers or snapshots are in the way (the event {@code
 * leftright.Rebuild} of a flight recording tells which); a {@code replayFailureCount} above 0 is a
 * fault of an op, or memory ran out; {@code lookupFallbackCount} is to stay far below the number of
 * lookups.
 *
 * @param version the number of the live version
 * @param refreshCount refreshes that made ops visible
 * @param pendingOpCount ops written but not refreshed
 * @param replayedOpCount ops executed on their second side
 * @param replayFailureCount replays that failed, so that the side was cloned instead
 * @param cloneCount sides rebuilt from the live one, for whatever reason
 * @param abandonCount sides given up to their stragglers
 * @param stragglerCount readers that outlasted the stall timeout
 * @param openStragglerCount sections that are open now, whose side was hidden by a refresh at least
 *     the stall timeout ago: what they read is stale
 * @param reclaimedCount handles dropped unclosed, and sections of dead threads, that were cleared
 *     up
 * @param lookupFallbackCount lookups that were repeated in a section because a refresh raced
 * @param handleCount read handles that are open
 * @param slotCount slots that exist, for sections without a handle
 */
public record Stats(
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
        int slotCount) {}
