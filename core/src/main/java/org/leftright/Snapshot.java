// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A version that does not change, for as long as it is kept, for any thread; see {@link
 * LeftRight#snapshot()}.
 *
 * @param state the state, which nobody may change
 * @param version the number of the version
 * @param refreshTime when the version was refreshed
 * @param attachment what was refreshed with the version, null if there is none
 * @param <S> the state
 */
public record Snapshot<S>(
        S state, long version, Instant refreshTime, @Nullable Object attachment) {}
