// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import org.jspecify.annotations.Nullable;

/** A version of a group, with those that its members' lookups read. */
final class GroupVersion extends Version<GroupState> {
    final Version<?>[] ofMembers;

    GroupVersion(Side<GroupState> side, long number, @Nullable Object attachment) {
        super(side, number, attachment);
        GroupState state = side.state;
        ofMembers = new Version<?>[state.tables.length];
        for (int i = 0; i < ofMembers.length; i++) {
            ofMembers[i] = state.parts[i].version(state.tables[i], number);
        }
    }
}
