// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import org.jspecify.annotations.Nullable;

/**
 * What one side of a {@link LeftRightMap} keeps its entries in. Hash codes come from the caller.
 */
interface Backing<K, V> extends Entries<K, V> {
    @Nullable V put(K key, int hash, V value);

    @Nullable V remove(Object key, int hash);

    void clear();

    void ensureCapacity(int expectedSize);

    Backing<K, V> copy();

    /** About what {@link #copy} costs. */
    long copyCostNs();

    /** Whether a put or remove that throws has changed nothing. */
    boolean isAllOrNothing();
}
