// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A snapshot, or a map of what is live; its keys are made from small numbers. */
record KeptMap<K>(Map<K, Cell> kept, IntFunction<K> keyOf) implements Sight {
    @Override
    public @Nullable Cell get(int key) {
        return kept.get(keyOf.apply(key));
    }

    @Override
    public void forEach(Tally tally) {
        for (Map.Entry<K, Cell> entry : kept.entrySet()) {
            Cell cell = entry.getValue();
            tally.add(entry.getKey().equals(keyOf.apply(cell.key)) ? cell.key : -1, cell);
        }
    }
}
