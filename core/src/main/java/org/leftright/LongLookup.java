// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import org.jspecify.annotations.Nullable;

/**
 * Reads one thing from a state by a {@code long} key, for {@link LeftRight#lookup(long,
 * LongLookup)}.
 *
 * <p>It may run while another thread changes the state. So it must end, must change nothing, and
 * may throw or return rubbish: the result of a racing run is thrown away and the read is repeated
 * in a section. The reads of {@link LongTable} are made for this; those of {@code java.util} maps
 * are not. Keep the lambda in a constant and let it capture nothing, so that a lookup allocates
 * nothing.
 *
 * @param <S> the state
 * @param <R> the result
 */
@FunctionalInterface
public interface LongLookup<S, R> {
    /**
     * Reads from the state.
     *
     * @param state the state, perhaps while it is being changed
     * @param key the key that was given to the lookup
     * @return what was found
     */
    @Nullable R get(S state, long key);
}
