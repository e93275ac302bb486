// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench;

import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Batches without end that leave a map as large as it was. Of four ops, two give a random entry
 * another value, one puts a new id, and one removes the oldest.
 */
final class Batches {
    private final SplittableRandom random = new SplittableRandom(Ids.SEED);
    private final Ids ids;
    private final long[] keys;
    private final @Nullable Object[] values;

    /** The ids in the map are those from oldest to newest, exclusive. */
    private int oldest;

    private int newest;
    private int turn;

    /** Makes the batches for a map that has the first n ids. */
    Batches(Ids ids, int n, int d) {
        this.ids = ids;
        this.newest = n;
        this.keys = new long[d];
        this.values = new @Nullable Object[d];
    }

    /** Makes the next batch; the last one is gone. */
    void next() {
        for (int i = 0; i < keys.length; i++) {
            int id =
                    switch (turn & 3) {
                        case 1 -> newest++;
                        case 3 -> oldest++;
                        default -> oldest + random.nextInt(newest - oldest);
                    };
            keys[i] = ids.id(id);
            values[i] = (turn & 3) == 3 ? null : Ids.value(turn);
            turn++;
        }
    }

    /** Executes the batch. */
    void apply(LongPeer.Putter putter, LongConsumer remover) {
        for (int i = 0; i < keys.length; i++) {
            Object value = values[i];
            if (value != null) {
                putter.put(keys[i], value);
            } else {
                remover.accept(keys[i]);
            }
        }
    }
}
