// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import org.jspecify.annotations.Nullable;
import org.leftright.LongLookup;
import org.leftright.Op;

/** A state for a plain left-right: every cell is kept twice, and a write is long. */
final class Mirror {
    /** What a lookup finds where the two differ. It is in no batch that may be seen. */
    private static final Cell TORN = new Cell(new Batch(-1), Model.MARKER, 0, -1);

    static final LongLookup<Mirror, Cell> LOOKUP =
            (state, key) -> {
                Cell left = state.left[(int) key];
                pause();
                return left == state.right[(int) key] ? left : TORN;
            };

    private final @Nullable Cell[] left;
    private final @Nullable Cell[] right;

    Mirror() {
        this(new @Nullable Cell[Model.KEYS], new @Nullable Cell[Model.KEYS]);
    }

    private Mirror(@Nullable Cell[] left, @Nullable Cell[] right) {
        this.left = left;
        this.right = right;
    }

    Mirror copy() {
        return new Mirror(left.clone(), right.clone());
    }

    @Nullable Cell get(int key) {
        return left[key] == right[key] ? left[key] : TORN;
    }

    void forEach(Tally tally) {
        for (int key = 0; key < Model.KEYS; key++) {
            Cell cell = get(key);
            if (cell != null) {
                tally.add(cell == TORN ? -1 : key, cell);
            }
        }
    }

    private static void pause() {
        for (int i = 0; i < 8; i++) {
            Thread.onSpinWait();
        }
    }

    /** What an op does in addition to setting the cell. */
    enum Trick {
        NONE,
        THROWS_FIRST,
        THROWS_HALFWAY,
        THROWS_AT_THE_END,
        THROWS_IN_REPLAY,
        REFUSES_TO_UNDO,
        THROWS_IN_UNDO,
        NEEDS_TOO_MUCH
    }

    /** Sets or removes one cell. Which run it is decides, on purpose, only whether it throws. */
    static final class Set implements Op<Mirror, Boolean> {
        private final int key;
        private final @Nullable Cell cell;
        private final Trick trick;
        private final Faults faults;
        private int runs;

        Set(int key, @Nullable Cell cell, Trick trick, Faults faults) {
            this.key = key;
            this.cell = cell;
            this.trick = trick;
            this.faults = faults;
        }

        @Override
        public Boolean apply(Mirror state) {
            runs++;
            raiseIf(trick == Trick.THROWS_FIRST, Fault.OP_THREW);
            Cell old = state.left[key];
            state.left[key] = cell;
            pause();
            raiseIf(trick == Trick.THROWS_HALFWAY, Fault.OP_THREW);
            raiseIf(trick == Trick.THROWS_IN_REPLAY && runs == 2, Fault.REPLAY_THREW);
            if (trick == Trick.NEEDS_TOO_MUCH) {
                state.left[key] = Large.fill(cell);
            }
            state.right[key] = cell;
            raiseIf(trick == Trick.THROWS_AT_THE_END, Fault.OP_THREW);
            return old != null;
        }

        @Override
        public boolean undo(Mirror hidden, Mirror live) {
            if (trick == Trick.REFUSES_TO_UNDO) {
                return false;
            }
            hidden.left[key] = live.left[key];
            raiseIf(trick == Trick.THROWS_IN_UNDO, Fault.UNDO_THREW);
            hidden.right[key] = live.right[key];
            return true;
        }

        private void raiseIf(boolean due, Fault fault) {
            if (due) {
                faults.raise(fault);
            }
        }
    }

    /** An allocation that does not fit the heap. */
    private static final class Large {
        static @Nullable Cell fill(@Nullable Cell cell) {
            long[][] rows = new long[64][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = new long[(int) Math.min(1 << 28, Runtime.getRuntime().maxMemory() / 64)];
            }
            return rows[0].length > 0 ? cell : null;
        }
    }
}
