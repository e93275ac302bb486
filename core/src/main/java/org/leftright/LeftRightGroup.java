// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Several maps in one version: one refresh makes what was written to any of them visible, all at
 * once, and a section sees all of them as of the same refresh. So an index never differs from what
 * it indexes.
 *
 * <pre>{@code
 * LeftRightGroupBuilder builder = LeftRightGroup.builder();
 * GroupLongMap<String> products = builder.longMap();
 * GroupMap<String, Long> idBySku = builder.map();
 * GroupIdSets idsBySupplier = builder.idSets();
 * LeftRightGroup shop = builder.build();
 *
 * shop.writer().batch(batch -> {
 *     products.writer().put(17, "tea");
 *     idBySku.writer().put("TEA-1", 17L);
 *     idsBySupplier.writer().add(3, 17);
 * });
 * products.get(17); // "tea": a lookup, from any thread
 * String tea = shop.read(view -> view.of(products).get(view.of(idBySku).get("TEA-1")));
 * }</pre>
 *
 * <p>The members' single reads are lookups and read what is live now; one after another they may
 * meet two versions, the second not older than the first. All methods may be called by any thread,
 * and none waits for a writer or for a section. There is one writers' lock, one stall timeout and
 * one name for the group. Each op costs a little for each member: a group is meant to have a few,
 * not hundreds.
 */
public final class LeftRightGroup extends AbstractLeftRight<GroupState> {
    private final GroupState.Part<?>[] parts;
    private final GroupMember<?>[] members;
    private final GroupWriteHandle writeHandle;

    LeftRightGroup(
            GroupState.Part<?>[] parts,
            Object[] tables,
            GroupMember<?>[] members,
            @Nullable Consumer<? super GroupChanges> listener,
            WriterOptions options) {
        super(
                new GroupState(parts, tables),
                GroupState::copy,
                new GroupOplog(parts),
                GroupVersion::new,
                listener == null
                        ? null
                        : (before, now) -> tell(listener, new GroupChanges(before, now)),
                options);
        this.parts = parts;
        this.members = members;
        this.writeHandle = new GroupWriteHandle(this);
        for (GroupMember<?> member : members) {
            member.join(this);
        }
        tellMembers();
    }

    /**
     * Begins to make a group.
     *
     * @return a builder
     */
    public static LeftRightGroupBuilder builder() {
        return new LeftRightGroupBuilder();
    }

    GroupState.Part<?>[] parts() {
        return parts;
    }

    /** What is live when the reads of a member's lookup are done. */
    GroupVersion versionAfterReads() {
        return (GroupVersion) liveAfterReads();
    }

    @Override
    void setLive(Version<GroupState> version) {
        super.setLive(version);
        tellMembers();
    }

    private void tellMembers() {
        Version<?>[] versions = ((GroupVersion) live).ofMembers;
        for (int k = 0; k < versions.length; k++) {
            members[k].setLive(versions[k]);
        }
    }

    /**
     * Runs a function in a section: all its reads by the view see one version of all members.
     *
     * @param fn gets the view, which is valid until it returns
     * @param <R> its result
     * @return what the function returned
     */
    public <R extends @Nullable Object> R read(Function<? super GroupView, ? extends R> fn) {
        return readView(GroupView::new, fn);
    }

    /**
     * Runs a function in a section, on a view of the user's own that is made once and used again by
     * later sections. So a class that shows several members in its own way reads without making an
     * object.
     *
     * @param views makes the user's view of a view; it is called again whenever another function is
     *     given, so use a constant
     * @param fn gets the user's view, which is valid until it returns
     * @param <V> the user's view
     * @param <R> its result
     * @return what the function returned
     */
    public <V, R extends @Nullable Object> R read(
            Function<? super GroupView, ? extends V> views, Function<? super V, ? extends R> fn) {
        Section<GroupState> section = enterForRead();
        try {
            return fn.apply(section.view(GroupView::new).as(views));
        } finally {
            section.end();
        }
    }

    /**
     * Enters a section, to be closed by the same thread.
     *
     * @return a view of one version, for try-with-resources
     */
    public GroupView enter() {
        return enterView(GroupView::new);
    }

    /**
     * Makes a read handle for the current thread.
     *
     * @return a handle, to be closed by this thread
     */
    public GroupReadHandle reader() {
        return new GroupReadHandle(register());
    }

    /**
     * Returns the write handle: refreshes, batches and discards what was written to any member.
     *
     * @return the one write handle
     */
    public GroupWriteHandle writer() {
        return writeHandle;
    }

    /**
     * Returns how many members the group has.
     *
     * @return the count
     */
    public int memberCount() {
        return members.length;
    }

    /**
     * Keeps what is live now (inside a section of this thread that was entered without a handle:
     * what that section sees) as a view that never changes, for any thread and for as long as it is
     * kept. O(1); the writer pays: the first write after the refresh that hides this version clones
     * the live side, all members of it, instead of reusing this one.
     *
     * @return the view
     */
    public GroupView snapshot() {
        return read(GroupView::snapshot);
    }

    @Override
    public String toString() {
        return "LeftRightGroup[version=" + version() + ", members=" + members.length + "]";
    }
}
