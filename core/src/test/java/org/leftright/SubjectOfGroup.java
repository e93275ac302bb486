// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A group of a map with long keys, of a map with object keys that has the same entries, and of id
 * sets with the keys of each value, modulo a few. Whatever is read is read from all three, and they
 * must agree: if not, the contents have an entry that no test expects.
 */
final class SubjectOfGroup extends SubjectOfWriter {
    private static final int SETS = 5;
    private static final int DISAGREE = -1;

    private final GroupLongMap<Integer> byId;
    private final GroupMap<Integer, Integer> byKey;
    private final GroupIdSets keys;
    private final LeftRightGroup group;
    private final Replica<Long, Integer> byIdTold = new Replica<>();
    private final Replica<Integer, Integer> byKeyTold = new Replica<>();
    private final Replica<List<Long>, Boolean> keysTold = new Replica<>();

    SubjectOfGroup() {
        LeftRightGroupBuilder builder =
                LeftRightGroup.builder()
                        .stallTimeout(Duration.ZERO)
                        .stragglerListener(straggler -> {})
                        .refreshListener(this::tell);
        byId = builder.longMap();
        byKey = builder.map();
        keys = builder.idSets();
        group = builder.build();
    }

    private void tell(GroupChanges changes) {
        byIdTold.begin();
        changes.of(byId).forEach(byIdTold::change);
        byKeyTold.begin();
        changes.of(byKey).forEach(byKeyTold::change);
        keysTold.begin();
        changes.of(keys)
                .forEach(
                        (set, key, isAdded) ->
                                keysTold.change(
                                        List.of(set, key),
                                        isAdded ? null : Boolean.TRUE,
                                        isAdded ? Boolean.TRUE : null));
    }

    @Override
    LeftRightGroup leftRight() {
        return group;
    }

    @Override
    GroupWriteHandle writer() {
        return group.writer();
    }

    @Override
    public Map<Integer, Integer> told() {
        Map<Integer, Integer> told = new HashMap<>();
        byIdTold.entries().forEach((id, value) -> told.put((int) (long) id, value));
        Set<List<Long>> expected = new HashSet<>();
        told.forEach((key, value) -> expected.add(List.of(set(value), (long) key)));
        return checked(
                told,
                byKeyTold.entries().equals(told) && keysTold.entries().keySet().equals(expected));
    }

    private static long id(int key) {
        return (long) key << 34 | key;
    }

    private static long set(int value) {
        return Math.floorMod(value, SETS);
    }

    private void store(int key, @Nullable Integer before, @Nullable Integer value) {
        if (before != null && (value == null || set(before) != set(value))) {
            keys.writer().remove(set(before), key);
        }
        if (value != null) {
            byKey.writer().put(key, value);
            keys.writer().add(set(value), key);
        } else {
            byKey.writer().remove(key);
        }
    }

    @Override
    public @Nullable Integer put(int key, int value) {
        Integer before = byId.writer().put(id(key), value);
        store(key, before, value);
        return before;
    }

    @Override
    public @Nullable Integer remove(int key) {
        Integer before = byId.writer().remove(id(key));
        store(key, before, null);
        return before;
    }

    @Override
    public void clear() {
        group.writer().clear();
    }

    @Override
    public @Nullable Integer compute(int key, Function<Integer, Integer> fn) {
        Integer before = byId.writer().get(id(key));
        Integer value = byId.writer().compute(id(key), (k, old) -> fn.apply(old));
        store(key, before, value);
        return value;
    }

    @Override
    public int removeIf(BiPredicate<Integer, Integer> predicate) {
        Map<Integer, Integer> before = pending();
        int count = byId.writer().removeIf((id, value) -> predicate.test((int) id, value));
        before.forEach(
                (key, value) -> {
                    if (!byId.writer().containsKey(id(key))) {
                        store(key, value, null);
                    }
                });
        return count;
    }

    @Override
    public void replaceAll(Function<Integer, Integer> fn) {
        byId.writer().replaceAll((id, value) -> fn.apply(value));
        byKey.writer().replaceAll((key, value) -> fn.apply(value));
        for (int set = 0; set < SETS; set++) {
            keys.writer().replace(set, keysOf(pendingById(), set));
        }
    }

    private static long[] keysOf(Map<Integer, Integer> entries, int set) {
        return entries.entrySet().stream()
                .filter(entry -> set(entry.getValue()) == set)
                .mapToLong(Map.Entry::getKey)
                .toArray();
    }

    @Override
    public void load(Map<Integer, Integer> entries) {
        Map<Integer, Integer> before = pending();
        byId.writer()
                .load(
                        entries.size(),
                        sink -> entries.forEach((key, value) -> sink.accept(id(key), value)));
        entries.forEach((key, value) -> store(key, before.get(key), value));
    }

