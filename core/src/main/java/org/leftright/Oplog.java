// SPDX-License-Identifier: Apache-2.0
package org.leftright;

/**
 * The ops since the last refresh, or, while a replay is owed, those of the last refresh. The
 * protocol knows no more of an op than this. Used under the writer lock only.
 *
 * @param <S> the state
 */
interface Oplog<S> {
    /** How many ops are recorded. */
    int size();

    /** Executes the recorded ops on a state, in their order. May fail halfway. */
    void replay(S state);

    /**
     * As {@link #replay}, unless to make a new copy of a state of that size costs less.
     *
     * @return false if it does; the state may then be half changed
     */
    boolean replayUnlessCloneIsCheaper(S state);

    /**
     * Makes the hidden state equal to the live one again by undoing the recorded ops.
     *
     * @return false if that is not possible, or a new copy costs less; the hidden state may then be
     *     half undone
     */
    boolean undo(S hidden, S live);

    /** How many entries a state has, for the events; -1 if only the user could tell. */
    long entryCount(S state);

    /** Forgets the recorded ops and lets go of their keys and values. */
    void clear();
}
