// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Streams, cursors and reads of many keys on the views of both maps. */
class ViewReadsTest {
    private static final int COUNT = 1_000;

    private final LeftRightMap<String, Integer> map = LeftRightMap.create();
    private final LeftRightLongMap<Integer> longs = LeftRightLongMap.create();

    /** Key 0 included, which a table keeps apart. */
    private void fill(int value) {
        map.writer().batch(w -> LongStream.range(0, COUNT).forEach(i -> w.put("k" + i, value)));
        longs.writer().batch(w -> LongStream.range(0, COUNT).forEach(i -> w.put(i, value)));
    }

    @Test
    void severalKeysAreReadInTheirOrder() {
        map.writer().batch(w -> List.of("tea", "milk").forEach(key -> w.put(key, key.length())));
        longs.writer().batch(w -> List.of(0L, 7L).forEach(key -> w.put(key, key.intValue())));
        Map<String, Integer> found =
                map.read(view -> view.getAll(List.of("milk", "beer", "tea", "milk")));
        assertThat(found).containsExactly(Map.entry("milk", 4), Map.entry("tea", 3));
        Map<Long, Integer> foundLongs = longs.read(view -> view.getAll(7, 8, 0, 7));
        assertThat(foundLongs).containsExactly(Map.entry(7L, 7), Map.entry(0L, 0));
        for (Map<?, ?> each : List.of(found, foundLongs)) {
            assertThatThrownBy(each::clear).isInstanceOf(UnsupportedOperationException.class);
        }
        assertThat(map.<Map<?, ?>>read(view -> view.getAll(Set.of()))).isEmpty();
        MapView<String, Integer> closed = map.enter();
        closed.close();
        assertThatIllegalStateException().isThrownBy(() -> closed.getAll(Set.of()));
        LongMapView<Integer> closedToo = longs.enter();
        closedToo.close();
        assertThatIllegalStateException().isThrownBy(closedToo::getAll);
    }

    @Test
    void streamsHaveAllOfOneVersion() {
        fill(1);
        try (Actor writer = new Actor("writer");
                MapView<String, Integer> view = map.enter();
                LongMapView<Integer> longView = longs.enter()) {
            writer.run(
                    () -> {
                        map.writer()
                                .batch(
                                        w -> {
                                            w.clear();
                                            w.put("new", 2);
                                        });
                        longs.writer()
                                .batch(
                                        w -> {
                                            w.clear();
                                            w.put(-1, 2);
                                        });
                    });
            assertThat(view.keys()).hasSize(COUNT).doesNotHaveDuplicates().doesNotContain("new");
            assertThat(view.values()).hasSize(COUNT).containsOnly(1);
            assertThat(view.entries()).hasSize(COUNT).contains(Map.entry("k0", 1));
            assertThat(longView.keys()).hasSize(COUNT).doesNotHaveDuplicates().contains(0);
            assertThat(longView.keyStream().sorted().toArray())
                    .isEqualTo(LongStream.range(0, COUNT).toArray());
            assertThat(longView.values()).hasSize(COUNT).containsOnly(1);
            assertThat(longView.entries()).hasSize(COUNT).contains(Map.entry(0L, 1));
        }
    }

    @Test
    void theSizeOfAStreamIsThatOfItsVersion() {
        fill(1);
        map.read(
                view -> {
                    assertThat(view.keys().spliterator().getExactSizeIfKnown()).isEqualTo(COUNT);
                    assertThat(view.values().toArray()).hasSize(COUNT);
                    return null;
                });
        longs.read(
                view -> {
                    assertThat(view.keyStream().spliterator().getExactSizeIfKnown())
                            .isEqualTo(COUNT);
                    assertThat(view.values().toArray()).hasSize(COUNT);
                    return null;
                });
    }

    @Test
    void aStreamTakesNoMoreThanItNeeds() {
        fill(1);
        List<Object> taken = new ArrayList<>();
        map.read(view -> view.keys().peek(taken::add).anyMatch(key -> taken.size() == 3));
        map.read(view -> view.values().peek(taken::add).limit(3).toList());
        longs.read(view -> view.keyStream().peek(taken::add).limit(3).sum());
        longs.read(view -> view.entries().peek(taken::add).limit(3).toList());
        assertThat(taken).hasSize(12);
    }

