// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.Iterator;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Entries to read: one side of a map, as views and snapshots see it. No value is null. */
interface Entries<K, V> {
    @Nullable V get(Object key);

    int size();

    void forEach(BiConsumer<? super K, ? super V> action);

    /** Iterates over immutable entries. */
    Iterator<Map.Entry<K, V>> iterator();
}
