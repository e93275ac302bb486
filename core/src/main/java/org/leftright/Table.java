// SPDX-License-Identifier: Apache-2.0
package org.leftright;

/**
 * One side of a map: a table whose changes are logged by the indexes that they touch.
 *
 * @param <T> the table itself
 */
interface Table<T extends Table<T>> {
    /** Clones the table; keys and values are shared, and so is the log. */
    T copy();

    /**
     * Makes this table equal to the other, index by index, if only logged indexes differ. This is
     * replay and discard in one: it calls no code of the user, may be repeated, and fails only if
     * arrays have to be made and memory runs out; nothing has changed then.
     *
     * @param live the table that is live
     */
    void copyTouched(T live);

    int size();
}
