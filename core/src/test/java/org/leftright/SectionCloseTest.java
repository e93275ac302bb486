// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A departure ends the arrival that it belongs to, or nothing: whatever is closed again, and
 * however often, no section of anybody loses its protection, and none stays behind. The build runs
 * all but the long histories in the interpreter as well.
 */
@Tag("interpreter")
class SectionCloseTest {
    private final LeftRight<long[]> leftRight =
            LeftRight.builder(new long[2], long[]::clone)
                    .stallTimeout(Duration.ZERO)
                    .stragglerListener(straggler -> {})
                    .build();
    private static final String VIEW_CHANGED = "the function that makes the view";
    private static final String FAILURE = "as the test wants";

    private final List<Actor> actors = new ArrayList<>();
    private final Actor writer = actor();

    private Actor actor() {
        Actor actor = Actor.withSameId();
        actors.add(actor);
        return actor;
    }

    @AfterEach
    void end() {
        actors.forEach(Actor::close);
    }

    /** Refreshes, and then changes the side that readers may hold. */
    private void refreshAndWriteOn() {
        writer.run(
                () -> {
                    leftRight.write(SectionCloseTest::advance);
                    leftRight.refresh();
                    leftRight.write(SectionCloseTest::advance);
                });
    }

    private static long advance(long[] state) {
        state[1]++;
        return ++state[0];
    }

    /** While a section is open, the side that it sees does not change. */
    private void assertProtects(Section<long[]> section, Actor holder) {
        long[] before = holder.call(() -> section.state().clone());
        refreshAndWriteOn();
        refreshAndWriteOn();
        assertThat(holder.call(() -> section.state().clone())).isEqualTo(before);
    }

    /** Shows that no refresh finds an epoch odd while nobody reads. */
    private void assertNobodyReads() {
        writer.run(leftRight::refresh);
        writer.run(() -> leftRight.write(SectionCloseTest::advance)); // pays what is owed
        long abandonCount = leftRight.stats().abandonCount();
        for (int i = 0; i < 3; i++) {
            writer.run(leftRight::refresh);
            writer.run(() -> leftRight.write(SectionCloseTest::advance));
        }
        assertThat(leftRight.stats().abandonCount()).isEqualTo(abandonCount);
    }

    @Test
    void closingAgainInsideALaterReadHasNoEffect() {
        Section<long[]> section = leftRight.enter();
        section.close();
        leftRight.read(
                state -> {
                    section.close();
                    return readWhileWritersGoOn(state);
                });
        assertNobodyReads();
    }

    @Test
    void closingAgainInsideALaterReadOfTheSameHandleHasNoEffect() {
        try (Reader<long[]> handle = leftRight.reader()) {
            Section<long[]> section = handle.enter();
            section.close();
            handle.read(
                    state -> {
                        section.close();
                        return readWhileWritersGoOn(state);
                    });
            assertNobodyReads();
        }
    }

    @Test
    void closingAgainDoesNotCloseALaterSectionOfTheSameThread() {
        Actor holder = actor();
        Section<long[]> first = holder.call(leftRight::enter);
        holder.run(first::close);
        Section<long[]> second = holder.call(leftRight::enter);
        holder.run(first::close);
        assertProtects(second, holder);
        holder.run(second::close);
        assertNobodyReads();
    }

    @Test
    void closingAgainDoesNotCloseALaterNestedSection() {
        try (Section<long[]> outer = leftRight.enter()) {
            Section<long[]> first = leftRight.enter();
            first.close();
            Section<long[]> second = leftRight.enter();
            first.close();
            assertThat(second.version()).isEqualTo(outer.version());
            assertThatIllegalStateException().isThrownBy(first::state);
            second.close();
        }
        assertNobodyReads();
    }

