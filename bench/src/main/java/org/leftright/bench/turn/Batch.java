// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.turn;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Batches without end that leave a map as large as it was. Of four ops, two give a random entry
 * another value, one puts a new key, and one removes the oldest.
 */
final class Batch {
    private final SplittableRandom random = new SplittableRandom(20261127);
    private final Keys kind;
    private final Object[] keys;
    private final @Nullable Object[] values;

    /** The keys in the map are those from oldest to newest, exclusive. */
    private int oldest;

    private int newest;
    private int turn;

    /** Fills a map with n keys, and makes batches of so many ops for it. */
    Batch(Written map, Keys kind, int n, int opCount) {
        this.kind = kind;
        this.newest = n;
        this.keys = new Object[opCount];
        this.values = new @Nullable Object[opCount];
        for (int i = 0; i < n; i++) {
            map.put().accept(kind.key(i), this);
        }
        map.refresh().run();
    }

    /** Makes the next batch; the last one is gone. */
    void next() {
        for (int i = 0; i < keys.length; i++, turn++) {
            int key =
                    switch (turn & 3) {
                        case 1 -> newest++;
                        case 3 -> oldest++;
                        default -> oldest + random.nextInt(newest - oldest);
                    };
            keys[i] = kind.key(key);
            values[i] = (turn & 3) == 3 ? null : keys[i];
        }
    }

    /** Executes the batch. */
    void apply(Written map) {
        for (int i = 0; i < keys.length; i++) {
            Object value = values[i];
            if (value != null) {
                map.put().accept(keys[i], value);
            } else {
                map.remove().accept(keys[i]);
            }
        }
    }
}
