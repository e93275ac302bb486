// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A backing map that sometimes throws, before a change or after it. */
final class FaultyTreeMap extends TreeMap<String, Cell> {
    private static final long serialVersionUID = 1;

    private final transient Trap trap;

    FaultyTreeMap(Trap trap) {
        this.trap = trap;
    }

    @Override
    public @Nullable Cell put(String key, Cell cell) {
        trap.pass();
        Cell old = super.put(key, cell);
        trap.pass();
        return old;
    }

    @Override
    public @Nullable Cell remove(Object key) {
        trap.pass();
        Cell old = super.remove(key);
        trap.pass();
        return old;
    }
}