    @Test
    void aParallelStreamTakesItsElementsInTheThreadOfTheSection() {
        fill(1);
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        long sum =
                map.read(
                        view ->
                                view.values()
                                        .parallel()
                                        .peek(value -> threads.add(Thread.currentThread()))
                                        .mapToLong(value -> value)
                                        .sum());
        long keySum =
                longs.read(
                        view ->
                                view.keyStream()
                                        .parallel()
                                        .peek(value -> threads.add(Thread.currentThread()))
                                        .sum());
        assertThat(sum).isEqualTo(COUNT);
        assertThat(keySum).isEqualTo((COUNT - 1L) * COUNT / 2);
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void whatIsLazyEndsWithItsSection() {
        fill(1);
        List<Runnable> leaked = new ArrayList<>();
        Stream<String> keys = map.read(MapView::keys);
        Stream<Integer> values = map.read(MapView::values);
        LongStream longKeys = longs.read(LongMapView::keyStream);
        Stream<Integer> longValues = longs.read(LongMapView::values);
        LongMapCursor<Integer> cursor = longs.read(LongMapView::cursor);
        Iterator<Map.Entry<String, Integer>> iterator = map.read(MapView::iterator);
        leaked.add(() -> keys.forEach(key -> {}));
        leaked.add(() -> values.anyMatch(value -> true));
        leaked.add(longKeys::sum);
        leaked.add(longValues::toList);
        leaked.add(map.<Stream<Integer>>read(MapView::values)::count);
        leaked.add(longs.<LongStream>read(LongMapView::keyStream)::count);
        leaked.add(cursor::advance);
        leaked.add(iterator::next);
        assertThat(leaked).allSatisfy(this::isRefused);
    }

    @Test
    void whatIsLazyIsNotOfALaterSectionOfAnotherVersion() {
        fill(1);
        Stream<String> keys = map.read(MapView::keys);
        LongStream longKeys = longs.read(LongMapView::keyStream);
        LongMapCursor<Integer> cursor = longs.read(LongMapView::cursor);
        fill(2);
        map.read(view -> isRefused(() -> keys.forEach(key -> {})));
        longs.read(view -> isRefused(longKeys::sum));
        longs.read(view -> isRefused(cursor::advance));
    }

    private Throwable isRefused(Runnable leaked) {
        Throwable thrown = catchThrowable(leaked::run);
        assertThat(thrown)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the section is closed");
        return thrown;
    }

    @Test
    void aCursorGoesThroughAllEntries() {
        fill(1);
        longs.writer().batch(w -> w.put(0, 5));
        long[] sums = new long[3];
        longs.read(
                view -> {
                    LongMapCursor<Integer> cursor = view.cursor();
                    while (cursor.advance()) {
                        sums[0]++;
                        sums[1] += cursor.key();
                        sums[2] += cursor.value();
                    }
                    assertThat(cursor.advance()).as("after the last").isFalse();
                    isAtNoEntry(cursor);
                    return null;
                });
        assertThat(sums).containsExactly(COUNT, (COUNT - 1L) * COUNT / 2, COUNT + 4);
    }

    @Test
    void aCursorIsFirstBeforeAllEntries() {
        fill(1);
        LongMapCursor<Integer> cursor =
                longs.read(
                        view -> {
                            isAtNoEntry(view.cursor());
                            LongMapCursor<Integer> made = view.cursor();
                            assertThat(made.advance()).isTrue();
                            return made;
                        });
        assertThat(cursor.value()).as("the entry outlives the section").isEqualTo(1);
    }

    private static void isAtNoEntry(LongMapCursor<?> cursor) {
        for (Runnable read : List.<Runnable>of(cursor::key, cursor::value)) {
            assertThatThrownBy(read::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("advance()");
        }
    }

    @Test
    void aVisitWhoseActionEndsTheSectionEndsToo() {
        LeftRightMap<Integer, String> map = LeftRightMap.create();
        LeftRightLongMap<String> longs = LeftRightLongMap.create();
        LeftRightGroupBuilder builder = LeftRightGroup.builder();
        GroupIdSets sets = builder.idSets();
        LeftRightGroup group = builder.build();
        for (int i = 0; i < 6; i++) {
            map.writer().put(i, "old");
            longs.writer().put(i, "old");
            sets.writer().add(1, i);
        }
        map.writer().refresh();
        longs.writer().refresh();
        group.writer().refresh();
        List<Object> seen = new ArrayList<>();
        MapView<Integer, String> view = map.enter();
        assertThatIllegalStateException()
                .isThrownBy(() -> view.forEach((key, value) -> endAndSee(view, value, seen)));
        LongMapView<String> longView = longs.enter();
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> longView.forEach((key, value) -> endAndSee(longView, value, seen)));
        GroupView groupView = group.enter();
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> groupView.of(sets).forEach(1, id -> endAndSee(groupView, id, seen)));
        assertThat(seen).hasSize(3);
    }

    private static void endAndSee(AbstractView<?> view, Object element, List<Object> seen) {
        seen.add(element);
        view.close();
    }
}
