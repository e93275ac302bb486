// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A LeftRightLongMap; keys are spread over all longs. */
final class SubjectOfLongMap extends SubjectOfWriter {
    private final Replica<Long, Integer> replica = new Replica<>();
    private final LeftRightLongMap<Integer> map =
            LeftRightLongMap.<Integer>builder()
                    .stallTimeout(Duration.ZERO)
                    .stragglerListener(straggler -> {})
                    .refreshListener(
                            changes -> {
                                replica.begin();
                                changes.forEach(replica::change);
                            })
                    .build();
    private final LongWriteHandle<Integer> writer = map.writer();

    private static long id(int key) {
        return (long) key << 34 | key;
    }

    private static Map<Integer, Integer> byKey(Map<Long, Integer> byId) {
        Map<Integer, Integer> byKey = new HashMap<>();
        byId.forEach((id, value) -> byKey.put((int) (long) id, value));
        return byKey;
    }

    private static Map<Integer, Integer> contents(Consumer<LongObjConsumer<Integer>> forEach) {
        return collected(put -> forEach.accept((id, value) -> put.accept((int) id, value)));
    }

    @Override
    LeftRightLongMap<Integer> leftRight() {
        return map;
    }

    @Override
    LongWriteHandle<Integer> writer() {
        return writer;
    }

    @Override
    public Map<Integer, Integer> told() {
        return byKey(replica.entries());
    }

    @Override
    public @Nullable Integer put(int key, int value) {
        return writer.put(id(key), value);
    }

    @Override
    public @Nullable Integer remove(int key) {
        return writer.remove(id(key));
    }

    @Override
    public void clear() {
        writer.clear();
    }

    @Override
    public @Nullable Integer compute(int key, Function<Integer, Integer> fn) {
        return writer.compute(id(key), (k, value) -> fn.apply(value));
    }

    @Override
    public int removeIf(BiPredicate<Integer, Integer> predicate) {
        return writer.removeIf((id, value) -> predicate.test((int) id, value));
    }

    @Override
    public void replaceAll(Function<Integer, Integer> fn) {
        writer.replaceAll((key, value) -> fn.apply(value));
    }

    @Override
    public void load(Map<Integer, Integer> entries) {
        writer.load(
                entries.size(),
                sink -> entries.forEach((key, value) -> sink.accept(id(key), value)));
    }

    @Override
    public Map<Integer, Integer> pending() {
        return contents(writer::forEach);
    }

    @Override
    public Map<Integer, Integer> live() {
        return byKey(map.asMap());
    }

    @Override
    public @Nullable Integer get(int key) {
        return map.get(id(key));
    }

    @Override
    public int size() {
        return map.size();
    }

    @Override
    public Map<Integer, Integer> snapshot() {
        Map<Long, Integer> snapshot = map.snapshot();
        return new AbstractMap<>() {
            @Override
            public Set<Map.Entry<Integer, Integer>> entrySet() {
                return byKey(snapshot).entrySet();
            }
        };
    }

    @Override
    public Open enter() {
        LongMapView<Integer> view = map.enter();
        return new Open(() -> contents(view::forEach), view::close);
    }

    @Override
    public void assertSidesAreEqual() {
        map.writer.pending(
                hidden -> {
                    LongTable<Integer> live = map.live.state;
                    assertThat(hidden).isNotSameAs(live);
                    assertAreEqual(hidden, live);
                    assertThat(hidden.values).isEqualTo(live.values);
                    assertThat(hidden.zeroValue).isEqualTo(live.zeroValue);
                    return null;
                });
    }

    /** All but the values. */
    static void assertAreEqual(LongTable<?> hidden, LongTable<?> live) {
        assertThat(hidden.size).isEqualTo(live.size);
        assertThat(hidden.keys).isEqualTo(live.keys);
        assertThat(hidden.multiplier).isEqualTo(live.multiplier);
        assertThat(hidden.shift).isEqualTo(live.shift);
    }
}
