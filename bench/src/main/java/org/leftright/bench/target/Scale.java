// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.target;

import java.util.List;

/**
 * How large the maps are.
 *
 * @param small fits the nearest cache
 * @param medium fits a cache
 * @param large fits none
 */
record Scale(int small, int medium, int large) {
    static final Scale FULL = new Scale(1_000, 100_000, 10_000_000);

    /** To see that all runs. */
    static final Scale QUICK = new Scale(1_000, 10_000, 50_000);

    List<Integer> all() {
        return List.of(small, medium, large);
    }

    /** A million, as the measure of a large table of objects and of batches. */
    int million() {
        return Math.min(1_000_000, large);
    }
}
