// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a section sees of a {@link LeftRightGroup}: one version of all its members. Valid until the
 * section ends, in the thread that entered it; a {@link #snapshot} is valid for ever. No method
 * waits. The view of a member is made when it is first asked for, and used again by later sections
 * of the same thread; a snapshot makes one each time.
 */
public final class GroupView extends AbstractView<GroupState> {
    /** The views by member, for one thread; a view that is kept makes new ones each time. */
    private @Nullable Object[] views = new Object[0];

    /** What a user shows instead of this; see {@link LeftRightGroup#read(Function, Function)}. */
    private @Nullable Object custom;

    /** What made it. */
    private @Nullable Object customMaker;

    GroupView(Held<GroupState> held) {
        super(held, GroupState.ALONE);
    }

    /**
     * Returns what the section sees of a map. To close that view is to close the section, and a
     * snapshot of it keeps this version of the whole group.
     *
     * @param map a member of this group
     * @param <V> its values
     * @return the view, valid as long as this one
     * @throws IllegalArgumentException if the map is a member of another group
     * @throws IllegalStateException if the section has ended or belongs to another thread
     */
    public <V> LongMapView<V> of(GroupLongMap<V> map) {
        return view(map, LongMapView::new);
    }

    /**
     * Returns what the section sees of a map; see {@link #of(GroupLongMap)}.
     *
     * @param map a member of this group
     * @param <K> its keys
     * @param <V> its values
     * @return the view
     */
    public <K, V> MapView<K, V> of(GroupMap<K, V> map) {
        return view(map, MapView::new);
    }

    /**
     * Returns what the section sees of id sets; see {@link #of(GroupLongMap)}.
     *
     * @param sets a member of this group
     * @return the view
     */
    public IdSetsView of(GroupIdSets sets) {
        return view(sets, IdSetsView::new);
    }

    @SuppressWarnings("unchecked") // the views of one member are of one kind
    private <W> W view(GroupMember<?> member, BiFunction<Held<?>, Integer, W> views) {
        GroupState state = table();
        member.requireMemberOf(state);
        if (held instanceof KeptVersion) {
            return views.apply(held, member.index);
        }
        if (this.views.length == 0) {
            this.views = new Object[state.tables.length];
        }
        Object known = this.views[member.index];
        if (known == null) {
            known = views.apply(held, member.index);
            this.views[member.index] = known;
        }
        return (W) known;
    }

    /** Made once if the function is always the same, as a constant or a method reference is. */
    @SuppressWarnings("unchecked")
    <V> V as(Function<? super GroupView, ? extends V> views) {
        Object known = custom;
        if (known == null || customMaker != views) {
            known = views.apply(this);
            custom = known;
            customMaker = views;
        }
        return (V) known;
    }

    /**
     * Keeps this version beyond the section, for any thread and for as long as it is kept; see
     * {@link LeftRightGroup#snapshot()} for what that costs the writer.
     *
     * @return a view that never changes; this one if it is such a view
     */
    @SuppressWarnings("unchecked") // held as given to the constructor
    public GroupView snapshot() {
        if (held instanceof KeptVersion) {
            return this;
        }
        return new GroupView(((Held<GroupState>) held).keep());
    }

    @Override
    public String toString() {
        return "GroupView[version=" + version() + ", members=" + table().tables.length + "]";
    }
}
