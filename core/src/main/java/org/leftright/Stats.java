// SPDX-License-Identifier: Apache-2.0
package org.leftright;

/**
 * What has happened in a left-right so far. The counts are read without a lock, so they may include
 * a part of a refresh. To make them costs a look at each read handle and slot.
 *
 * <ul>
 *   <li>{@link #stragglerCount} and {@link #openStragglerCount} should stay 0, see {@link
 *       Straggler}.
 *   <li>If {@link #cloneCount} grows with the refreshes, readers or snapshots keep sides, or ops or
 *       replays fail. The event {@code leftright.Rebuild} of a flight recording tells which.
 *   <li>If {@link #replayFailureCount} is above 0, an op threw or memory ran out.
 *   <li>{@link #lookupFallbackCount} should stay far below the number of lookups.
 * </ul>
 *
 * <p>The library makes these; equal figures are equal. A test that needs some implements this
 * interface and overrides what the test is about: {@code new Stats() {}} is that of a left-right in
 * which nothing has happened. Figures that are added later have a default, too.
 */
public interface Stats {
    /** {@return the number of the live version} */
    default long version() {
        return 0;
    }

    /** {@return the number of refreshes that made ops visible} */
    default long refreshCount() {
        return 0;
    }

    /** {@return the number of ops that are written but not refreshed} */
    default int pendingOpCount() {
        return 0;
    }

    /** {@return the number of ops that were brought to their second side} */
    default long replayedOpCount() {
        return 0;
    }

    /** {@return the number of replays that failed, so that the side was cloned instead} */
    default long replayFailureCount() {
        return 0;
    }

    /** {@return the number of sides that were rebuilt from the live one, for any reason} */
    default long cloneCount() {
        return 0;
    }

    /** {@return the number of sides that were given up to their stragglers} */
    default long abandonCount() {
        return 0;
    }

    /** {@return the number of readers that outlasted the stall timeout} */
    default long stragglerCount() {
        return 0;
    }

    /**
     * {@return the number of open sections whose side was hidden at least the stall timeout ago:
     * what they read is stale}
     */
    default int openStragglerCount() {
        return 0;
    }

    /**
     * {@return the number of reclaimed handles that were unreachable but not closed, and reclaimed
     * sections of dead threads}
     */
    default long reclaimedCount() {
        return 0;
    }

    /** {@return the number of lookups that were repeated in a section because a refresh raced} */
    default long lookupFallbackCount() {
        return 0;
    }

    /** {@return the number of read handles that are open} */
    default int handleCount() {
        return 0;
    }

    /** {@return the number of slots that exist, for sections without a handle} */
    default int slotCount() {
        return 0;
    }
}