    private Map<Integer, Integer> pendingById() {
        return collected(put -> byId.writer().forEach((id, value) -> put.accept((int) id, value)));
    }

    @Override
    public Map<Integer, Integer> pending() {
        Map<Integer, Integer> pending = pendingById();
        boolean agree = collected(byKey.writer()::forEach).equals(pending);
        for (int set = 0; set < SETS; set++) {
            long[] expected = keysOf(pending, set);
            agree &= keys.writer().sizeOf(set) == expected.length;
            for (long key : expected) {
                agree &= keys.writer().contains(set, key);
            }
        }
        return checked(pending, agree);
    }

    private static Map<Integer, Integer> checked(Map<Integer, Integer> entries, boolean agree) {
        if (!agree) {
            entries.put(DISAGREE, DISAGREE);
        }
        return entries;
    }

    private Map<Integer, Integer> contents(GroupView view) {
        Map<Integer, Integer> contents =
                collected(put -> view.of(byId).forEach((id, value) -> put.accept((int) id, value)));
        boolean agree = collected(view.of(byKey)::forEach).equals(contents);
        IdSetsView sets = view.of(keys);
        int count = 0;
        for (int set = 0; set < SETS; set++) {
            long[] expected = keysOf(contents, set);
            long[] found = sets.ids(set);
            Arrays.sort(expected);
            Arrays.sort(found);
            agree &= Arrays.equals(found, expected) && sets.sizeOf(set) == expected.length;
            count += expected.length > 0 ? 1 : 0;
        }
        return checked(contents, agree && sets.keyCount() == count && sets.keys().length == count);
    }

    @Override
    public Map<Integer, Integer> live() {
        return group.read(this::contents);
    }

    @Override
    public @Nullable Integer get(int key) {
        Integer value = byId.get(id(key));
        boolean agree =
                value == null
                        ? !byKey.containsKey(key)
                        : value.equals(byKey.get(key)) && keys.contains(set(value), key);
        return agree ? value : Integer.valueOf(DISAGREE);
    }

    @Override
    public int size() {
        int count = 0;
        for (int set = 0; set < SETS; set++) {
            count += keys.sizeOf(set);
        }
        return byId.size() == count && byKey.size() == count ? count : DISAGREE;
    }

    @Override
    public Map<Integer, Integer> snapshot() {
        GroupView snapshot = group.snapshot();
        return new AbstractMap<>() {
            @Override
            public Set<Map.Entry<Integer, Integer>> entrySet() {
                return contents(snapshot).entrySet();
            }
        };
    }

    @Override
    public Open enter() {
        GroupView view = group.enter();
        return new Open(() -> contents(view), view::close);
    }

    @Override
    public void assertSidesAreEqual() {
        group.writer.pending(
                hidden -> {
                    GroupState live = group.live.state;
                    assertThat(hidden).isNotSameAs(live);
                    assertAreEqual(byId.tableOf(hidden), byId.tableOf(live));
                    SubjectOfMap.assertAreEqual(byKey.tableOf(hidden), byKey.tableOf(live));
                    assertSetsAreEqual(keys.tableOf(hidden), keys.tableOf(live));
                    return null;
                });
    }

    private static void assertAreEqual(LongTable<?> hidden, LongTable<?> live) {
        SubjectOfLongMap.assertAreEqual(hidden, live);
        assertThat(hidden.values).isEqualTo(live.values);
        assertThat(hidden.zeroValue).isEqualTo(live.zeroValue);
    }

    /** Each side has sets of its own. */
    private static void assertSetsAreEqual(LongTable<IdSet> hidden, LongTable<IdSet> live) {
        SubjectOfLongMap.assertAreEqual(hidden, live);
        for (int i = live.nextIndex(0); i >= 0; i = live.nextIndex(i + 1)) {
            IdSet set = requireNonNull(hidden.valueAt(i));
            assertThat(set).isNotSameAs(live.valueAt(i));
            assertThat(set.key).isEqualTo(live.keyAt(i)).isEqualTo(hidden.keyAt(i));
            assertThat(set.slot).isEqualTo(live.valueAt(i).slot);
            assertThat(set.size()).isEqualTo(live.valueAt(i).size());
            assertThat(set.toArray()).isEqualTo(live.valueAt(i).toArray()); // place by place
            assertThat(set.capacity()).isEqualTo(live.valueAt(i).capacity());
            assertThat(set.multiplier).isEqualTo(live.valueAt(i).multiplier);
        }
    }
}
