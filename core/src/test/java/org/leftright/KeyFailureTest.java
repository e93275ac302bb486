// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Keys whose hashCode, equals or compareTo throws, at every point where a write asks them: what is
 * live stays as it is, the pending ops before stay, and the map goes on.
 */
class KeyFailureTest {
    private static final List<Supplier<Throwable>> FAILURES =
            List.of(
                    () -> new ArithmeticException("from a key"),
                    () -> new OutOfMemoryError("from a key"),
                    () -> new StackOverflowError("from a key"));

    private static final FaultyKey A = new FaultyKey("a");
    private static final FaultyKey B = new FaultyKey("b");
    private static final FaultyKey C = new FaultyKey("c");
    private static final FaultyKey NEW = new FaultyKey("new");

    private record Write(String name, Consumer<WriteHandle<FaultyKey, Integer>> act) {}

    /** What each write may do beyond all or nothing: bulk writes keep the part before. */
    private static final List<Write> WRITES =
            List.of(
                    new Write("put a new key", w -> w.put(NEW, 9)),
                    new Write("put a known key", w -> w.put(new FaultyKey("b"), 9)),
                    new Write("remove", w -> w.remove(new FaultyKey("b"))),
                    new Write("putIfAbsent", w -> w.putIfAbsent(NEW, 9)),
                    new Write("compute", w -> w.compute(new FaultyKey("b"), (k, v) -> 9)),
                    new Write("computeIfAbsent", w -> w.computeIfAbsent(NEW, k -> 9)),
                    new Write("computeIfPresent", w -> w.computeIfPresent(B, (k, v) -> null)),
                    new Write("merge", w -> w.merge(new FaultyKey("b"), 9, Integer::sum)),
                    new Write("clear", WriteHandle::clear));

    static Stream<Write> writes() {
        return WRITES.stream();
    }

    @AfterEach
    void heal() {
        FaultyKey.heal();
    }

    /** A key that is in a bucket with others after the table has shrunk. */
    private record Ordered(int hash, int rank, AtomicBoolean fails) implements Comparable<Ordered> {
        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Ordered key && key.hash == hash && key.rank == rank;
        }

