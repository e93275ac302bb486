// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.leftright.Misuse.argument;
import static org.leftright.Misuse.noElement;
import static org.leftright.Misuse.none;
import static org.leftright.Misuse.state;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What one must not do with a map that has long keys. */
@SuppressWarnings("try") // closes views and handles by hand on purpose
class LongMisuseTest extends MisuseTests {
    private static final Duration LONG = Duration.ofMinutes(1);

    static Stream<Misuse> misuses() {
        return Stream.of(handles(), views(), writes(), arguments()).flatMap(cases -> cases);
    }

    private static LongReadHandle<String> closed(Misuse.Fixture t) {
        LongReadHandle<String> handle = t.longs.reader();
        handle.close();
        return handle;
    }

    private static LongReadHandle<String> others(Misuse.Fixture t) {
        return t.other.call(t.longs::reader);
    }

    private static LongMapView<String> left(Misuse.Fixture t) {
        LongMapView<String> view = t.longs.enter();
        view.close();
        return view;
    }

    private static Stream<Misuse> handles() {
        String closed = "closed: make a new one";
        String others = "for the thread that made it (other), not for";
        return Stream.of(
                state("get by a closed handle", closed, t -> closed(t).get(7)),
                state("getOrDefault by one", closed, t -> closed(t).getOrDefault(7, "")),
                state("containsKey by one", closed, t -> closed(t).containsKey(7)),
                state("size by one", closed, t -> closed(t).size()),
                state("isEmpty by one", closed, t -> closed(t).isEmpty()),
                state("enter by one", closed, t -> closed(t).enter()),
                state("read by one", closed, t -> closed(t).read(LongMapView::size)),
                state("forEach by one", closed, t -> closed(t).forEach((key, value) -> {})),
                state("get by another thread's handle", others, t -> others(t).get(7)),
                state("getOrDefault by it", others, t -> others(t).getOrDefault(7, "")),
                state("containsKey by it", others, t -> others(t).containsKey(7)),
                state("size by it", others, t -> others(t).size()),
                state("enter by it", others, t -> others(t).enter()),
                state("read by it", others, t -> others(t).read(LongMapView::size)),
                state("forEach by it", others, t -> others(t).forEach((key, value) -> {})),
                state("close of it", others, t -> others(t).close()),
                state(
                        "close of a handle inside its section",
                        "close the section before the handle",
                        t -> {
                            try (LongReadHandle<String> handle = t.longs.reader();
                                    LongMapView<String> view = handle.enter()) {
                                assertThat(view.size()).isEqualTo(1);
                                handle.close();
                            }
                        }));
    }

    private static Stream<Misuse> views() {
        String closed = "section is closed";
        return Stream.of(
                state("get by a view after close", closed, t -> left(t).get(7)),
                state("getOrDefault by it", closed, t -> left(t).getOrDefault(7, "")),
                state("containsKey by it", closed, t -> left(t).containsKey(7)),
                state("size by it", closed, t -> left(t).size()),
                state("isEmpty by it", closed, t -> left(t).isEmpty()),
                state("forEach by it", closed, t -> left(t).forEach((key, value) -> {})),
                state("its iterator", closed, t -> left(t).iterator()),
                state("its snapshot", closed, t -> left(t).snapshot()),
                state("its version", closed, t -> left(t).version()),
                state("its refresh time", closed, t -> left(t).refreshTime()),
                state("its attachment", closed, t -> left(t).attachment()),
                state("its toString", closed, t -> left(t).toString()),
                state(
                        "a view that read() handed out",
                        closed,
                        t -> t.longs.<LongMapView<String>>read(view -> view).get(7)),
                state(
                        "an iterator after its section",
                        closed,
                        t -> t.longs.<Iterator<?>>read(LongMapView::iterator).next()),
                state(
                        "a view in another thread",
                        "enter a section in each thread",
                        t -> t.longs.<Object>read(view -> t.other.call(() -> view.get(7)))),
                state(
                        "close of the view of read()",
                        "use enter() for one that you close",
                        t ->
                                t.longs.read(
                                        view -> {
                                            view.close();
                                            return null;
                                        })),
                state(
                        "close of a view before the one nested in it",
                        "close sections in reverse order",
                        t -> {
                            try (LongMapView<String> outer = t.longs.enter();
                                    LongMapView<String> inner = t.longs.enter()) {
                                assertThat(inner.size()).isEqualTo(outer.size());
                                outer.close();
                            }
                        }),
                noElement(
                        "an iterator past the end",
                        t ->
                                t.longs.<Object>read(
                                        view -> {
                                            Iterator<?> iterator = view.iterator();
                                            assertThat(iterator.next()).isNotNull();
                                            return iterator.next();
                                        })));
    }

