// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** One side of a {@link LeftRightGroup}: a table for each member. */
final class GroupState {
    /** A member's index if the state is the table itself. */
    static final int ALONE = -1;

    final Part<?>[] parts;
    final Object[] tables;

    GroupState(Part<?>[] parts, Object[] tables) {
        this.parts = parts;
        this.tables = tables;
    }

    GroupState copy() {
        Object[] copies = new Object[tables.length];
        for (int i = 0; i < copies.length; i++) {
            copies[i] = parts[i].copy(tables[i]);
        }
        return new GroupState(parts, copies);
    }

    void clear() {
        for (int i = 0; i < tables.length; i++) {
            parts[i].clear(tables[i]);
        }
    }

    /** The table of a member of a group, or of a map that stands alone. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // whose index, its table
    static <T> T table(Object state, int member) {
        return (T) (member == ALONE ? state : ((GroupState) state).tables[member]);
    }

    /**
     * What the group has to know of a member.
     *
     * @param oplog its part of the oplog
     * @param copier clones its table
     * @param clearer takes all entries of its table away
     * @param versions what its lookups read, of a table that has become live
     */
    record Part<T>(
            Oplog<T> oplog, UnaryOperator<T> copier, Consumer<T> clearer, Versions<T> versions) {
        @SuppressWarnings("unchecked") // the member's own table
        Object copy(Object table) {
            return copier.apply((T) table);
        }

        @SuppressWarnings("unchecked")
        void clear(Object table) {
            clearer.accept((T) table);
        }

        @SuppressWarnings("unchecked")
        Version<?> version(Object table, long number) {
            return versions.of((T) table, number);
        }
    }

    /** Makes the version of one member. */
    interface Versions<T> {
        Version<?> of(T table, long number);
    }
}
