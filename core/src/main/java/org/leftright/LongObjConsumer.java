// SPDX-License-Identifier: Apache-2.0
package org.leftright;

/**
 * Takes a {@code long} key and its value, without boxing the key.
 *
 * @param <V> the type of the values
 */
@FunctionalInterface
public interface LongObjConsumer<V> {
    /**
     * Takes one entry.
     *
     * @param key the key
     * @param value the value
     */
    void accept(long key, V value);
}