    @Test
    void closingAgainDoesNotCloseTheSectionOfTheNextHolderOfTheSlot() {
        Actor first = actor();
        Actor victim = actor();
        Section<long[]> closed = first.call(leftRight::enter);
        Section<long[]> nested = first.call(leftRight::enter);
        first.run(nested::close);
        first.run(closed::close);
        // The victim asks for the same slot, and nests as deep.
        Section<long[]> open = victim.call(leftRight::enter);
        Section<long[]> openNested = victim.call(leftRight::enter);
        first.run(nested::close); // no effect, and no exception
        first.run(closed::close);
        assertProtects(openNested, victim);
        victim.run(openNested::close);
        assertProtects(open, victim);
        victim.run(open::close);
        assertNobodyReads();
    }

    @Test
    void aSectionLeftOpenInsideReadEndsWithIt() {
        List<Section<long[]>> left = new ArrayList<>();
        leftRight.read(state -> left.add(leftRight.enter()));
        try (Section<long[]> later = leftRight.enter()) {
            left.get(0).close();
            assertThatIllegalStateException().isThrownBy(left.get(0)::state);
            assertThat(later.state()).isNotNull();
        }
        assertNobodyReads();
    }

    @Test
    void whatEnclosesASectionCannotBeClosedWhileItsViewIsMade() {
        withEachEntry(
                (holder, entry) -> {
                    Section<long[]> outer = holder.call(entry::enter);
                    assertMakesNoView(holder, entry, outer::close, "still open");
                    assertProtects(outer, holder);
                    holder.run(outer::close);
                });
        try (Reader<long[]> handle = leftRight.reader()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> handle.enter(view -> doFirst(handle::close, view)))
                    .withMessageContaining("before the handle");
        }
        assertNobodyReads();
    }

    @Test
    void aSectionThatClosesWhileItsViewIsMadeLeavesItsSlotToTheNextHolder() {
        Actor holder = actor();
        Actor victim = actor();
        List<Section<long[]>> left = new ArrayList<>();
        holder.run(() -> leftRight.enter().close());
        for (int i = 0; i < 7; i++) {
            actor().run(() -> leftRight.enter().close()); // so that the victim takes the same slot
        }
        Runnable lend = () -> left.add(victim.call(() -> leftRight.enter()));
        assertMakesNoView(holder, closing(leftRight::enter), lend, VIEW_CHANGED);
        assertProtects(left.get(0), victim);
        victim.run(left.get(0)::close);
        assertNobodyReads();
    }

    @Test
    void aSectionThatClosesWhileItsViewIsMadeLeavesTheOuterOneOpen() {
        withEachEntry(
                (holder, entry) -> {
                    Entry closing = closing(entry);
                    assertMakesNoView(holder, closing, () -> {}, VIEW_CHANGED);
                    assertNobodyReads();
                    Section<long[]> outer = holder.call(entry::enter);
                    assertMakesNoView(holder, closing, () -> {}, VIEW_CHANGED);
                    assertProtects(outer, holder);
                    holder.run(outer::close);
                });
    }

    /** Enters sections that are closed before their view is made. */
    private static Entry closing(Entry entry) {
        return views -> entry.enter(view -> views.apply(closed(view)));
    }

    private static Section<long[]> closed(Section<long[]> section) {
        section.close();
        return section;
    }

    @Test
    void aSectionLeftOpenWhileAViewIsMadeIsClosedWithIt() {
        withEachEntry(
                (holder, entry) -> {
                    assertThatIllegalStateException()
                            .isThrownBy(() -> holder.call(() -> entry.enter(view -> failed(view))))
                            .withMessageContaining(FAILURE);
                    List<Section<long[]>> left = new ArrayList<>();
                    Runnable enter = () -> left.add(entry.enter());
                    Runnable enterAndFail = () -> left.add(failed(entry.enter()));
                    assertMakesNoView(holder, entry, enter, VIEW_CHANGED);
                    assertMakesNoView(holder, entry, enterAndFail, FAILURE);
                    assertNobodyReads();
                    Section<long[]> outer = holder.call(entry::enter);
                    assertMakesNoView(holder, entry, enter, VIEW_CHANGED);
                    assertMakesNoView(holder, entry, enterAndFail, FAILURE);
                    left.forEach(section -> holder.run(section::close)); // no effect
                    assertProtects(outer, holder);
                    holder.run(outer::close);
                });
    }

    @Test
    void sectionsThatComeAndGoWhileAViewIsMadeSeeWhatItSees() {
        withEachEntry(
                (holder, entry) -> {
                    Callable<Section<long[]>> visit = () -> entry.enter(view -> visit(entry, view));
                    Section<long[]> outer = holder.call(visit);
                    Section<long[]> inner = holder.call(visit);
                    assertProtects(inner, holder);
                    holder.run(inner::close);
                    holder.run(outer::close);
                });
    }

    private Section<long[]> visit(Entry entry, Section<long[]> view) {
        refreshAndWriteOn();
        try (Section<long[]> visited = entry.enter()) {
            assertThat(visited.state()).isSameAs(view.state());
        }
        return view;
    }

    /** How sections are entered: with a handle, or without. */
    private interface Entry {
        Section<long[]> enter(Function<Section<long[]>, Section<long[]>> views);

        default Section<long[]> enter() {
            return enter(section -> section);
        }
    }

    /** For sections without a handle, and with one. */
    private void withEachEntry(BiConsumer<Actor, Entry> test) {
        Actor holder = actor();
        Reader<long[]> handle = holder.call(leftRight::reader);
        test.accept(holder, leftRight::enter);
        test.accept(holder, handle::enter);
        holder.run(handle::close);
        assertNobodyReads();
    }

    private static void assertMakesNoView(
            Actor holder, Entry entry, Runnable action, String message) {
        assertThatIllegalStateException()
                .isThrownBy(() -> holder.call(() -> entry.enter(view -> doFirst(action, view))))
                .withMessageContaining(message);
    }

    private static Section<long[]> failed(Section<long[]> section) {
        throw new IllegalStateException(FAILURE + section);
    }

    private static Section<long[]> doFirst(Runnable action, Section<long[]> section) {
        action.run();
        return section;
    }

    @Test
    void aViewOfReadCannotEndIt() {
        LeftRightMap<String, Integer> map = LeftRightMap.create();
        MapView<String, Integer> leaked = map.read(view -> view);
        map.read(
                view -> {
                    assertThatIllegalStateException().isThrownBy(leaked::close);
                    return view.size();
                });
        try (MapView<String, Integer> view = map.enter()) {
            assertThatIllegalStateException().isThrownBy(leaked::close);
            assertThat(view.size()).isZero();
        }
    }

    @Test
    void aStackOverflowAnywhereInASectionLeavesLaterSectionsProtected() {
        for (int padding = 0; padding < 64; padding++) {
            try (Reader<long[]> handle = leftRight.reader()) {
                overflow(handle, padding);
                if (handle.cell.depth > 0) {
                    // The end of a section overflowed: the section is open, and a straggler.
                    handle.leave(1, handle.cell.epoch);
                }
                long seen = handle.read(state -> readWhileWritersGoOn(state));
                assertThat(handle.<Long>read(state -> state[0])).isNotEqualTo(seen);
            }
        }
        assertNobodyReads();
    }

    private long readWhileWritersGoOn(long[] state) {
        long seen = state[0];
        refreshAndWriteOn();
        refreshAndWriteOn();
        assertThat(state[0]).isEqualTo(seen).isEqualTo(state[1]);
        return seen;
    }

    /** Fills the stack with frames of another size than those of the recursion. */
    private static long overflow(Reader<long[]> handle, long padding) {
        return padding > 0 ? 1 + overflow(handle, padding - 1) : recursion(handle);
    }

    /** Enters a section in each frame, down to the last. */
    private static long recursion(Reader<long[]> handle) {
        try {
            return readOnce(handle) + recursion(handle);
        } catch (StackOverflowError e) {
            return 0;
        }
    }

    private static long readOnce(Reader<long[]> handle) {
        return handle.read(state -> state[0]);
    }

    // ---------------------------------------------------------------- random histories

    static LongStream seeds() {
        return LongStream.of(1, 2, 3, 4, System.nanoTime());
    }

    @Tag("long")
    @ParameterizedTest
    @MethodSource("seeds")
    void noHistoryOfClosesHarmsAnOpenSection(long seed) {
        History history = new History(new Random(seed));
        for (int step = 0; step < 4_000; step++) {
            try {
                history.step();
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed + ", step " + step, e);
            }
        }
        history.end();
    }

    /** One thread's sections, in the order in which they were entered; the model of it. */
    private static final class Holder {
        final Actor actor;
        final @Nullable Reader<long[]> handle;
        final List<Entered> open = new ArrayList<>();

        Holder(Actor actor, @Nullable Reader<long[]> handle) {
            this.actor = actor;
            this.handle = handle;
        }
    }

    private record Entered(Section<long[]> section, long seen) {}

    private final class History {
        private final Random random;
        private final List<Holder> holders = new ArrayList<>();
        private final List<List<Section<long[]>>> closed = new ArrayList<>();

        History(Random random) {
            this.random = random;
            for (int i = 0; i < 3; i++) {
                Actor actor = actor();
                holders.add(new Holder(actor, null));
                closed.add(new ArrayList<>());
                holders.add(new Holder(actor, actor.call(leftRight::reader)));
                closed.add(new ArrayList<>());
            }
        }

        void step() {
            int index = random.nextInt(holders.size());
            Holder holder = holders.get(index);
            switch (random.nextInt(6)) {
                case 0 -> enter(holder);
                case 1 -> closeInnermost(holder, closed.get(index));
                case 2 -> closeAgain(holder, closed.get(index));
                case 3 -> readAndCloseAgain(holder, closed.get(index));
                case 4 -> closeOuter(holder);
                default -> refreshAndWriteOn();
            }
            holders.forEach(this::assertSeesItsVersion);
        }

        private void enter(Holder holder) {
            if (holder.open.size() < 4) {
                Section<long[]> section =
                        holder.actor.call(
                                () ->
                                        holder.handle == null
                                                ? leftRight.enter()
                                                : holder.handle.enter());
                long seen =
                        holder.open.isEmpty()
                                ? holder.actor.call(() -> section.state()[0])
                                : holder.open.get(0).seen;
                holder.open.add(new Entered(section, seen));
            }
        }

        private void closeInnermost(Holder holder, List<Section<long[]>> known) {
            if (!holder.open.isEmpty()) {
                Section<long[]> section = holder.open.remove(holder.open.size() - 1).section;
                holder.actor.run(section::close);
                known.add(section);
            }
        }

        private void closeAgain(Holder holder, List<Section<long[]>> known) {
            if (!known.isEmpty()) {
                Section<long[]> section = known.get(random.nextInt(known.size()));
                holder.actor.run(section::close);
                holder.actor.run(
                        () -> assertThatIllegalStateException().isThrownBy(section::state));
            }
        }

        private void readAndCloseAgain(Holder holder, List<Section<long[]>> known) {
            if (holder.handle != null) {
                holder.actor.call(() -> holder.handle.read(state -> closeAll(state, known)));
            } else {
                holder.actor.call(() -> leftRight.read(state -> closeAll(state, known)));
            }
        }

        private long closeAll(long[] state, List<Section<long[]>> known) {
            List<Section<long[]>> some = new ArrayList<>(known);
            Collections.shuffle(some, random);
            some.stream().limit(5).forEach(Section::close);
            return readWhileWritersGoOn(state);
        }

        private void closeOuter(Holder holder) {
            if (holder.open.size() > 1) {
                Section<long[]> outer = holder.open.get(0).section;
                holder.actor.run(() -> assertThatIllegalStateException().isThrownBy(outer::close));
            }
        }

        private void assertSeesItsVersion(Holder holder) {
            for (Entered entered : holder.open) {
                long[] seen = holder.actor.call(() -> entered.section.state().clone());
                assertThat(seen).containsExactly(entered.seen, entered.seen);
            }
        }

        void end() {
            for (Holder holder : holders) {
                while (!holder.open.isEmpty()) {
                    closeInnermost(holder, new ArrayList<>());
                }
            }
            assertNobodyReads();
        }
    }
}