        @Override
        public int compareTo(Ordered other) {
            if (fails.get()) {
                throw new ArithmeticException("from a key");
            }
            return Integer.compare(rank, other.rank);
        }
    }

    @Test
    void aWriteDoesNotFailBecauseTheTableCannotShrink() {
        TouchLog log = new TouchLog();
        ObjectTable<Object, String> table = new ObjectTable<>(0, log);
        AtomicBoolean fails = new AtomicBoolean();
        for (int rank = 0; rank < 12; rank++) {
            table.put(new Ordered(1, rank, fails), "one");
            table.put(new Ordered(1 + 1024, rank, fails), "other");
        }
        for (int key = 2; key < 10_000; key++) {
            table.put(key, "v");
        }
        int large = table.capacity();
        table.removeIf((key, value) -> value.equals("v"));
        log.clear();
        fails.set(true);
        assertThat(table.put(7, "new")).isNull();
        assertThat(table.capacity()).isEqualTo(large);
        fails.set(false);
        log.clear();
        table.put(8, "new");
        assertThat(table.capacity()).isLessThan(large);
        assertThat(table.size()).isEqualTo(26);
        assertThat(table.get(new Ordered(1025, 11, fails))).isEqualTo("other");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("writes")
    void aFailedWriteLeavesNoTraceWhereverItFails(Write writing) {
        for (Supplier<Throwable> failure : FAILURES) {
            for (boolean isOpPending : new boolean[] {false, true}) {
                int calls = 0;
                while (failsAt(calls, failure.get(), writing, isOpPending)) {
                    calls++;
                }
            }
        }
    }

    /** Returns false if the write was done before so many calls. */
    private static boolean failsAt(
            int calls, Throwable failure, Write writing, boolean isOpPending) {
        LeftRightMap<FaultyKey, Integer> map = LeftRightMap.create();
        WriteHandle<FaultyKey, Integer> writer = map.writer();
        writer.put(A, 1);
        writer.put(B, 2);
        writer.refresh();
        if (isOpPending) {
            writer.put(C, 3);
        }
        FaultyKey.failAfter(calls, failure);
        try {
            writing.act().accept(writer);
            return false;
        } catch (Throwable thrown) {
            assertThat(thrown).isSameAs(failure);
        } finally {
            FaultyKey.heal();
        }
        assertThat(live(map)).isEqualTo("a=1 b=2");
        String before = isOpPending ? " c=3" : "";
        assertThat(writer.pendingOpCount()).isEqualTo(isOpPending ? 1 : 0);
        assertThat(pending(writer)).isEqualTo("a=1 b=2" + before);
        writer.refresh();
        assertThat(live(map)).isEqualTo("a=1 b=2" + before);
        writer.put(NEW, 4);
        assertThat(pending(writer)).isEqualTo("a=1 b=2" + before + " new=4");
        writer.refresh();
        assertThat(live(map)).isEqualTo("a=1 b=2" + before + " new=4");
        assertThat(map.stats().cloneCount()).as("the first write's alone").isEqualTo(1);
        return true;
    }

    @Test
    void replayAndDiscardAskNoKeyForAnything() {
        LeftRightMap<FaultyKey, Integer> map = LeftRightMap.create();
        WriteHandle<FaultyKey, Integer> writer = map.writer();
        writer.put(A, 1);
        writer.put(B, 2);
        writer.put(C, 3);
        writer.refresh();
        writer.remove(B);
        writer.put(new FaultyKey("a"), 10);
        FaultyKey.failAfter(0, new OutOfMemoryError("from a key"));
        assertThat(writer.refresh()).isEqualTo(2);
        FaultyKey.heal();
        writer.put(NEW, 4);
        writer.put(C, 30);
        FaultyKey.failAfter(0, new OutOfMemoryError("from a key"));
        assertThat(writer.discard()).isEqualTo(2);
        FaultyKey.heal();
        assertThat(pending(writer)).isEqualTo("a=10 c=3");
        assertThat(live(map)).isEqualTo("a=10 c=3");
        assertThat(map.stats().replayFailureCount()).isZero();
    }

    @Test
    void aReadThatFailsLeavesItsSection() {
        LeftRightMap<FaultyKey, Integer> map = LeftRightMap.create();
        map.writer().batch(w -> w.put(A, 1));
        map.writer().batch(w -> w.put(B, 2));
        FaultyKey absent = new FaultyKey("b");
        try (ReadHandle<FaultyKey, Integer> handle = map.reader()) {
            List<Runnable> reads =
                    List.of(
                            () -> map.get(absent),
                            () -> map.containsKey(absent),
                            () -> map.getOrDefault(absent, 1),
                            () -> map.<Integer>read(view -> view.get(absent)),
                            () -> handle.get(absent),
                            () -> handle.<Boolean>read(view -> view.containsKey(absent)),
                            () -> map.snapshot().get(absent));
            for (Runnable read : reads) {
                FaultyKey.failAfter(0, new ArithmeticException("from a key"));
                assertThatThrownBy(read::run).hasMessage("from a key");
                FaultyKey.heal();
                map.writer().batch(w -> w.merge(A, 1, Integer::sum));
                map.writer().batch(w -> w.merge(A, 1, Integer::sum));
            }
        }
        assertThat(map.get(A)).isEqualTo(15);
        assertThat(map.stats().abandonCount()).isZero();
    }

    private static String live(LeftRightMap<FaultyKey, Integer> map) {
        List<String> entries = new ArrayList<>();
        map.forEach((key, value) -> entries.add(key + "=" + value));
        return String.join(" ", entries.stream().sorted().toList());
    }

    private static String pending(WriteHandle<FaultyKey, Integer> writer) {
        List<String> entries = new ArrayList<>();
        writer.forEach((key, value) -> entries.add(key + "=" + value));
        return String.join(" ", entries.stream().sorted().toList());
    }
}
