// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.ClassLayout;

/** Many sections or handles that were open at once, once, leave nothing behind. */
class PeakTest {
    private final LeftRightLongMap<String> map =
            LeftRightLongMap.<String>builder()
                    .stallTimeout(Duration.ZERO)
                    .stragglerListener(straggler -> {})
                    .build();

    private long refreshCount;

    private void refresh(int count) {
        for (int i = 0; i < count; i++) {
            map.writer().put(1, "value " + refreshCount++);
            map.writer().refresh();
        }
    }

    private static void closeAll(List<Actor> actors) {
        actors.forEach(Actor::close);
        actors.clear();
    }

    /** Sections of that many threads, which look for a slot at the same place. */
    private List<Actor> enter(int count, List<LongMapView<String>> views) {
        List<Actor> actors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Actor actor = Actor.withSameId();
            actors.add(actor);
            views.add(actor.call(map::enter));
        }
        return actors;
    }

    @Test
    void theSlotsOfAPeakAreGivenBack() {
        for (int round = 0; round < 3; round++) {
            List<LongMapView<String>> views = new ArrayList<>();
            List<Actor> actors = enter(40, views);
            assertThat(map.stats().slotCount()).isGreaterThanOrEqualTo(240);
            refresh(20);
            assertThat(map.stats().slotCount()).as("in use").isGreaterThanOrEqualTo(240);
            for (int i = 0; i < actors.size(); i++) {
                LongMapView<String> view = views.get(i);
                actors.get(i).run(view::close);
            }
            refresh(20);
            assertThat(map.stats().slotCount()).isLessThanOrEqualTo(32);
            closeAll(actors);
        }
    }

    @Test
    void aSectionKeepsItsSlotWhateverIsGivenBack() {
        List<LongMapView<String>> views = new ArrayList<>();
        refresh(1);
        List<Actor> actors = enter(40, views);
        for (int i = 0; i < 39; i++) {
            LongMapView<String> view = views.get(i);
            actors.get(i).run(view::close);
        }
        Actor last = actors.get(39);
        for (int i = 0; i < 20; i++) {
            refresh(1);
            try (Actor other = Actor.withSameId()) {
                assertThat(other.<Long>call(() -> map.read(LongMapView::version)))
                        .isEqualTo(map.version());
            }
            assertThat(last.<String>call(() -> views.get(39).get(1))).isEqualTo("value 0");
            assertThat(last.<Long>call(() -> map.read(LongMapView::version)))
                    .as("nested")
                    .isEqualTo(1);
        }
        last.run(views.get(39)::close);
        assertThat(last.<Long>call(() -> map.read(LongMapView::version))).isEqualTo(map.version());
        refresh(20);
        assertThat(map.stats().slotCount()).isLessThanOrEqualTo(32);
        closeAll(actors);
    }

    @Test
    void manyHandlesThatAreClosedLeaveNoRoomBehind() throws Exception {
        refresh(2);
        LongReadHandle<String> kept = null;
        List<LongReadHandle<String>> handles = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            LongReadHandle<String> handle = map.reader();
            handles.add(handle);
            kept = handle;
        }
        for (LongReadHandle<String> handle : handles) {
            if (handle != kept) {
                handle.close();
            }
        }
        refresh(2);
        assertThat(map.stats().handleCount()).isEqualTo(1);
        assertThat(roomForHandles()).isLessThanOrEqualTo(64);
        try (LongMapView<String> view = kept.enter()) {
            try (Actor writer = new Actor("writer")) {
                writer.run(() -> refresh(3));
            }
            assertThat(view.version()).isEqualTo(4);
            assertThat(view.get(1)).isEqualTo("value 3");
        }
        assertThat(map.reader().<Long>read(LongMapView::version)).isEqualTo(map.version());
        kept.close();
        assertThat(map.stats().handleCount()).isEqualTo(1);
    }

    /** The machine has 64 processors. */
    @Test
    void oneSectionMakesFewSlotsOnManyProcessors() throws Exception {
        assertThat(OtherJvm.run(OneSection.class, "-XX:ActiveProcessorCount=64"))
                .isEqualTo("64 processors, 32 slots");
    }

    @Test
    void theSlotsOfOneSectionTakeLittleMemory() {
        map.read(view -> view.get(1));
        long bytes =
                Stream.of(Reader.class, ReaderEpoch.class, Section.class)
                        .mapToLong(type -> ClassLayout.parseClass(type).instanceSize())
                        .sum();
        long arrays = 24 + 16 + 4; // of a section, of no nested uses, and a place in the segment
        assertThat((bytes + arrays) * 32).isBetween(1L, 16L * 1024);
    }

    private int roomForHandles() throws ReflectiveOperationException {
        Field handles = ReaderRegistry.class.getDeclaredField("handles");
        handles.setAccessible(true);
        return ((AtomicReferenceArray<?>) handles.get(map.registry())).length();
    }

    /** Runs in a JVM of its own. */
    static final class OneSection {
        public static void main(String[] args) {
            LeftRightLongMap<String> map = LeftRightLongMap.create();
            map.read(view -> view.get(1));
            System.out.print(
                    Runtime.getRuntime().availableProcessors()
                            + " processors, "
                            + map.stats().slotCount()
                            + " slots");
        }
    }
}
