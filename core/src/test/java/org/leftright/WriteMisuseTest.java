// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.leftright.Misuse.argument;
import static org.leftright.Misuse.none;
import static org.leftright.Misuse.state;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What one must not write, nor when, and the options that are refused. */
class WriteMisuseTest extends MisuseTests {
    private static final Duration LONG = Duration.ofMinutes(1);

    static Stream<Misuse> misuses() {
        return Stream.of(writesInSections(), writesInWrites(), arguments(), options())
                .flatMap(cases -> cases);
    }

    private static Stream<Misuse> writesInSections() {
        String inside = "inside a section";
        String own = "of its own thread";
        return Stream.of(
                state(
                        "refresh in one's section",
                        "close the section first",
                        t -> inSection(t, w -> w.refresh())),
                state(
                        "refresh(attachment) in one's section",
                        inside,
                        t -> inSection(t, w -> w.refresh("a"))),
                state(
                        "tryRefresh in one's section",
                        inside,
                        t -> inSection(t, w -> w.tryRefresh())),
                state("batch in one's section", inside, t -> inSection(t, w -> w.batch(b -> {}))),
                state(
                        "refresh in a section of one's handle",
                        inside,
                        t -> {
                            try (ReadHandle<String, Integer> handle = t.map.reader()) {
                                handle.read(view -> t.writer.refresh());
                            }
                        }),
                state(
                        "a write that would wait for one's section",
                        own,
                        t -> afterRefresh(t, w -> w.put("x", 1))),
                state(
                        "a pending read that would wait for one's section",
                        own,
                        t -> afterRefresh(t, w -> w.get("x"))),
                state(
                        "settle that would wait for one's section",
                        own,
                        t -> afterRefresh(t, w -> w.settle(LONG))));
    }

    private static void inSection(Misuse.Fixture t, Consumer<WriteHandle<String, Integer>> write) {
        try (MapView<String, Integer> view = t.map.enter()) {
            assertThat(view.get("tea")).isEqualTo(1);
            write.accept(t.writer);
        }
    }

    /** Another thread refreshes, so that the next write has to wait for this section. */
    private static void afterRefresh(
            Misuse.Fixture t, Consumer<WriteHandle<String, Integer>> write) {
        inSection(
                t,
                w -> {
                    t.other.call(() -> w.put("tea", 2));
                    t.other.call(() -> w.put("tea", 1));
                    t.other.call(() -> w.refresh());
                    t.expectedVersion++;
                    write.accept(w);
                });
    }

    private static Stream<Misuse> writesInWrites() {
        String inWrite = "from inside an op, a listener, or a function given to a write";
        String inBatch = "inside batch(...)";
        return Stream.of(
                state(
                        "put in compute",
                        inWrite,
                        t -> t.writer.compute("a", (k, v) -> t.writer.put("b", 1))),
                state(
                        "remove in merge",
                        inWrite,
                        t -> t.writer.merge("tea", 1, (a, b) -> t.writer.remove("tea"))),
                state(
                        "clear in removeIf",
                        inWrite,
                        t ->
                                t.writer.removeIf(
                                        (k, v) -> {
                                            t.writer.clear();
                                            return true;
                                        })),
                state(
                        "refresh in computeIfAbsent",
                        inWrite,
                        t -> t.writer.computeIfAbsent("a", k -> (int) t.writer.refresh())),
                state(
                        "discard in computeIfPresent",
                        inWrite,
                        t -> t.writer.computeIfPresent("tea", (k, v) -> t.writer.discard())),
                state(
                        "batch in replaceAll",
                        inWrite,
                        t -> t.writer.replaceAll((k, v) -> (int) t.writer.batch(w -> {}))),
                state(
                        "settle in compute",
                        inWrite,
                        t -> t.writer.compute("a", (k, v) -> t.writer.settle(LONG) ? 1 : 2)),
                state("put in load", inWrite, t -> t.writer.load(1, sink -> t.writer.put("a", 1))),
                state(
                        "put in a visit of pending entries",
                        inWrite,
                        t -> t.writer.forEach((k, v) -> t.writer.put("a", 1))),
                state("refresh in a batch", inBatch, t -> t.writer.batch(w -> w.refresh())),
                state("tryRefresh in a batch", inBatch, t -> t.writer.batch(w -> w.tryRefresh())),
                state("discard in a batch", inBatch, t -> t.writer.batch(w -> w.discard())),
                state("a batch in a batch", inBatch, t -> t.writer.batch(w -> w.batch(v -> {}))));
    }

