// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import org.jspecify.annotations.Nullable;

/**
 * Reads one thing from a state by an object key, for {@link LeftRight#lookup(Object, Lookup)}. The
 * same rules hold as for {@link LongLookup}; in addition, {@code equals} of the key is called on
 * keys that another thread may be storing, so the key's class should be final and immutable.
 *
 * @param <S> the state
 * @param <K> the key
 * @param <R> the result
 */
@FunctionalInterface
public interface Lookup<S, K, R> {
    /**
     * Reads from the state.
     *
     * @param state the state, perhaps while it is being changed
     * @param key the key that was given to the lookup
     * @return what was found
     */
    @Nullable R get(S state, K key);
}
