// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.lincheck;

import java.util.concurrent.atomic.AtomicInteger;
import org.leftright.LongLookup;
import org.leftright.Op;

/**
 * A state of two numbers that are equal in every version, which notices when it is read in a
 * section while it is changed. Lookups may race with a change, by design: these are judged by what
 * they return.
 */
final class Guarded {
    /** A lookup of both numbers at once. */
    static final LongLookup<Guarded, String> BOTH = (state, ignored) -> state.both();

    /** An op that changes half of the state and throws. */
    static final Op<Guarded, Integer> ADD_AND_FAIL =
            state -> {
                state.one++;
                throw new IllegalArgumentException("as intended");
            };

    private int one;
    private int other;

    /** Odd while the state is being changed. No access to it orders anything else. */
    private final AtomicInteger changeCount = new AtomicInteger();

    static Guarded copyOf(Guarded original) {
        Guarded copy = new Guarded();
        copy.one = original.one;
        copy.other = original.other;
        return copy;
    }

    /** An op whose repetition or loss shows. */
    static Op<Guarded, Integer> add(int number) {
        return state -> state.changeTo(state.one + number);
    }

    /** An op that can be undone by itself. */
    static Op<Guarded, Integer> set(int number) {
        return new Op<>() {
            @Override
            public Integer apply(Guarded state) {
                return state.changeTo(number);
            }

            @Override
            public boolean undo(Guarded hidden, Guarded live) {
                hidden.changeTo(live.one);
                return true;
            }
        };
    }

    private int changeTo(int number) {
        int count = changeCount.getPlain();
        changeCount.setOpaque(count + 1);
        one = number;
        other = number;
        changeCount.setOpaque(count + 2);
        return number;
    }

    /** Reads twice in a section: nothing may change meanwhile. */
    String readTwice() {
        int before = changeCount.getOpaque();
        String first = both();
        String second = both();
        int after = changeCount.getOpaque();
        if (before != after || before % 2 != 0) {
            return "changed under a section: " + first + ", " + second;
        }
        return first.equals(second) ? first : first + " and then " + second;
    }

    /** How often this object was changed; a section that looks twice sees the same. */
    int changeCount() {
        return changeCount.getOpaque();
    }

    private String both() {
        int first = one;
        int second = other;
        return first == second ? "" + first : "torn: " + first + "/" + second;
    }
}
