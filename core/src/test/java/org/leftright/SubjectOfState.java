// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A LeftRight over a TreeMap, with ops of which some can be undone. */
final class SubjectOfState implements Subject {
    private final LeftRight<TreeMap<Integer, Integer>> leftRight =
            LeftRight.builder(new TreeMap<Integer, Integer>(), TreeMap::new)
                    .stallTimeout(Duration.ZERO)
                    .stragglerListener(straggler -> {})
                    .build();

    private record Put(int key, int value) implements Op<TreeMap<Integer, Integer>, Integer> {
        @Override
        public Integer apply(TreeMap<Integer, Integer> state) {
            return state.put(key, value);
        }

        @Override
        public boolean undo(TreeMap<Integer, Integer> hidden, TreeMap<Integer, Integer> live) {
            if (live.containsKey(key)) {
                hidden.put(key, live.get(key));
            } else {
                hidden.remove(key);
            }
            return true;
        }
    }

    @Override
    public @Nullable Integer put(int key, int value) {
        return leftRight.write(new Put(key, value));
    }

    @Override
    public @Nullable Integer remove(int key) {
        return leftRight.write(state -> state.remove(key));
    }

    @Override
    public void clear() {
        leftRight.write(
                state -> {
                    state.clear();
                    return null;
                });
    }

    @Override
    public @Nullable Integer compute(int key, Function<Integer, Integer> fn) {
        return leftRight.write(state -> state.compute(key, (k, value) -> fn.apply(value)));
    }

    @Override
    public int removeIf(BiPredicate<Integer, Integer> predicate) {
        return leftRight.write(
                state -> {
                    int before = state.size();
                    state.entrySet().removeIf(e -> predicate.test(e.getKey(), e.getValue()));
                    return before - state.size();
                });
    }

    @Override
    public void replaceAll(Function<Integer, Integer> fn) {
        leftRight.write(
                state -> {
                    state.replaceAll((key, value) -> fn.apply(value));
                    return null;
                });
    }

    @Override
    public void load(Map<Integer, Integer> entries) {
        leftRight.write(
                state -> {
                    state.putAll(entries);
                    return null;
                });
    }

    @Override
    public Map<Integer, Integer> pending() {
        return leftRight.pending(HashMap::new);
    }

    @Override
    public Map<Integer, Integer> live() {
        return leftRight.read(HashMap::new);
    }

    @Override
    public @Nullable Integer get(int key) {
        return leftRight.lookup(key, (state, k) -> state.get((int) k));
    }

    @Override
    public int size() {
        return leftRight.lookupInt(TreeMap::size);
    }

    @Override
    public Map<Integer, Integer> snapshot() {
        return live();
    }

    @Override
    public Open enter() {
        Section<TreeMap<Integer, Integer>> section = leftRight.enter();
        return new Open(() -> new HashMap<>(section.state()), section::close);
    }

    @Override
    public long refresh(@Nullable Object attachment) {
        return leftRight.refresh(attachment);
    }

    @Override
    public int discard() {
        return leftRight.discard();
    }

    @Override
    public long batch(Runnable writes) {
        return leftRight.batch(writes);
    }

    @Override
    public int pendingOpCount() {
        return leftRight.pendingOpCount();
    }

    @Override
    public boolean settle() {
        return leftRight.settle(Duration.ZERO);
    }

    @Override
    public long version() {
        return leftRight.version();
    }

    @Override
    public @Nullable Object attachment() {
        return leftRight.attachment();
    }

    @Override
    public void assertSidesAreEqual() {
        leftRight.<@Nullable Object>pending(
                hidden -> {
                    assertThat(hidden).isNotSameAs(leftRight.live.state);
                    assertThat(hidden).isEqualTo(leftRight.live.state);
                    return null;
                });
    }
}
