// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress;

import org.leftright.LongLookup;
import org.leftright.Op;

/**
 * A state of two numbers that are equal in every version. Ops change one, pause, and change the
 * other, so that whoever reads a side while it is being changed has every chance to see it.
 */
final class Twofold {
    /** A lookup that reads both numbers slowly; packed, so that the answer is one. */
    static final LongLookup<Twofold, Long> READ_BOTH = (state, pauses) -> state.pack((int) pauses);

    private int one;
    private int other;

    static Twofold copyOf(Twofold original) {
        Twofold copy = new Twofold();
        copy.one = original.one;
        copy.other = original.other;
        return copy;
    }

    static Op<Twofold, Integer> set(int number, int pauses) {
        return state -> {
            state.one = number;
            Pause.spin(pauses);
            state.other = number;
            return number;
        };
    }

    static Op<Twofold, Integer> increment(int pauses) {
        return state -> {
            state.one++;
            Pause.spin(pauses);
            state.other = state.one;
            return state.one;
        };
    }

    long pack(int pauses) {
        Pause.spin(pauses);
        long read = one;
        Pause.spin(pauses);
        return read << 32 | other;
    }

    static int oneOf(long packed) {
        return (int) (packed >>> 32);
    }

    static int otherOf(long packed) {
        return (int) packed;
    }
}
