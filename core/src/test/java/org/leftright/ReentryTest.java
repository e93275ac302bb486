// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** User code that runs in the middle of things and reads, writes or lets others refresh. */
class ReentryTest {
    private final AtomicReference<@Nullable Runnable> inCopier = new AtomicReference<>();
    private final LeftRight<ArrayList<String>> list =
            LeftRight.create(new ArrayList<>(), this::copy);

    private ArrayList<String> copy(ArrayList<String> state) {
        Runnable hook = inCopier.get();
        if (hook != null) {
            hook.run();
        }
        return new ArrayList<>(state);
    }

    private void add(String name) {
        list.write(state -> state.add(name));
    }

    /** A key whose hashCode runs something at the given call, counted from now. */
    private static final class Hooked {
        private final AtomicInteger callsLeft = new AtomicInteger(-1);
        private Runnable hook = () -> {};

        void at(int call, Runnable action) {
            hook = action;
            callsLeft.set(call);
        }

        @Override
        public int hashCode() {
            if (callsLeft.decrementAndGet() == 0) {
                hook.run();
            }
            return 1;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Hooked;
        }
    }

    @Test
    void aCopierThatWritesIsRefused() {
        inCopier.set(() -> add("b"));
        assertThatThrownBy(() -> add("a"))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .rootCause()
                .hasMessageContaining(
                        "from inside an op, a listener, or a function given to a write");
        inCopier.set(null);
        add("c");
        list.refresh();
        assertThat(list.<List<String>>read(List::copyOf)).containsExactly("c");
    }

    @Test
    void aCopierMayRead() {
        List<Object> read = new ArrayList<>();
        inCopier.set(() -> read.add(list.<Integer>read(ArrayList::size)));
        add("a");
        inCopier.set(null);
        assertThat(read).containsExactly(0);
        assertThat(list.refresh()).isEqualTo(1);
    }

    @Test
    void anOpThatWritesOnlyWhenReplayedIsRefusedThereAndTheSideRepaired() {
        AtomicInteger runs = new AtomicInteger();
        list.write(
                state -> {
                    state.add("a");
                    if (runs.incrementAndGet() == 2) {
                        add("lost");
                    }
                    return null;
                });
        assertThat(list.refresh()).isEqualTo(1);
        assertThat(list.stats().replayFailureCount()).isEqualTo(1);
        assertThat(list.pendingOpCount()).isZero();
        assertThat(list.<List<String>>pending(List::copyOf)).containsExactly("a");
    }

    @Test
    void anOpMayReadWhatIsLiveAndWhatIsPending() {
        add("a");
        list.refresh();
        add("b");
        List<Integer> sizes = new ArrayList<>();
        list.write(
                state -> {
                    sizes.add(list.lookupInt(ArrayList::size));
                    sizes.add(list.<Integer>read(ArrayList::size));
                    sizes.add(list.<Integer>pending(ArrayList::size));
                    return null;
                });
        assertThat(sizes).containsExactly(1, 1, 2);
    }

