// SPDX-License-Identifier: Apache-2.0
package org.leftright;

/**
 * Reads a number from a state by two {@code long} keys, for {@link LeftRight#lookupInt(long, long,
 * LongPairLookup)}: the size of a set, or 1 or 0 for whether a set has an id.
 *
 * <p>It may run while another thread changes the state, with all that {@link LongLookup} says of
 * that. {@link IdSet} is made for this.
 *
 * @param <S> the state
 */
@FunctionalInterface
public interface LongPairLookup<S> {
    /**
     * Reads from the state.
     *
     * @param state the state, perhaps while it is being changed
     * @param first the first key that was given to the lookup
     * @param second the second key
     * @return what was found
     */
    int get(S state, long first, long second);
}
