// SPDX-License-Identifier: Apache-2.0
package org.leftright;

/** What an oplog of touched indexes is kept in, shared by both sides of a table. */
interface TableLog {
    /** How many ops are recorded. */
    int opCount();

    /** Whether single indexes do not tell what was touched. */
    boolean isAll();

    /** Remembers what is logged. The result, run once at most, makes it so again; never fails. */
    Runnable mark();

    /** Never fails. */
    void clear();
}
