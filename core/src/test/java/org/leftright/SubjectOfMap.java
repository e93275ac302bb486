// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A LeftRightMap. */
final class SubjectOfMap extends SubjectOfWriter {
    private final Replica<Integer, Integer> replica = new Replica<>();
    private final LeftRightMap<Integer, Integer> map =
            Subject.options()
                    .refreshListener(
                            changes -> {
                                replica.begin();
                                changes.forEach(replica::change);
                            })
                    .build();
    private final WriteHandle<Integer, Integer> writer = map.writer();

    @Override
    LeftRightMap<Integer, Integer> leftRight() {
        return map;
    }

    @Override
    WriteHandle<Integer, Integer> writer() {
        return writer;
    }

    @Override
    public Map<Integer, Integer> told() {
        return replica.entries();
    }

    @Override
    public @Nullable Integer put(int key, int value) {
        return writer.put(key, value);
    }

    @Override
    public @Nullable Integer remove(int key) {
        return writer.remove(key);
    }

    @Override
    public void clear() {
        writer.clear();
    }

    @Override
    public @Nullable Integer compute(int key, Function<Integer, Integer> fn) {
        return writer.compute(key, (k, value) -> fn.apply(value));
    }

    @Override
    public int removeIf(BiPredicate<Integer, Integer> predicate) {
        return writer.removeIf(predicate);
    }

    @Override
    public void replaceAll(Function<Integer, Integer> fn) {
        writer.replaceAll((key, value) -> fn.apply(value));
    }

    @Override
    public void load(Map<Integer, Integer> entries) {
        writer.load(entries);
    }

    @Override
    public Map<Integer, Integer> pending() {
        return collected(writer::forEach);
    }

    @Override
    public Map<Integer, Integer> live() {
        return map.asMap();
    }

    @Override
    public @Nullable Integer get(int key) {
        return map.get(key);
    }

    @Override
    public int size() {
        return map.size();
    }

    @Override
    public Map<Integer, Integer> snapshot() {
        return map.snapshot();
    }

    @Override
    public Open enter() {
        MapView<Integer, Integer> view = map.enter();
        return new Open(() -> collected(view::forEach), view::close);
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // both sides share the nodes
    public void assertSidesAreEqual() {
        map.writer.pending(
                hidden -> {
                    ObjectTable<Integer, Integer> live = map.live.state;
                    assertThat(hidden).isNotSameAs(live);
                    assertAreEqual(hidden, live);
                    return null;
                });
    }

    static void assertAreEqual(
            ObjectTable<Integer, Integer> hidden, ObjectTable<Integer, Integer> live) {
        assertThat(hidden.size()).isEqualTo(live.size());
        assertThat(hidden.capacity()).isEqualTo(live.capacity());
        for (int i = 0; i < live.capacity(); i++) {
            assertThat(hidden.buckets[i] == live.buckets[i]).isTrue();
        }
    }
}
