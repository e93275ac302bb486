// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import org.jspecify.annotations.Nullable;

/**
 * A map from long ids that is read while batches change it. One thread applies batches.
 *
 * @param <V> the values
 */
public interface Strategy<V> {
    /**
     * Reads one id.
     *
     * @param id the id
     * @return its value, or null if it has none
     */
    @Nullable V get(long id);

    /**
     * Applies a batch, op by op in order. When it returns, every later read sees it. The arrays are
     * the caller's, who may change them afterwards.
     *
     * @param ids the id of each op
     * @param values the new value of each op's id; null takes the id away
     */
    void apply(long[] ids, @Nullable V[] values);

    /**
     * Fills an empty map before anybody reads.
     *
     * @param ids the ids
     * @param values their values
     */
    default void load(long[] ids, V[] values) {
        apply(ids, values);
    }

    /** Pays now what a batch left to be done later, so that a measurement counts it. */
    default void settle() {}
}
