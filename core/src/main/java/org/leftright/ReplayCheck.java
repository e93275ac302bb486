// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.io.Serial;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Finds ops that are not deterministic; see {@link LeftRightBuilder#checkReplays(BiPredicate)}. */
final class ReplayCheck<S> {
    private static final String DETERMINE =
            ", so it is not deterministic: let it depend on its state, and on values that never"
                    + " change, alone";

    private static final String SHARED =
            "or another op of the batch has changed the side that readers see as well, so both"
                    + " sides share a container: make containers inside the op that stores them,"
                    + " and copy them in the copier";

    private static final String SEE_CAUSE = ". The cause shows where the op was written";

    private final BiPredicate<? super S, ? super S> equality;
    private final UnaryOperator<S> copier;

    /** The state that was live at the last check, and how it was then. */
    private @Nullable S checked;

    private @Nullable S asChecked;

    ReplayCheck(BiPredicate<? super S, ? super S> equality, UnaryOperator<S> copier) {
        this.equality = equality;
        this.copier = copier;
    }

    /** What an op is recorded as, so that the line of code that wrote it can be named. */
    <R> Op<S, R> written(Op<? super S, ? extends R> op) {
        return new WrittenOp<>(op, new Written());
    }

    void replay(List<Op<? super S, ?>> ops, S hidden, S live) {
        try {
            S expected = asChecked;
            if (expected != null && hidden == checked && !equality.test(hidden, expected)) {
                throw failure(ops, 0, SHARED);
            }
            S before = copier.apply(hidden);
            for (int i = 0; i < ops.size(); i++) {
                repeat(ops, i, hidden);
            }
            if (!equality.test(hidden, live)) {
                throw firstDiffering(ops, before);
            }
            asChecked = copier.apply(live);
            checked = live;
        } catch (Failure | VirtualMachineError e) {
            throw e; // without memory nothing can be said of the ops
        } catch (Throwable e) {
            throw new Failure(
                    "the copier or the equality given to checkReplays(...) has thrown", e);
        }
    }

    /** Executes the ops on two copies of the state before them, and compares after each op. */
    private Failure firstDiffering(List<Op<? super S, ?>> ops, S before) {
        S other = copier.apply(before);
        for (int i = 0; i < ops.size(); i++) {
            repeat(ops, i, before);
            repeat(ops, i, other);
            if (!equality.test(before, other)) {
                return failure(ops, i, "has made equal states differ" + DETERMINE);
            }
        }
        return failure(
                ops,
                0,
                "or a later one has made equal states differ, though not when repeated again"
                        + DETERMINE);
    }

    private void repeat(List<Op<? super S, ?>> ops, int index, S state) {
        try {
            ops.get(index).apply(state);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            Failure failure =
                    failure(ops, index, "has succeeded once and thrown when repeated" + DETERMINE);
            failure.addSuppressed(e);
            throw failure;
        }
    }

    private Failure failure(List<Op<? super S, ?>> ops, int index, String what) {
        return new Failure(
                "op " + (index + 1) + " of " + ops.size() + " " + what + SEE_CAUSE,
                ((WrittenOp<?, ?>) ops.get(index)).written);
    }

    /** Thrown by the call that replayed. */
    static final class Failure extends IllegalStateException {
        @Serial private static final long serialVersionUID = 1;

        private Failure(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private static final class Written extends Throwable {
        @Serial private static final long serialVersionUID = 1;

        Written() {
            super("the op was written here");
        }
    }

    private static final class WrittenOp<S, R> implements Op<S, R> {
        private final Op<? super S, ? extends R> op;
        private final Written written;

        WrittenOp(Op<? super S, ? extends R> op, Written written) {
            this.op = op;
            this.written = written;
        }

        @Override
        public R apply(S state) {
            return op.apply(state);
        }

        @Override
        public boolean undo(S hidden, S live) {
            return op.undo(hidden, live);
        }
    }
}
