// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.ArrayList;
import java.util.List;

/**
 * What one refresh has changed in a group, by member. Valid while the listener is called, in the
 * thread that calls it.
 */
public final class GroupChanges extends AbstractChanges {
    private final GroupState before;
    private final Version<GroupState> now;
    private final List<AbstractChanges> given = new ArrayList<>();

    GroupChanges(GroupState before, Version<GroupState> now) {
        super(now);
        this.before = before;
        this.now = now;
    }

    /**
     * Returns what the refresh has changed in a map.
     *
     * @param map a member of the group
     * @param <V> its values
     * @return the changes
     * @throws IllegalArgumentException if the map is a member of another group
     */
    public <V> LongChanges<V> of(GroupLongMap<V> map) {
        checkMember(map);
        return given(new LongChanges<V>(map.tableOf(before), map.tableOf(now.state), map.log, now));
    }

    /**
     * Returns what the refresh has changed in a map.
     *
     * @param map a member of the group
     * @param <K> its keys
     * @param <V> its values
     * @return the changes
     * @throws IllegalArgumentException if the map is a member of another group
     */
    public <K, V> Changes<K, V> of(GroupMap<K, V> map) {
        checkMember(map);
        return given(new Changes<K, V>(map.tableOf(before), map.tableOf(now.state), map.log, now));
    }

    /**
     * Returns what the refresh has changed in id sets.
     *
     * @param sets a member of the group
     * @return the changes
     * @throws IllegalArgumentException if the sets are a member of another group
     */
    public IdSetChanges of(GroupIdSets sets) {
        checkMember(sets);
        return given(
                new IdSetChanges(
                        GroupState.table(before, sets.index),
                        GroupState.table(now.state, sets.index),
                        sets.log,
                        now));
    }

    private void checkMember(GroupMember<?> member) {
        check();
        member.requireMemberOf(before);
    }

    private <C extends AbstractChanges> C given(C changes) {
        given.add(changes);
        return changes;
    }

    @Override
    void end() {
        super.end();
        given.forEach(AbstractChanges::end);
    }
}
