// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import org.jspecify.annotations.Nullable;

/**
 * The ops since the last refresh, or, while a replay is owed, those of the last refresh. The
 * protocol knows no more of an op than this. Used under the writer lock only.
 *
 * @param <S> the state
 */
interface Oplog<S> {
    /** How many ops are recorded. */
    int size();

    /**
     * Makes the hidden state equal to the live one, which the recorded ops have made differ. May
     * fail halfway.
     */
    void replay(S hidden, S live);

    /** Whether a replay may fail for the user to see: with a {@link ReplayCheck.Failure}. */
    default boolean isChecked() {
        return false;
    }

    /**
     * Makes the hidden state equal to the live one again, from which the recorded ops differ.
     *
     * @return false if a clone is needed; the hidden state may then be half changed
     */
    boolean undo(S hidden, S live);

    /**
     * Remembers the pending ops and what they have made of the hidden state, so that later ops can
     * be taken back alone. O(pending ops), unless these have touched all of a table: then a copy.
     */
    Savepoint<S> savepoint(S hidden);

    /** Executes the recorded ops on a clone of the live state, in their order. */
    void redo(S clone);

    /** How many entries a state has, for the events; -1 if only the user could tell. */
    long entryCount(S state);

    /** Forgets the recorded ops and releases what they refer to. Never fails. */
    void clear();

    /** What was pending when a batch began. Used once at most. */
    interface Savepoint<S> {
        /**
         * Takes the later ops back, from the oplog whatever happens, and from the hidden state.
         *
         * @param hidden the state that was given to {@link #savepoint}, null if it is lost
         * @param live what the hidden state differs from by the recorded ops
         * @return false if the hidden state has to be rebuilt
         */
        boolean restore(@Nullable S hidden, S live);
    }
}
