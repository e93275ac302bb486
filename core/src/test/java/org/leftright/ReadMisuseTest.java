// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.leftright.Misuse.state;

import java.util.Iterator;
import java.util.stream.Stream;

/** What one must not do with handles, sections and views. */
@SuppressWarnings("try") // closes views and handles by hand on purpose
class ReadMisuseTest extends MisuseTests {
    static Stream<Misuse> misuses() {
        return Stream.concat(handles(), sections());
    }

    private static Stream<Misuse> handles() {
        String closed = "is closed";
        return Stream.of(
                state(
                        "get by the handle of another thread",
                        "for the thread that made it (other), not for",
                        t -> t.other.call(t.map::reader).get("tea")),
                state(
                        "enter by the handle of another thread",
                        "make one in each reading thread",
                        t -> t.other.call(t.map::reader).enter()),
                state(
                        "read by the handle of another thread",
                        "for the thread that made it",
                        t -> t.other.call(t.map::reader).read(MapView::size)),
                state(
                        "close of another thread's handle",
                        "for the thread that made it (other)",
                        t -> t.other.call(t.map::reader).close()),
                state("get by a closed handle", "closed: make a new one", t -> closed(t).get("a")),
                state("size by a closed handle", closed, t -> closed(t).size()),
                state("containsKey by a closed handle", closed, t -> closed(t).containsKey("a")),
                state("enter by a closed handle", closed, t -> closed(t).enter()),
                state("read by a closed handle", closed, t -> closed(t).read(v -> 1)),
                state("forEach by a closed handle", closed, t -> closed(t).forEach((k, v) -> {})),
                state(
                        "close of a handle inside its section",
                        "close the section before the handle",
                        t -> {
                            try (ReadHandle<String, Integer> handle = t.map.reader();
                                    MapView<String, Integer> view = handle.enter()) {
                                assertThat(view.size()).isEqualTo(1);
                                handle.close();
                            }
                        }));
    }

    private static ReadHandle<String, Integer> closed(Misuse.Fixture t) {
        ReadHandle<String, Integer> handle = t.map.reader();
        handle.close();
        handle.close();
        return handle;
    }

    private static Stream<Misuse> sections() {
        String closed = "section is closed";
        return Stream.of(
                state("get by a view after close", "copy what you need", t -> left(t).get("tea")),
                state("size by a view after close", closed, t -> left(t).size()),
                state("iterator of a closed view", closed, t -> left(t).iterator()),
                state("version of a closed view", closed, t -> left(t).version()),
                state("snapshot of a closed view", closed, t -> left(t).snapshot()),
                state("toString of a closed view", closed, t -> left(t).toString()),
                state("forEach of a closed view", closed, t -> left(t).forEach((key, value) -> {})),
                state(
                        "a view that read() handed out",
                        closed,
                        t -> t.map.<MapView<String, Integer>>read(view -> view).get("tea")),
                state(
                        "an iterator after its section",
                        closed,
                        t -> t.map.<Iterator<?>>read(MapView::iterator).next()),
                state(
                        "hasNext of an iterator after its section",
                        closed,
                        t -> t.map.<Iterator<?>>read(MapView::iterator).hasNext()),
                state("an iterator in a later section", closed, t -> iterateLater(t)),
                state(
                        "a view in another thread",
                        "enter a section in each thread",
                        t -> t.map.<Object>read(view -> t.other.call(() -> view.get("tea")))),
                state(
                        "an iterator in another thread",
                        "belongs to another thread than other",
                        t ->
                                t.map.<Object>read(
                                        view -> {
                                            Iterator<?> iterator = view.iterator();
                                            return t.other.call(iterator::next);
                                        })),
                state(
                        "close of another thread's view",
                        "another thread",
                        t -> {
                            MapView<String, Integer> view = t.other.call(t.map::enter);
                            try {
                                view.close();
                            } finally {
                                t.other.run(view::close);
                            }
                        }),
                state(
                        "close of the view of read()",
                        "use enter() for one that you close",
                        t ->
                                t.map.read(
                                        view -> {
                                            view.close();
                                            return null;
                                        })),
                state(
                        "close of a section before the one nested in it",
                        "close sections in reverse order",
                        t -> {
                            try (MapView<String, Integer> outer = t.map.enter();
                                    MapView<String, Integer> inner = t.map.enter()) {
                                assertThat(inner.size()).isEqualTo(outer.size());
                                outer.close();
                            }
                        }));
    }

    private static void iterateLater(Misuse.Fixture t) {
        Iterator<?> iterator = t.map.<Iterator<?>>read(MapView::iterator);
        t.writer.refresh("the same entries, another version");
        t.expectedVersion++;
        t.map.read(view -> iterator.next());
    }

    private static MapView<String, Integer> left(Misuse.Fixture t) {
        MapView<String, Integer> view = t.map.enter();
        view.close();
        view.close();
        return view;
    }
}
