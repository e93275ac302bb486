// SPDX-License-Identifier: Apache-2.0
package org.leftright;

/**
 * What has happened in a left-right so far. The counts are read without a lock, so they may include
 * a part of a refresh. To make them costs a look at each read handle and slot.
 *
 * <ul>
 *   <li>{@code stragglerCount} and {@code openStragglerCount} should stay 0, see {@link Straggler}.
 *   <li>If {@code cloneCount} grows with the refreshes, batches are as large as the map, or readers
 *       or snapshots keep sides. The event {@code leftright.Rebuild} of a flight recording tells
 *       which.
 *   <li>If {@code replayFailureCount} is above 0, an op threw or memory ran out.
 *   <li>{@code lookupFallbackCount} should stay far below the number of lookups.
 * </ul>
 *
 * @param version the number of the live version
 * @param refreshCount refreshes that made ops visible
 * @param pendingOpCount ops written but not refreshed
 * @param replayedOpCount ops executed on their second side
 * @param replayFailureCount replays that failed, so that the side was cloned instead
 * @param cloneCount sides rebuilt from the live one, for any reason
 * @param abandonCount sides given up to their stragglers
 * @param stragglerCount readers that outlasted the stall timeout
 * @param openStragglerCount open sections whose side was hidden at least the stall timeout ago:
 *     what they read is stale
 * @param reclaimedCount reclaimed handles that were unreachable but not closed, and reclaimed
 *     sections of dead threads
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
