// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Ops, replays, clones and functions that throw: nothing that was refreshed is lost. */
class FailureTest {
    private static final List<Throwable> FAILURES =
            List.of(
                    new ArithmeticException("mine"),
                    new OutOfMemoryError("mine"),
                    new StackOverflowError("mine"));

    /** What the copier throws, if anything. */
    private final AtomicReference<Throwable> copierFailure = new AtomicReference<>();

    private final LeftRight<ArrayList<String>> list =
            LeftRight.create(new ArrayList<>(), this::copy);

    private ArrayList<String> copy(ArrayList<String> state) {
        if (copierFailure.get() != null) {
            Actor.<RuntimeException>sneak(copierFailure.get());
        }
        return new ArrayList<>(state);
    }

    private List<String> live() {
        return list.read(List::copyOf);
    }

    private List<String> pending() {
        return list.pending(List::copyOf);
    }

    private void given(String... names) {
        for (String name : names) {
            list.write(state -> state.add(name));
        }
        list.refresh();
    }

    @Test
    void aFunctionThatThrowsHasCostNothing() {
        LeftRightMap<String, Integer> map = LeftRightMap.create();
        WriteHandle<String, Integer> writer = map.writer();
        writer.putAll(Map.of("a", 1, "b", 2));
        writer.refresh();
        writer.put("c", 3);
        long clones = map.stats().cloneCount();
        List<Consumer<Runnable>> writes =
                List.of(
                        fail -> writer.compute("a", (k, v) -> failing(fail)),
                        fail -> writer.computeIfAbsent("d", k -> failing(fail)),
                        fail -> writer.computeIfPresent("a", (k, v) -> failing(fail)),
                        fail -> writer.merge("a", 1, (a, b) -> failing(fail)),
                        fail -> writer.replaceAll((k, v) -> k.equals("b") ? failing(fail) : 0),
                        fail -> writer.removeIf((k, v) -> k.equals("b") && failing(fail) == 0),
                        fail -> writer.forEach((k, v) -> failing(fail)));
        for (Throwable failure : FAILURES) {
            Runnable fail = () -> Actor.<RuntimeException>sneak(failure);
            for (Consumer<Runnable> write : writes) {
                assertThatThrownBy(() -> write.accept(fail)).isSameAs(failure);
                assertThat(writer.pendingOpCount()).isEqualTo(1);
                assertThat(writer.size()).isEqualTo(3);
                assertThat(writer.get("a")).isEqualTo(1);
                assertThat(map.snapshot()).isEqualTo(Map.of("a", 1, "b", 2));
            }
        }
        writer.refresh();
        assertThat(map.snapshot()).isEqualTo(Map.of("a", 1, "b", 2, "c", 3));
        assertThat(map.stats().cloneCount()).isEqualTo(clones);
    }

    private static int failing(Runnable fail) {
        fail.run();
        return 0;
    }

    @Test
    void aLoadThatFailsDiscardsThePendingBatch() {
        LeftRightMap<String, Integer> map = LeftRightMap.create();
        LeftRightLongMap<String> byId = LeftRightLongMap.create();
        map.writer().batch(w -> w.put("a", 1));
        byId.writer().batch(w -> w.put(1, "a"));
        for (Throwable failure : FAILURES) {
            map.writer().put("b", 2);
            byId.writer().put(2, "b");
            assertThatThrownBy(
                            () ->
                                    map.writer()
                                            .load(
                                                    10,
                                                    sink -> {
                                                        sink.accept("a", 5);
                                                        sink.accept("c", 3);
                                                        Actor.<RuntimeException>sneak(failure);
                                                    }))
                    .isSameAs(failure);
            assertThatThrownBy(
                            () ->
                                    byId.writer()
                                            .load(
                                                    10,
                                                    sink -> {
                                                        sink.accept(1, "x");
                                                        Actor.<RuntimeException>sneak(failure);
                                                    }))
                    .isSameAs(failure);
            assertThat(map.writer().pendingOpCount()).isZero();
            assertThat(byId.writer().pendingOpCount()).isZero();
            assertThat(map.writer().size()).isEqualTo(1);
            assertThat(byId.writer().get(1)).isEqualTo("a");
            assertThat(map.get("a")).isEqualTo(1);
        }
        map.writer().batch(w -> w.put("d", 4));
        byId.writer().batch(w -> w.put(4, "d"));
        assertThat(map.snapshot()).isEqualTo(Map.of("a", 1, "d", 4));
        assertThat(byId.snapshot()).isEqualTo(Map.of(1L, "a", 4L, "d"));
    }

    @Test
    void aLoadThatFailsBeforeItsFirstEntryLeavesNoLargeTable() {
        LeftRightMap<String, Integer> map = LeftRightMap.create();
        LeftRightLongMap<String> byId = LeftRightLongMap.create();
        Throwable failure = new IllegalStateException("mine");
        assertThatThrownBy(() -> map.writer().load(1_000_000, sink -> Actor.<Error>sneak(failure)))
                .isSameAs(failure);
        assertThatThrownBy(() -> byId.writer().load(1_000_000, sink -> Actor.<Error>sneak(failure)))
                .isSameAs(failure);
        for (int side = 0; side < 2; side++) {
            map.writer().batch(w -> w.put("a", 1));
            byId.writer().batch(w -> w.put(1, "a"));
            assertThat(map.live().state.capacity()).isLessThan(100);
            assertThat(byId.live().state.capacity()).isLessThan(100);
        }
    }

