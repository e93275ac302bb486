// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The oplog of a plain {@link LeftRight}: the ops themselves. */
final class OpList<S> implements Oplog<S> {
    private static final int RETAINED_CAPACITY = 1 << 16;

    /**
     * How long a discard undoes op by op before it leaves the rest to a clone. A clone bounds what
     * a discard costs, while many undos that each copy much have no bound. Neither cost is known
     * here: both are the user's code, and the last clone may have been one of a small state.
     */
    private static final long UNDO_LIMIT_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final ArrayList<Op<? super S, ?>> ops = new ArrayList<>();

    /** Null unless the user has asked for it. */
    private final @Nullable ReplayCheck<S> check;

    OpList(@Nullable ReplayCheck<S> check) {
        this.check = check;
    }

    /** Reserves space, so that {@link #append} after the op has been applied cannot fail. */
    void reserve() {
        ops.ensureCapacity(ops.size() + 1);
    }

    void append(Op<? super S, ?> op) {
        ops.add(check == null ? op : check.written(op));
    }

    @Override
    public int size() {
        return ops.size();
    }

    @Override
    public void redo(S clone) {
        for (Op<? super S, ?> op : ops) {
            op.apply(clone);
        }
    }

    @Override
    public void replay(S hidden, S live) {
        if (check != null) {
            check.replay(ops, hidden, live);
        } else {
            redo(hidden); // what a clone costs only the user knows
        }
    }

    @Override
    public boolean isChecked() {
        return check != null;
    }

    @Override
    public boolean undo(S hidden, S live) {
        long fromNs = System.nanoTime();
        for (int i = 0; i < ops.size(); i++) {
            if (i > 0 && System.nanoTime() - fromNs > UNDO_LIMIT_NS) {
                return false;
            }
            if (!ops.get(i).undo(hidden, live)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Savepoint<S> savepoint(S hidden) {
        int count = ops.size();
        return (state, live) -> {
            ops.subList(count, ops.size()).clear();
            return false; // a clone repeats the ops before the savepoint
        };
    }

    @Override
    public long entryCount(S state) {
        return -1;
    }

    @Override
    public void clear() {
        boolean isLarge = ops.size() > RETAINED_CAPACITY;
        ops.clear();
        if (isLarge) {
            ops.trimToSize();
        }
    }
}