    @Test
    void aRefreshWhileAViewIsMadeIsRefused() {
        add("a");
        try (Reader<ArrayList<String>> handle = list.reader()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> list.enter(section -> list.refresh()))
                    .withMessageContaining("close the section first");
            assertThatIllegalStateException()
                    .isThrownBy(() -> handle.enter(section -> list.refresh()))
                    .withMessageContaining("close the section first");
        }
        assertThat(list.refresh()).isEqualTo(1);
    }

    @Test
    void aWriteFromAKeysHashCodeIsRefused() {
        LeftRightMap<Hooked, Integer> map = LeftRightMap.create();
        Hooked key = new Hooked();
        key.at(1, () -> map.writer().clear());
        assertThatThrownBy(() -> map.writer().put(key, 1))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining("from inside an op");
        map.writer().put(key, 2);
        map.writer().refresh();
        assertThat(map.get(key)).isEqualTo(2);
    }

    /** A key whose equals runs something. */
    private static final class Asked {
        private Runnable hook = () -> {};

        @Override
        public int hashCode() {
            return 1;
        }

        @Override
        public boolean equals(Object other) {
            hook.run();
            return other instanceof Asked;
        }
    }

    @Test
    void aKeysEqualsThatRefreshesOrWaitsForItsOwnLookupIsRefused() {
        LeftRightMap<Asked, Integer> map =
                LeftRightMap.<Asked, Integer>builder()
                        .stallTimeout(Duration.ZERO)
                        .stragglerListener(straggler -> {})
                        .build();
        WriteHandle<Asked, Integer> writer = map.writer();
        writer.batch(w -> w.put(new Asked(), 1));
        AtomicInteger callCount = new AtomicInteger();
        try (Actor other = new Actor("writer")) {
            Asked key = new Asked();
            key.hook =
                    () -> {
                        writer.put(new Asked(), 10 + callCount.incrementAndGet());
                        if (callCount.get() == 1) {
                            writer.refresh(); // so the lookup is repeated, in a slot
                            return;
                        }
                        assertRefused(writer::refresh);
                        other.run(writer::refresh); // what it replaces is read by this lookup
                        assertRefused(() -> writer.put(new Asked(), 3));
                        assertRefused(() -> writer.settle(Duration.ofMillis(1)));
                    };
            assertThat(map.get(key)).isEqualTo(11);
        }
        assertThat(callCount.get()).isEqualTo(2);
        assertThat(writer.settle(Duration.ofMillis(1))).isTrue();
        assertThat(map.stats().abandonCount()).isZero();
    }

    private static void assertRefused(ThrowingCallable write) {
        assertThatThrownBy(write)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining("equals or hashCode");
    }

    @Test
    void aKeysEqualsThatLoadsMoreIntoItsOwnLoadIsRefused() {
        LeftRightMap<Asked, Integer> map = LeftRightMap.create();
        WriteHandle<Asked, Integer> writer = map.writer();
        Asked first = new Asked();
        writer.put(first, 1);
        AtomicInteger callCount = new AtomicInteger();
        writer.load(
                1,
                sink -> {
                    Asked key = new Asked();
                    Runnable hook =
                            () -> {
                                if (callCount.incrementAndGet() == 1) {
                                    assertThatThrownBy(() -> sink.accept(new Asked(), 2))
                                            .isExactlyInstanceOf(IllegalStateException.class)
                                            .hasMessageContaining("equals or compareTo");
                                }
                            };
                    first.hook = hook;
                    key.hook = hook;
                    sink.accept(key, 3);
                    sink.accept(new Asked(), 4);
                });
        assertThat(callCount.get()).isPositive();
        assertThat(writer.size()).isEqualTo(1);
        writer.refresh();
        assertThat(map.get(first)).isEqualTo(4);
    }

    @Test
    void aLoadWhoseKeysEqualsFailsToLoadMoreIsDiscarded() {
        LeftRightMap<Asked, Integer> map = LeftRightMap.create();
        WriteHandle<Asked, Integer> writer = map.writer();
        Asked key = new Asked();
        assertThatThrownBy(
                        () ->
                                writer.load(
                                        2,
                                        sink -> {
                                            sink.accept(key, 1);
                                            Asked second = new Asked();
                                            Runnable hook = () -> sink.accept(second, 3);
                                            key.hook = hook;
                                            second.hook = hook;
                                            sink.accept(second, 2);
                                        }))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining("equals or compareTo");
        key.hook = () -> {};
        writer.load(1, sink -> sink.accept(key, 4));
        writer.refresh();
        assertThat(map.snapshot()).hasSize(1).containsValue(4);
    }

    @Test
    void getOrDefaultReadsOneVersionEvenIfARefreshComesInBetween() {
        try (Actor other = new Actor("writer")) {
            for (int call = 1; call <= 3; call++) {
                LeftRightMap<Hooked, Integer> map = LeftRightMap.create();
                Runnable refresh =
                        () -> other.call(() -> map.writer().batch(w -> w.put(new Hooked(), 5)));
                Hooked key = new Hooked();
                key.at(call, refresh);
                assertThat(map.getOrDefault(key, 9)).isIn(5, 9);
                map.writer().batch(WriteHandle::clear);
                key.at(call, refresh);
                assertThat(map.asMap().getOrDefault(key, 9)).isIn(5, 9);
                map.writer().batch(WriteHandle::clear);
                key.at(call, refresh);
                assertThat(map.<Integer>read(view -> view.getOrDefault(key, 9))).isEqualTo(9);
            }
        }
    }

    @Test
    void readsInsideOtherReadsWork() {
        LeftRightMap<Hooked, Integer> map = LeftRightMap.create();
        map.writer().batch(w -> w.put(new Hooked(), 5));
        List<Object> read = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Hooked key = new Hooked();
            key.at(1, () -> read.add(map.<Integer>read(view -> map.get(new Hooked()))));
            assertThat(map.get(key)).isEqualTo(5);
            key.at(1, () -> read.add(map.size()));
            assertThat(map.<Integer>read(view -> view.get(key))).isEqualTo(5);
        }
        assertThat(read).hasSize(40).containsOnly(1, 5);
        map.writer().batch(w -> w.clear());
        map.writer().put(new Hooked(), 6);
        assertThat(map.stats().abandonCount()).as("no epoch was left odd").isZero();
    }

    @Test
    void aMapMayBeWrittenWhileItIsVisited() {
        LeftRightMap<String, Integer> map = LeftRightMap.create();
        map.writer().batch(w -> w.putAll(Map.of("a", 1, "b", 2)));
        map.forEach((key, value) -> map.writer().put(key + key, value));
        map.writer().putAll(map.asMap());
        map.writer().refresh();
        assertThat(map.snapshot()).isEqualTo(Map.of("a", 1, "b", 2, "aa", 1, "bb", 2));
    }

    @Test
    void aMapMayBeLoadedFromItsOwnLiveView() {
        LeftRightMap<String, Integer> map = LeftRightMap.create();
        map.writer().batch(w -> w.putAll(Map.of("a", 1, "b", 2)));
        map.writer().clear();
        map.writer().load(map.asMap());
        map.writer().refresh();
        assertThat(map.snapshot()).isEqualTo(Map.of("a", 1, "b", 2));
    }

    @Test
    void anEntryLoadedFromAReadOfThePendingStateIsRefused() {
        LeftRightMap<String, Integer> map = LeftRightMap.create();
        map.writer().batch(w -> w.putAll(Map.of("a", 1, "b", 2)));
        WriteHandle<String, Integer> writer = map.writer();
        assertThatIllegalStateException()
                .isThrownBy(
                        () ->
                                writer.load(
                                        4,
                                        sink ->
                                                writer.forEach(
                                                        (key, value) ->
                                                                sink.accept(key + key, value))))
                .withMessageContaining("gather the entries first");
        writer.load(Map.of("c", 3));
        writer.refresh();
        assertThat(map.snapshot()).isEqualTo(Map.of("a", 1, "b", 2, "c", 3));

        LeftRightLongMap<Integer> longs = LeftRightLongMap.create();
        LongWriteHandle<Integer> longWriter = longs.writer();
        longWriter.batch(w -> w.put(1, 1));
        assertThatIllegalStateException()
                .isThrownBy(
                        () ->
                                longWriter.load(
                                        1,
                                        sink ->
                                                longWriter.forEach(
                                                        (key, value) ->
                                                                sink.accept(key + 1, value))))
                .withMessageContaining("gather the entries first");
        assertThat(longs.snapshot()).isEqualTo(Map.of(1L, 1));
    }
}
