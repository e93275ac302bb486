// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A strategy that keeps its ids in order.
 *
 * @param <V> the values
 */
public interface OrderedStrategy<V> extends Strategy<V> {
    /**
     * Reads the value of the greatest id that is not above another.
     *
     * @param id the limit
     * @return the value, or null if there is no such id
     */
    @Nullable V floor(long id);

    /**
     * Visits the values of the first ids from one on.
     *
     * @param from where to begin
     * @param count how many to visit, or fewer if there are fewer
     * @param action gets each value
     */
    void range(long from, int count, Consumer<? super V> action);
}
