// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import org.jspecify.annotations.Nullable;

/**
 * The table of a {@link LeftRightMap}, which is not public, alone: without a second side or log.
 */
public final class BareTable {
    private final ObjectTable<Object, Object> table;

    /** Makes an empty table. */
    public BareTable() {
        TouchLog log = new TouchLog();
        log.touchAll(); // so that no index is logged
        table = new ObjectTable<>(0, log);
    }

    /** As {@link LeftRightMap#get}. */
    public @Nullable Object get(Object key) {
        return table.get(key);
    }

    /** As {@link WriteHandle#put}. */
    public @Nullable Object put(Object key, Object value) {
        return table.put(key, value);
    }

    /** As {@link WriteHandle#remove}. */
    public @Nullable Object remove(Object key) {
        return table.remove(key);
    }
}
