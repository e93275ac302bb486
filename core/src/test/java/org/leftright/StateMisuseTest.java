// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.leftright.Misuse.argument;
import static org.leftright.Misuse.none;
import static org.leftright.Misuse.state;

import java.time.Duration;
import java.util.stream.Stream;

/** What one must not do with a state of one's own, its handles and sections, and with a table. */
@SuppressWarnings("try") // closes sections and handles by hand on purpose
class StateMisuseTest extends MisuseTests {
    static Stream<Misuse> misuses() {
        return Stream.of(handles(), sections(), ops(), arguments()).flatMap(cases -> cases);
    }

    private static Reader<int[]> closed(Misuse.Fixture t) {
        Reader<int[]> handle = t.state.reader();
        handle.close();
        return handle;
    }

    private static Reader<int[]> others(Misuse.Fixture t) {
        return t.other.call(t.state::reader);
    }

    private static Section<int[]> left(Misuse.Fixture t) {
        Section<int[]> section = t.state.enter();
        section.close();
        section.close();
        return section;
    }

    private static Stream<Misuse> handles() {
        String closed = "closed: make a new one";
        String others = "for the thread that made it (other), not for";
        return Stream.of(
                state("enter by a closed handle", closed, t -> closed(t).enter()),
                state("read by a closed handle", closed, t -> closed(t).read(s -> 1)),
                state("enter by another thread's handle", others, t -> others(t).enter()),
                state("read by another thread's handle", others, t -> others(t).read(s -> 1)),
                state("close of another thread's handle", others, t -> others(t).close()),
                state(
                        "close of a handle inside its section",
                        "close the section before the handle",
                        t -> {
                            try (Reader<int[]> handle = t.state.reader();
                                    Section<int[]> section = handle.enter()) {
                                assertThat(section.state()).containsExactly(5);
                                handle.close();
                            }
                        }),
                state(
                        "close of a handle inside its read",
                        "close the section before the handle",
                        t -> {
                            try (Reader<int[]> handle = t.state.reader()) {
                                handle.read(
                                        s -> {
                                            handle.close();
                                            return 1;
                                        });
                            }
                        }));
    }

    private static Stream<Misuse> sections() {
        String closed = "section is closed";
        return Stream.of(
                state("state of a closed section", closed, t -> left(t).state()),
                state("version of a closed section", closed, t -> left(t).version()),
                state("refresh time of a closed section", closed, t -> left(t).refreshTime()),
                state("attachment of a closed section", closed, t -> left(t).attachment()),
                state(
                        "state of another thread's section",
                        "enter a section in each thread",
                        t -> inOthersSection(t, Section::state)),
                state(
                        "close of another thread's section",
                        "belongs to another thread",
                        t -> inOthersSection(t, Section::close)),
                state(
                        "close of a section before the one nested in it",
                        "close sections in reverse order",
                        t -> {
                            try (Section<int[]> outer = t.state.enter();
                                    Section<int[]> inner = t.state.enter()) {
                                assertThat(inner.state()).isSameAs(outer.state());
                                outer.close();
                            }
                        }));
    }

    private interface Use {
        void of(Section<int[]> section);
    }

    private static void inOthersSection(Misuse.Fixture t, Use use) {
        Section<int[]> section = t.other.call(t.state::enter);
        try {
            use.of(section);
        } finally {
            t.other.run(section::close);
        }
    }

    private static Stream<Misuse> ops() {
        String inWrite = "from inside an op, a listener, or a function given to a write";
        String inBatch = "inside batch(...)";
        String inSection = "close the section first";
        return Stream.of(
                state("write in an op", inWrite, t -> inOp(t, () -> t.state.write(s -> 1))),
                state("refresh in an op", inWrite, t -> inOp(t, t.state::refresh)),
                state("tryRefresh in an op", inWrite, t -> inOp(t, t.state::tryRefresh)),
                state("discard in an op", inWrite, t -> inOp(t, t.state::discard)),
                state("batch in an op", inWrite, t -> inOp(t, () -> t.state.batch(() -> {}))),
                state(
                        "settle in an op",
                        inWrite,
                        t -> inOp(t, () -> t.state.settle(Duration.ZERO))),
                state(
                        "write in a pending read",
                        inWrite,
                        t -> t.state.<Integer>pending(s -> t.state.<Integer>write(x -> 1))),
                state(
                        "refresh in a pending read",
                        inWrite,
                        t -> t.state.<Long>pending(s -> t.state.refresh())),
                state("refresh in a batch", inBatch, t -> t.state.batch(t.state::refresh)),
                state("tryRefresh in a batch", inBatch, t -> t.state.batch(t.state::tryRefresh)),
                state("discard in a batch", inBatch, t -> t.state.batch(t.state::discard)),
                state(
                        "a batch in a batch",
                        inBatch,
                        t -> t.state.batch("second", () -> t.state.batch(() -> {}))),
                state(
                        "refresh in one's section",
                        inSection,
                        t -> t.state.read(s -> t.state.refresh("second"))),
                state(
                        "batch in one's section",
                        inSection,
                        t -> t.state.read(s -> t.state.batch("second", () -> {}))));
    }

    private static void inOp(Misuse.Fixture t, Runnable misuse) {
        t.state.write(
                s -> {
                    s[0] = 99;
                    misuse.run();
                    return 0;
                });
    }

    private static Stream<Misuse> arguments() {
        LongLookup<int[], Integer> noLookup = null;
        return Stream.of(
                none("no op", "", t -> t.state.write(null)),
                none("no pending read", "", t -> t.state.pending(null)),
                none("no read", "", t -> t.state.read(null)),
                none("no read by a handle", "", t -> t.state.reader().read(null)),
                none("no lookup", "", t -> t.state.lookup(7, noLookup)),
                none("no lookup of a number", "", t -> t.state.lookupInt(null)),
                none("no batch", "", t -> t.state.batch(null)),
                none("no batch with an attachment", "", t -> t.state.batch("second", null)),
                none("no limit to settle", "", t -> t.state.settle(null)),
                argument(
                        "a negative limit",
                        "must not be negative: PT-0.000000001S",
                        t -> t.state.settle(Duration.ofNanos(-1))),
                none("no stall timeout", "", t -> builder().stallTimeout(null)),
                argument(
                        "a negative stall timeout",
                        "must not be negative",
                        t -> builder().stallTimeout(Duration.ofDays(-1))),
                none("no straggler listener", "listener", t -> builder().stragglerListener(null)),
                argument(
                        "a long table of negative size",
                        "expectedSize is negative: -1",
                        t -> new LongTable<>(-1)),
                argument(
                        "a long table grown to it",
                        "expectedSize is negative: -2",
                        t -> new LongTable<>().ensureCapacity(-2)));
    }

    private static LeftRightBuilder<int[]> builder() {
        return LeftRight.builder(new int[1], int[]::clone);
    }
}