    @Test
    void aFailedOpLeavesThePendingOpsBeforeIt() {
        given("a");
        for (Throwable failure : FAILURES) {
            list.write(state -> state.add("b"));
            assertThatThrownBy(
                            () ->
                                    list.write(
                                            state -> {
                                                state.clear();
                                                state.add("half done");
                                                Actor.<RuntimeException>sneak(failure);
                                                return null;
                                            }))
                    .isSameAs(failure);
            assertThat(live()).containsExactly("a");
            assertThat(list.pendingOpCount()).isEqualTo(1);
            assertThat(pending()).containsExactly("a", "b");
            assertThat(list.discard()).isEqualTo(1);
        }
        given("c");
        assertThat(live()).containsExactly("a", "c");
    }

    @Test
    void aReplayThatThrowsNeverFailsTheRefresh() {
        given("a");
        long version = list.version();
        for (Throwable failure : FAILURES) {
            AtomicBoolean second = new AtomicBoolean();
            list.write(
                    state -> {
                        state.add("b");
                        if (second.getAndSet(true)) {
                            Actor.<RuntimeException>sneak(failure);
                        }
                        return null;
                    });
            assertThat(list.refresh()).isEqualTo(++version);
            assertThat(live()).last().isEqualTo("b");
            given("c");
            assertThat(live()).endsWith("b", "c");
            version++;
        }
        assertThat(list.stats().replayFailureCount()).isEqualTo(3);
        assertThat(live()).containsExactly("a", "b", "c", "b", "c", "b", "c");
    }

    @Test
    void aReplayThatIsOwedAndFailsInTheNextWriteDoesNotFailThatEither() {
        given("a");
        AtomicBoolean second = new AtomicBoolean();
        try (Actor reader = new Actor("reader")) {
            Section<ArrayList<String>> section = reader.call(list::enter);
            list.write(
                    state -> {
                        if (second.getAndSet(true)) {
                            throw new ArithmeticException();
                        }
                        return state.add("b");
                    });
            list.refresh();
            reader.run(section::close);
        }
        assertThat(list.<Boolean>write(state -> state.add("c"))).isTrue();
        assertThat(pending()).containsExactly("a", "b", "c");
        assertThat(list.stats().replayFailureCount()).isEqualTo(1);
    }

    @Test
    void aCloneThatThrowsMakesWritesSayWhyWhileReadsGoOnUntilItIsRepaired() {
        given("a");
        for (Throwable failure : FAILURES) {
            list.write(state -> state.add("b"));
            assertThatThrownBy(
                            () ->
                                    list.write(
                                            state -> {
                                                throw new IllegalArgumentException("half changed");
                                            }))
                    .hasMessage("half changed");
            copierFailure.set(failure);
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(() -> list.write(state -> state.add("x")))
                        .isExactlyInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("could not be cloned from the live one; reads go on")
                        .hasMessageContaining("discard() the pending ops")
                        .hasCause(failure);
                assertThatThrownBy(list::refresh).hasCause(failure);
                assertThatThrownBy(this::pending).hasCause(failure);
                assertThat(live()).containsExactly("a");
                assertThat(list.pendingOpCount()).isEqualTo(1);
            }
            copierFailure.set(null);
            assertThat(pending()).as("the pending op is still there").containsExactly("a", "b");
            assertThat(list.discard()).isEqualTo(1);
        }
        given("c");
        assertThat(live()).containsExactly("a", "c");
    }

    @Test
    void aCloneThatThrowsAfterAnAbandonIsTriedAgain() {
        LeftRight<ArrayList<String>> hasty =
                LeftRight.builder(new ArrayList<String>(), this::copy)
                        .stallTimeout(Duration.ZERO)
                        .stragglerListener(straggler -> {})
                        .build();
        hasty.write(state -> state.add("a"));
        try (Actor reader = new Actor("reader")) {
            Section<ArrayList<String>> section = reader.call(hasty::enter);
            hasty.refresh();
            copierFailure.set(new OutOfMemoryError("mine"));
            assertThatThrownBy(() -> hasty.write(state -> state.add("b")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasRootCauseInstanceOf(OutOfMemoryError.class);
            assertThat(hasty.refresh()).as("nothing is pending").isEqualTo(1);
            assertThat(hasty.<List<String>>read(List::copyOf)).containsExactly("a");
            copierFailure.set(null);
            hasty.write(state -> state.add("c"));
            hasty.refresh();
            assertThat(hasty.<List<String>>read(List::copyOf)).containsExactly("a", "c");
            assertThat(reader.<Integer>call(() -> section.state().size())).isZero();
        }
    }

    @Test
    void aBatchInWhichALoadHasFailedIsDiscardedWholeEvenIfItGoesOn() {
        LeftRightLongMap<String> map = LeftRightLongMap.create();
        assertThatThrownBy(
                        () ->
                                map.writer()
                                        .batch(
                                                w -> {
                                                    w.put(1, "before");
                                                    assertThatThrownBy(
                                                            () ->
                                                                    w.load(
                                                                            1,
                                                                            sink -> {
                                                                                throw new ArithmeticException();
                                                                            }));
                                                    w.put(2, "after");
                                                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a load(...) inside this batch has failed");
        assertThat(map.isEmpty()).isTrue();
        assertThat(map.writer().pendingOpCount()).isZero();
        map.writer().batch(w -> w.put(3, "next"));
        assertThat(map.get(3)).isEqualTo("next");
    }
}
