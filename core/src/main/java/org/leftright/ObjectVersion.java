// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import org.jspecify.annotations.Nullable;

/** A version of a {@link LeftRightMap}: the buckets that its table had when it became live. */
final class ObjectVersion<K, V> extends Version<ObjectTable<K, V>> {
    final @Nullable Node<K, V>[] buckets;

    ObjectVersion(Side<ObjectTable<K, V>> side, long number, @Nullable Object attachment) {
        super(side, number, attachment);
        this.buckets = side.state.buckets;
    }
}
