// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A member of a {@link LeftRightGroup}: what its lookups load. Each member has a {@code live} of
 * its own, so that a get takes no longer way than that of a map that stands alone; the group's
 * {@code live} decides whether what was read from it is live.
 *
 * @param <T> the table
 */
abstract sealed class GroupMember<T> extends LiveField<T>
        permits GroupLongMap, GroupMap, GroupIdSets {
    @SuppressWarnings("unused")
    private long p0, p1, p2, p3, p4, p5, p6, p7;

    final int index;

    /** Null until the group is built. Pairs with the volatile store of live that follows it. */
    private @Nullable LeftRightGroup group;

    GroupMember(int index, Version<T> first) {
        super(first);
        this.index = index;
    }

    final void join(LeftRightGroup joined) {
        group = joined;
    }

    /** The group is about to make this live, or has just done so. */
    @SuppressWarnings("unchecked") // made by this member's part
    final void setLive(Version<?> version) {
        // Volatile: releases the table to lookups that load it. Whether they may use what they
        // read there is for the group's own live to say (L1, L3).
        live = (Version<T>) version;
    }

    /** Tells, after the reads of a lookup, whether they are of the group's live version still. */
    final boolean isLive(Version<T> version) {
        // A version of this member belongs to one of the group. So if the group has gone on and
        // this member was not told yet, or the other way round, this says no (L2).
        return group().versionAfterReads().ofMembers[index] == version;
    }

    final void requireMemberOf(GroupState state) {
        if (group().parts() != state.parts) {
            throw new IllegalArgumentException(
                    "a member of another group: each group shows its own members only");
        }
    }

    final LeftRightGroup group() {
        LeftRightGroup joined = group;
        if (joined == null) {
            throw new IllegalStateException(
                    "the group of this member is not built yet: call build() of its builder first");
        }
        return joined;
    }

    final int optimisticInt(ToIntFunction<? super T> lookup) {
        Version<T> version = live; // volatile: pairs with the store in setLive (L3)
        int value = lookup.applyAsInt(version.state); // plain, racing
        if (isLive(version)) { // pairs with the fence in Writer.replay (L1)
            return value;
        }
        return group().optimisticInt(state -> lookup.applyAsInt(tableOf(state)));
    }

    /** What this member's lookups read of a side. */
    abstract T tableOf(GroupState state);
}
