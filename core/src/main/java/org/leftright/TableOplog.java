// SPDX-License-Identifier: Apache-2.0
package org.leftright;

/** The oplog of a map: the touched indexes. What a batch did is in the tables themselves. */
final class TableOplog<T extends Table<T>> implements Oplog<T> {
    private final TouchLog log;

    TableOplog(TouchLog log) {
        this.log = log;
    }

    @Override
    public int size() {
        return log.opCount();
    }

    @Override
    public boolean replay(T hidden, T live) {
        hidden.copyTouched(live);
        return true;
    }

    @Override
    public boolean undo(T hidden, T live) {
        return replay(hidden, live);
    }

    @Override
    public void redo(T clone) {
        if (log.opCount() > 0) {
            throw new IllegalStateException(
                    "the hidden side with the pending ops is lost: discard() them");
        }
    }

    @Override
    public long entryCount(T table) {
        return table.size();
    }

    @Override
    public void clear() {
        log.clear();
    }
}
