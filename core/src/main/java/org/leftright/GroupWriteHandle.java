// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is done with the pending ops of a {@link LeftRightGroup}; the ops themselves are those of
 * its members' write handles. For any thread.
 */
public final class GroupWriteHandle extends AbstractWriteHandle<GroupState, GroupWriteHandle> {
    private final LeftRightGroup group;

    GroupWriteHandle(LeftRightGroup group) {
        super(group.writer, GroupState.ALONE);
        this.group = group;
    }

    @Override
    GroupWriteHandle self() {
        return this;
    }

    /** Takes all entries of all members away. */
    public void clear() {
        GroupState state = begin();
        try {
            state.clear();
        } finally {
            writer.end();
        }
    }

    /**
     * Shows what a refresh would make visible, and how it differs from the live version, for
     * instance to decide whether to refresh or to discard. All other writers are shut out
     * meanwhile. The function must not write, and what it gets is valid until it returns, in its
     * thread; a snapshot of the view is refused.
     *
     * @param fn gets the view and the changes; their attachment is that of the live version
     * @param <R> its result
     * @return what the function returned
     */
    public <R extends @Nullable Object> R preview(
            BiFunction<? super GroupView, ? super GroupChanges, ? extends R> fn) {
        Objects.requireNonNull(fn, "fn");
        return this.<R>pending(
                state -> {
                    Version<GroupState> next =
                            group.newVersion(new Side<>(state), group.attachment());
                    GroupChanges changes = new GroupChanges(group.live.state, next);
                    Preview<GroupState> held = new Preview<>(next);
                    try {
                        return fn.apply(new GroupView(held), changes);
                    } finally {
                        held.close();
                        changes.end();
                    }
                });
    }
}
