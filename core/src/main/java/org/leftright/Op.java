// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import org.jspecify.annotations.Nullable;

/**
 * A write to a {@link LeftRight}: applied to the hidden side at once, replayed on the other side
 * after a refresh.
 *
 * <p>It must be deterministic: given equal states it must make equal changes and depend on nothing
 * else (no clock, no random numbers, no state of its own that changes). Values that it stores are
 * shared by both sides and must not change afterwards; containers that it creates inside the state
 * must be new ones in each run, since each side owns its own. In tests, {@link
 * LeftRightBuilder#checkReplays} names an op that is not.
 *
 * @param <S> the state
 * @param <R> the result that {@link LeftRight#write} returns; that of the replay is ignored
 */
@FunctionalInterface
public interface Op<S, R extends @Nullable Object> {
    /**
     * Changes the state it is given and nothing else.
     *
     * @param state one side's state; not to be kept
     * @return the result for the caller of {@link LeftRight#write}
     */
    R apply(S state);

    /**
     * Takes this op back, for {@link LeftRight#discard()}: copies all that {@link #apply} touched
     * from the live state, whatever other pending ops did to it. An op that can do so makes a
     * discard cost as much as the ops that it discards. If one of them cannot, the next write
     * clones the hidden side from the live one. The same happens if ops are left to undo after 10
     * milliseconds: so a discard costs at most that time, the undo that runs then, and a clone.
     *
     * @param hidden the state to restore
     * @param live the live state; not to be changed, and no container of it may be shared
     * @return whether what the op touched is now as in {@code live}; the default is false
     */
    default boolean undo(S hidden, S live) {
        return false;
    }
}
