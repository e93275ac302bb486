// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What one pass over all entries has shown. */
final class Tally {
    final @Nullable Cell[] cells = new @Nullable Cell[Model.KEYS];
    long digest;
    long amount;

    /** An entry that cannot be right, whatever the version. */
    @Nullable Cell misplaced;

    void clear() {
        Arrays.fill(cells, null);
        digest = 0;
        amount = 0;
        misplaced = null;
    }

    void add(int key, Cell cell) {
        if (key != cell.key || cells[cell.key] != null) {
            misplaced = cell;
            return;
        }
        cells[key] = cell;
        digest += cell.digest();
        amount += cell.amount;
    }
}
