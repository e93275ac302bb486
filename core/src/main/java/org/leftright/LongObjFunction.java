// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import org.jspecify.annotations.Nullable;

/**
 * Makes something of a key and its value, without boxing the key.
 *
 * @param <V> the values
 * @param <R> the result
 */
@FunctionalInterface
public interface LongObjFunction<V, R> {
    /**
     * Applies the function.
     *
     * @param key a key
     * @param value its value; null only where the method that calls this says so
     * @return the result, null to take the key away
     */
    @Nullable R apply(long key, @Nullable V value);
}
