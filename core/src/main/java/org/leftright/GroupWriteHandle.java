// SPDX-License-Identifier: Apache-2.0
package org.leftright;

/**
 * What is done with the pending ops of a {@link LeftRightGroup}; the ops themselves are those of
 * its members' write handles. For any thread.
 */
public final class GroupWriteHandle extends AbstractWriteHandle<GroupState, GroupWriteHandle> {
    GroupWriteHandle(WriterLock<GroupState> writer) {
        super(writer, GroupState.ALONE);
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
}
