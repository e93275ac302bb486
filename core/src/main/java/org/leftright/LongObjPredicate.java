// SPDX-License-Identifier: Apache-2.0
package org.leftright;

/**
 * Decides about a key and its value, without boxing the key.
 *
 * @param <V> the values
 */
@FunctionalInterface
public interface LongObjPredicate<V> {
    /**
     * Decides.
     *
     * @param key a key
     * @param value its value
     * @return the decision
     */
    boolean test(long key, V value);
}
