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

    /** Returns what {@link LeftRightMap#get} does. */
    public @Nullable Object get(Object key) {
        return table.get(key);
    }

    /** Does what {@link WriteHandle#put} does. */
    public @Nullable Object put(Object key, Object value) {
        return table.put(key, value);
    }

    /** Does what {@link WriteHandle#remove} does. */
    public @Nullable Object remove(Object key) {
        return table.remove(key);
    }
}
