// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.ArrayList;

/** The oplog of a plain {@link LeftRight}: the ops themselves. */
final class OpList<S> implements Oplog<S> {
    private final ArrayList<Op<? super S, ?>> ops = new ArrayList<>();

    /** Reserves space, so that {@link #append} after the op has been applied cannot fail. */
    void reserve() {
        ops.ensureCapacity(ops.size() + 1);
    }

    void append(Op<? super S, ?> op) {
        ops.add(op);
    }

    @Override
    public int size() {
        return ops.size();
    }

    @Override
    public void replay(S state) {
        for (Op<? super S, ?> op : ops) {
            op.apply(state);
        }
    }

    @Override
    public boolean replayUnlessCloneIsCheaper(S state) {
        replay(state); // what a clone costs is the user's secret
        return true;
    }

    @Override
    public boolean undo(S hidden, S live) {
        for (Op<? super S, ?> op : ops) {
            if (!op.undo(hidden, live)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public long entryCount(S state) {
        return -1;
    }

    @Override
    public void clear() {
        boolean isLarge = ops.size() > MapOplog.RETAINED_CAPACITY;
        ops.clear();
        if (isLarge) {
            ops.trimToSize();
        }
    }
}
