// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Declares the members of a {@link LeftRightGroup}, and its options. */
public final class LeftRightGroupBuilder {
    private final WriterOptions options = new WriterOptions();
    private final List<GroupState.Part<?>> parts = new ArrayList<>();
    private final List<Object> tables = new ArrayList<>();
    private final List<GroupMember<?>> members = new ArrayList<>();
    private @Nullable Consumer<? super GroupChanges> refreshListener;
    private boolean built;

    LeftRightGroupBuilder() {}

    /**
     * Adds a map with {@code long} keys.
     *
     * @param <V> its values
     * @return the map, to be used when the group is built
     */
    public <V> GroupLongMap<V> longMap() {
        return longMap(0);
    }

    /**
     * Adds a map with {@code long} keys and room for a number of entries.
     *
     * @param expectedSize how many entries it takes before it grows; it never shrinks below that
     * @param <V> its values
     * @return the map, to be used when the group is built
     * @throws IllegalArgumentException if the size is negative
     */
    public <V> GroupLongMap<V> longMap(int expectedSize) {
        TouchLog log = new TouchLog();
        LongTable<V> table = new LongTable<>(expectedSize, log);
        return add(
                new GroupState.Part<LongTable<V>>(
                        TableOplog.ofLongTable(log),
                        LongTable::copy,
                        LongTable::clear,
                        GroupLongMap::versionOf),
                table,
                new GroupLongMap<>(members.size(), table, log));
    }

    /**
     * Adds a map with keys of any class.
     *
     * @param <K> its keys
     * @param <V> its values
     * @return the map, to be used when the group is built
     */
    public <K, V> GroupMap<K, V> map() {
        return map(0);
    }

    /**
     * Adds a map with keys of any class and room for a number of entries.
     *
     * @param expectedSize how many entries it takes before it grows; it never shrinks below that
     * @param <K> its keys
     * @param <V> its values
     * @return the map, to be used when the group is built
     * @throws IllegalArgumentException if the size is negative
     */
    public <K, V> GroupMap<K, V> map(int expectedSize) {
        TouchLog log = new TouchLog();
        ObjectTable<K, V> table = new ObjectTable<>(expectedSize, log);
        return add(
                new GroupState.Part<ObjectTable<K, V>>(
                        TableOplog.ofObjectTable(log),
                        ObjectTable::copy,
                        ObjectTable::clear,
                        GroupMap::versionOf),
                table,
                new GroupMap<>(members.size(), table, log));
    }

    /**
     * Adds sets of {@code long} ids by {@code long} keys.
     *
     * @return the sets, to be used when the group is built
     */
    public GroupIdSets idSets() {
        IdSetLog log = new IdSetLog();
        IdSetTable table = new IdSetTable(log);
        return add(
                new GroupState.Part<>(
                        TableOplog.ofIdSets(log),
                        IdSetTable::copy,
                        IdSetTable::clear,
                        GroupIdSets::versionOf),
                table,
                new GroupIdSets(members.size(), table, log));
    }

    private <T, M extends GroupMember<?>> M add(GroupState.Part<T> part, T table, M member) {
        requireUnbuilt();
        parts.add(part);
        tables.add(table);
        members.add(member);
        return member;
    }

    private void requireUnbuilt() {
        if (built) {
            throw new IllegalStateException(
                    "this builder's group is built: begin another with LeftRightGroup.builder()");
        }
    }

    /**
     * Gives the group a name, like {@link LeftRightBuilder#name}.
     *
     * @param name not blank; the default is "leftright-" and a number
     * @return this
     */
    public LeftRightGroupBuilder name(String name) {
        options.name(name);
        return this;
    }

    /**
     * Sets how long a write waits for readers, like {@link LeftRightBuilder#stallTimeout}.
     *
     * @param timeout zero or more; the default is one second
     * @return this
     */
    public LeftRightGroupBuilder stallTimeout(Duration timeout) {
        options.stallTimeout(timeout);
        return this;
    }

    /**
     * Sets who is told of stragglers, like {@link LeftRightBuilder#stragglerListener}.
     *
     * @param listener gets the straggler; the default logs a warning
     * @return this
     */
    public LeftRightGroupBuilder stragglerListener(Consumer<? super Straggler> listener) {
        options.stragglerListener(listener);
        return this;
    }

    /**
     * Sets what is told of each refresh's changes, as {@link LeftRightMapBuilder#refreshListener}.
     *
     * @param listener gets the changes of all members
     * @return this
     */
    public LeftRightGroupBuilder refreshListener(Consumer<? super GroupChanges> listener) {
        this.refreshListener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Sets whether stale sections throw, like {@link LeftRightBuilder#rejectStaleSections}.
     *
     * @param reject whether to; the default is false
     * @return this
     */
    public LeftRightGroupBuilder rejectStaleSections(boolean reject) {
        options.rejectStaleSections = reject;
        return this;
    }

    /**
     * Makes the group. The members that were added can be used from then on.
     *
     * @return the group
     * @throws IllegalStateException if this builder has built its group already
     */
    public LeftRightGroup build() {
        requireUnbuilt();
        built = true;
        LeftRightGroup group =
                new LeftRightGroup(
                        parts.toArray(new GroupState.Part<?>[0]),
                        tables.toArray(),
                        members.toArray(new GroupMember<?>[0]),
                        refreshListener,
                        options);
        parts.clear(); // else a builder that is kept would keep the first tables
        tables.clear();
        members.clear();
        return group;
    }
}