    private static Stream<Misuse> writes() {
        String inWrite = "from inside an op, a listener, or a function given to a write";
        String inSection = "close the section first";
        String inBatch = "inside batch(...)";
        return Stream.of(
                state(
                        "put in compute",
                        inWrite,
                        t -> t.longWriter.compute(7, (k, v) -> t.longWriter.put(8, v))),
                state(
                        "refresh in merge",
                        inWrite,
                        t -> t.longWriter.merge(7, "", (a, b) -> "" + t.longWriter.refresh())),
                state(
                        "discard in removeIf",
                        inWrite,
                        t -> t.longWriter.removeIf((k, v) -> t.longWriter.discard() == 0)),
                state(
                        "put in load",
                        inWrite,
                        t -> t.longWriter.load(1, sink -> t.longWriter.put(8, ""))),
                state(
                        "put in a visit of pending entries",
                        inWrite,
                        t -> t.longWriter.forEach((k, v) -> t.longWriter.put(8, ""))),
                state(
                        "settle in computeIfAbsent",
                        inWrite,
                        t -> t.longWriter.computeIfAbsent(8, k -> "" + t.longWriter.settle(LONG))),
                state(
                        "refresh in one's section",
                        inSection,
                        t -> t.longs.read(view -> t.longWriter.refresh())),
                state(
                        "tryRefresh in one's section",
                        inSection,
                        t -> t.longs.read(view -> t.longWriter.tryRefresh())),
                state(
                        "batch in one's section",
                        inSection,
                        t -> t.longs.read(view -> t.longWriter.batch(w -> {}))),
                state("refresh in a batch", inBatch, t -> t.longWriter.batch(w -> w.refresh())),
                state("discard in a batch", inBatch, t -> t.longWriter.batch(w -> w.discard())),
                state(
                        "a batch in a batch",
                        inBatch,
                        t -> t.longWriter.batch("offsets", w -> w.batch(v -> {}))));
    }

    private static Stream<Misuse> arguments() {
        String value = "no null values";
        Map<Long, String> nullKey = new HashMap<>();
        nullKey.put(null, "");
        Map<Long, String> nullValue = new HashMap<>();
        nullValue.put(8L, null);
        return Stream.of(
                none("a null value", value, t -> t.longWriter.put(8, null)),
                none("a null value if absent", value, t -> t.longWriter.putIfAbsent(8, null)),
                none(
                        "a null value to merge",
                        "value",
                        t -> t.longWriter.merge(8, null, (a, b) -> a)),
                none("a null value in a map", value, t -> t.longWriter.putAll(nullValue)),
                none("a null key in a map", "no null keys", t -> t.longWriter.putAll(nullKey)),
                none("a null value to load", value, t -> t.longWriter.load(nullValue)),
                none("a null key to load", "", t -> t.longWriter.load(nullKey)),
                none("a null replacement", value, t -> t.longWriter.replaceAll((k, v) -> null)),
                none("no map", "", t -> t.longWriter.putAll(null)),
                none("no map to load", "", t -> t.longWriter.load(null)),
                none("no function to compute", "fn", t -> t.longWriter.compute(7, null)),
                none("none if absent", "fn", t -> t.longWriter.computeIfAbsent(8, null)),
                none("none if present", "fn", t -> t.longWriter.computeIfPresent(7, null)),
                none("none to merge", "fn", t -> t.longWriter.merge(7, "", null)),
                none("none to replace", "fn", t -> t.longWriter.replaceAll(null)),
                none("no predicate", "predicate", t -> t.longWriter.removeIf(null)),
                none("no source to load", "source", t -> t.longWriter.load(1, null)),
                none("no batch", "", t -> t.longWriter.batch(null)),
                none("no limit to settle", "", t -> t.longWriter.settle(null)),
                none("no action", "action", t -> t.longs.forEach(null)),
                none("no function to read", "", t -> t.longs.read(null)),
                argument(
                        "a negative limit",
                        "must not be negative: PT-1S",
                        t -> t.longWriter.settle(Duration.ofSeconds(-1))),
                argument(
                        "a negative load",
                        "expectedCount is -5",
                        t -> t.longWriter.load(-5, sink -> {})),
                argument(
                        "a negative stall timeout",
                        "negative: PT-1S",
                        t -> LeftRightLongMap.builder().stallTimeout(Duration.ofSeconds(-1))),
                none("no stall timeout", "", t -> LeftRightLongMap.builder().stallTimeout(null)),
                none(
                        "no straggler listener",
                        "listener",
                        t -> LeftRightLongMap.builder().stragglerListener(null)),
                state(
                        "a sink used after load",
                        "not from parallel streams, nor later",
                        t -> {
                            List<LongObjConsumer<String>> kept = new ArrayList<>();
                            t.longWriter.load(1, kept::add);
                            kept.get(0).accept(8, "");
                        }));
    }
}