    private static Stream<Misuse> arguments() {
        String noKey = "no null keys";
        String noValue = "no null values";
        return Stream.of(
                argument(
                        "a negative limit",
                        "must not be negative",
                        t -> t.writer.settle(Duration.ofNanos(-1))),
                argument(
                        "a load of a negative size",
                        "expectedCount is -5",
                        t -> t.writer.load(-5, sink -> {})),
                none("no function for compute", "fn", t -> t.writer.compute("tea", null)),
                none("no function for merge", "fn", t -> t.writer.merge("tea", 1, null)),
                none(
                        "a null value for an absent key",
                        noValue,
                        t -> t.writer.putIfAbsent("milk", null)),
                none(
                        "a null value for a present key",
                        noValue,
                        t -> t.writer.putIfAbsent("tea", null)),
                none("a null value", noValue, t -> t.writer.put("milk", null)),
                none("a null key", noKey, t -> t.writer.remove(null)),
                none("a null key to put", noKey, t -> t.writer.put(null, 1)),
                none("a null key to compute", "", t -> t.writer.compute(null, (k, v) -> 1)),
                none("a null key to get", noKey, t -> t.map.get(null)),
                none("a null key to find", noKey, t -> t.map.containsKey(null)),
                none("a null value to merge", "", t -> t.writer.merge("tea", null, (a, b) -> a)),
                none("a null replacement", "", t -> t.writer.replaceAll((k, v) -> null)),
                none("no predicate", "predicate", t -> t.writer.removeIf(null)),
                none("no source for load", "source", t -> t.writer.load(1, null)),
                none("no action", "action", t -> t.map.forEach(null)),
                none("no function for read", "", t -> t.map.read(null)),
                none("no entries", "", t -> t.writer.putAll(null)),
                none("no batch", "", t -> t.writer.batch(null)),
                state(
                        "a sink used after load",
                        "not from parallel streams, nor later",
                        t -> {
                            List<BiConsumer<String, Integer>> kept = new ArrayList<>();
                            t.writer.load(1, kept::add);
                            kept.get(0).accept("milk", 1);
                        }),
                state(
                        "a sink used by another thread",
                        "by the thread that called load",
                        t -> t.writer.load(1, sink -> t.other.run(() -> sink.accept("a", 1)))));
    }

    private static Stream<Misuse> options() {
        Map<String, Integer> full = Map.of("a", 1);
        Map<String, Integer> same = new HashMap<>();
        LeftRightBuilder<List<String>> used = LeftRight.builder(new ArrayList<>(), ArrayList::new);
        used.build();
        return Stream.of(
                argument(
                        "a negative stall timeout",
                        "negative: PT-0.000000001S",
                        t -> builder().stallTimeout(Duration.ofNanos(-1))),
                argument(
                        "a negative size",
                        "must not be negative: -1",
                        t -> builder().expectedSize(-1)),
                argument(
                        "a negative size for long keys",
                        "negative: -1",
                        t -> LeftRightLongMap.builder().expectedSize(-1)),
                none("no stall timeout", "", t -> builder().stallTimeout(null)),
                none("no straggler listener", "listener", t -> builder().stragglerListener(null)),
                none("no initial state", "initial", t -> LeftRight.create(null, s -> s)),
                none("no copier", "copier", t -> LeftRight.create("", null)),
                state(
                        "a builder of a state used twice",
                        "begin with a new builder",
                        t -> used.build()));
    }

    private static LeftRightMapBuilder<String, Integer> builder() {
        return LeftRightMap.builder();
    }
}
