// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress;

import org.leftright.LeftRight;
import org.leftright.LongLookup;

/**
 * Lookups that fail at their first attempt, as one may that races with a write, and so are repeated
 * in a slot; nested, each holds a slot of its own until those inside it have ended.
 */
final class Fallbacks {
    private final LeftRight<Twofold> leftRight;
    private final Observer observer;

    private static final class RacedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        RacedException() {
            super("as if a write had raced", null, false, false);
        }
    }

    Fallbacks(LeftRight<Twofold> leftRight, Observer observer) {
        this.leftRight = leftRight;
        this.observer = observer;
    }

    /** A lookup that fails at its first attempt; for one use. */
    static LongLookup<Twofold, Long> failingOnce(LongLookup<Twofold, Long> lookup) {
        boolean[] isRepeated = new boolean[1];
        return (state, key) -> {
            if (!isRepeated[0]) {
                isRepeated[0] = true;
                throw new RacedException();
            }
            return lookup.get(state, key);
        };
    }

    /** Takes that many slots, and runs something while it holds them. */
    void nest(int depth, Runnable innermost) {
        if (depth == 0) {
            innermost.run();
        } else {
            leftRight.lookup(depth, failingOnce((state, d) -> nest(state, depth, innermost)));
        }
    }

    private long nest(Twofold state, int depth, Runnable innermost) {
        long before = state.pack(0);
        observer.saw(0, Twofold.oneOf(before), Twofold.otherOf(before), Long.MAX_VALUE);
        nest(depth - 1, innermost);
        observer.sawTwice(before, state.pack(1));
        return before;
    }
}
