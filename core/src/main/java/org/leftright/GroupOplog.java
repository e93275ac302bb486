// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import org.jspecify.annotations.Nullable;

/** The oplog of a group: those of its members, side by side. */
final class GroupOplog implements Oplog<GroupState> {
    private final Oplog<Object>[] members;

    @SuppressWarnings({"unchecked", "rawtypes"}) // each is given its own member's tables
    GroupOplog(GroupState.Part<?>[] parts) {
        this.members = new Oplog[parts.length];
        for (int i = 0; i < parts.length; i++) {
            members[i] = (Oplog<Object>) parts[i].oplog();
        }
    }

    @Override
    public int size() {
        long count = 0;
        for (Oplog<Object> member : members) {
            count += member.size();
        }
        return (int) Math.min(Integer.MAX_VALUE, count);
    }

    @Override
    public void replay(GroupState hidden, GroupState live) {
        for (int i = 0; i < members.length; i++) {
            members[i].replay(hidden.tables[i], live.tables[i]);
        }
    }

    @Override
    public boolean undo(GroupState hidden, GroupState live) {
        boolean done = true;
        for (int i = 0; i < members.length; i++) {
            done &= members[i].undo(hidden.tables[i], live.tables[i]);
        }
        return done;
    }

    @Override
    public Savepoint<GroupState> savepoint(GroupState hidden) {
        @SuppressWarnings({"unchecked", "rawtypes"})
        Savepoint<Object>[] savepoints = new Savepoint[members.length];
        for (int i = 0; i < members.length; i++) {
            savepoints[i] = members[i].savepoint(hidden.tables[i]);
        }
        return (state, live) -> restore(savepoints, 0, state, live);
    }

    /** Restores the first of them, and, whatever happens, the rest. */
    private static boolean restore(
            Savepoint<Object>[] savepoints,
            int first,
            @Nullable GroupState state,
            GroupState live) {
        if (first == savepoints.length) {
            return true;
        }
        boolean done = false;
        try {
            Object table = state == null ? null : state.tables[first];
            done = savepoints[first].restore(table, live.tables[first]);
        } finally {
            done &= restore(savepoints, first + 1, state, live);
        }
        return done;
    }

    @Override
    public void redo(GroupState clone) {
        for (int i = 0; i < members.length; i++) {
            members[i].redo(clone.tables[i]);
        }
    }

    @Override
    public long entryCount(GroupState state) {
        long count = 0;
        for (int i = 0; i < members.length; i++) {
            count += members[i].entryCount(state.tables[i]);
        }
        return count;
    }

    @Override
    public void clear() {
        for (Oplog<Object> member : members) {
            member.clear();
        }
    }
}
