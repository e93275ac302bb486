// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a flight recording shows. */
class EventsTest {
    private static final Duration FOR_EVER = Duration.ofDays(1000);
    private static final List<String> NAMES =
            List.of(
                    "leftright.Refresh",
                    "leftright.GracePeriod",
                    "leftright.Straggler",
                    "leftright.Abandon",
                    "leftright.Rebuild");

    @TempDir Path directory;

    private LeftRightMap<String, Integer> map(Duration stallTimeout) {
        return LeftRightMap.<String, Integer>builder()
                .name("prices")
                .stallTimeout(stallTimeout)
                .stragglerListener(straggler -> {})
                .build();
    }

    private final LeftRightMap<String, Integer> map = map(FOR_EVER);
    private final LeftRightMap<String, Integer> hasty = map(Duration.ZERO);

    private static void put(LeftRightMap<String, Integer> map, int value) {
        map.writer().put("tea", value);
        map.writer().refresh();
    }

    /** The events of that name of "prices", while the task runs. */
    private List<RecordedEvent> recorded(String name, Runnable task) {
        return recorded(List.of(name), task);
    }

    private List<RecordedEvent> recorded(List<String> names, Runnable task) {
        Path file = directory.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            NAMES.forEach(recording::disable);
            names.forEach(recording::enable);
            recording.start();
            task.run();
            recording.stop();
            recording.dump(file);
            List<RecordedEvent> events = new ArrayList<>();
            for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
                if (NAMES.contains(nameOf(event)) && event.getString("map").equals("prices")) {
                    events.add(event);
                }
            }
            return events;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String nameOf(RecordedEvent event) {
        return event.getEventType().getName();
    }

    private static RecordedEvent only(List<RecordedEvent> events) {
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    @Test
    void aRefreshTellsItsVersionItsOpsAndHowLongItTook() {
        RecordedEvent event =
                only(
                        recorded(
                                "leftright.Refresh",
                                () ->
                                        map.writer()
                                                .batch(
                                                        w -> {
                                                            w.put("tea", 1);
                                                            w.put("milk", 2);
                                                            w.remove("tea");
                                                        })));
        assertThat(event.getLong("version")).isEqualTo(1);
        assertThat(event.getInt("ops")).isEqualTo(3);
        assertThat(event.getBoolean("replayOwed")).isFalse();
        assertThat(event.getDuration()).isPositive();
        assertThat(event.getStackTrace()).isNull();
    }

    @Test
    void aRefreshWithNothingPendingIsNone() {
        assertThat(
                        recorded(
                                "leftright.Refresh",
                                () -> {
                                    map.writer().refresh();
                                    map.writer().refresh("attachment");
                                }))
                .isEmpty();
    }

    @Test
    void aRefreshThatLeavesItsReplayOwedSaysSoAndItsGracePeriodWhenTheReadersHaveLeft() {
        List<RecordedEvent> events =
                recorded(
                        List.of("leftright.Refresh", "leftright.GracePeriod"),
                        () -> {
                            try (Actor one = new Actor("one");
                                    Actor two = new Actor("two")) {
                                MapView<String, Integer> first = one.call(map::enter);
                                MapView<String, Integer> second = two.call(map::enter);
                                put(map, 1);
                                one.run(first::close);
                                two.run(second::close);
                                map.writer().put("tea", 2);
                            }
                        });
        assertThat(events).hasSize(2);
        assertThat(events.get(0).getBoolean("replayOwed")).isTrue();
        RecordedEvent gracePeriod = events.get(1);
        assertThat(nameOf(gracePeriod)).isEqualTo("leftright.GracePeriod");
        assertThat(gracePeriod.getLong("version")).isEqualTo(1);
        assertThat(gracePeriod.getInt("readers")).isEqualTo(2);
        assertThat(gracePeriod.getString("outcome")).isEqualTo("all departed");
        assertThat(gracePeriod.getDuration("waited")).isPositive();
        assertThat(gracePeriod.getDuration()).isPositive();
    }

    @Test
    void aFlipThatMetNoReaderHasNoGracePeriod() {
        assertThat(recorded("leftright.GracePeriod", () -> put(map, 1))).isEmpty();
    }

    @Test
    void aStragglerIsShownWithTheMethodInWhichItStays() {
        RecordedEvent event = only(recorded("leftright.Straggler", () -> straggleIn("lingering")));
        assertThat(event.getString("threadName")).isEqualTo("lingering");
        assertThat(event.getLong("threadId")).isPositive();
        assertThat(event.getBoolean("virtual")).isFalse();
        assertThat(event.getLong("version")).isEqualTo(1);
        assertThat(event.getDuration("age")).isPositive();
        assertThat(event.getLong("staleVersions")).isEqualTo(1);
        assertThat(event.getString("stack"))
                .contains("EventsTest.lingersInASection")
                .contains("LeftRightMap.read");
        assertThat(event.getStackTrace()).isNull();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void soIsOneInAVirtualThread() {
        RecordedEvent event =
                only(recorded("leftright.Straggler", () -> straggle(virtual(this::stays))));
        assertThat(event.getBoolean("virtual")).isTrue();
        assertThat(event.getString("stack")).contains("EventsTest.lingersInASection");
    }

    @Test
    void anAbandonTellsHowManyReadersWereInTheWay() {
        List<RecordedEvent> events =
                recorded(
                        List.of(
                                "leftright.Abandon",
                                "leftright.GracePeriod",
                                "leftright.Straggler"),
                        () -> straggleIn("lingering"));
        assertThat(events)
                .extracting(EventsTest::nameOf)
                .containsExactlyInAnyOrder(
                        "leftright.Straggler", "leftright.Abandon", "leftright.GracePeriod");
        for (RecordedEvent event : events) {
            if (nameOf(event).equals("leftright.Abandon")) {
                assertThat(event.getLong("version")).isEqualTo(1);
                assertThat(event.getInt("readers")).isEqualTo(1);
                assertThat(event.getInt("newStragglers")).isEqualTo(1);
                assertThat(event.getDuration("age")).isPositive();
            } else if (nameOf(event).equals("leftright.GracePeriod")) {
                assertThat(event.getString("outcome")).isEqualTo("side abandoned");
            }
        }
    }

    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    private void stays() {
        hasty.read(view -> lingersInASection());
    }

    private boolean lingersInASection() {
        try {
            inside.countDown();
            end.await();
            return true;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Uses reflection, since this is compiled for Java 17. */
    private static Thread virtual(Runnable task) {
        try {
            return (Thread)
                    Class.forName("java.lang.Thread$Builder")
                            .getMethod("unstarted", Runnable.class)
                            .invoke(Thread.class.getMethod("ofVirtual").invoke(null), task);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private void straggleIn(String name) {
        straggle(new Thread(this::stays, name));
    }

    private void straggle(Thread thread) {
        thread.start();
        Actor.uninterrupted(inside::await);
        put(hasty, 1);
        hasty.writer().put("tea", 2);
        end.countDown();
        Actor.uninterrupted(thread::join);
    }

    @Test
    void theFirstSideMadeForTheWriterIsARebuild() {
        RecordedEvent event = only(recorded("leftright.Rebuild", () -> map.writer().put("tea", 1)));
        assertThat(event.getString("reason")).isEqualTo("first write");
        assertThat(event.getLong("entries")).isZero();
        assertThat(event.getLong("version")).isZero();
        assertThat(event.getDuration()).isPositive();
    }

    private String reasonAfter(Runnable task) {
        RecordedEvent event = only(recorded("leftright.Rebuild", task));
        assertThat(event.getLong("entries")).isPositive();
        return event.getString("reason");
    }

    @Test
    void aRebuildAfterAnAbandonSaysSo() {
        put(hasty, 0);
        assertThat(reasonAfter(() -> straggleIn("lingering"))).isEqualTo("abandoned to stragglers");
    }

    @Test
    void aRebuildBecauseOfASnapshotSaysSo() {
        put(map, 1);
        Map<String, Integer> kept = map.snapshot();
        assertThat(
                        reasonAfter(
                                () -> {
                                    put(map, 2);
                                    map.writer().put("tea", 3);
                                }))
                .isEqualTo("kept by a snapshot");
        assertThat(kept).isEqualTo(Map.of("tea", 1));
    }

    @Test
    void aRebuildAfterADiscardThatCannotBeUndoneSaysSo() {
        LeftRight<HashMap<String, Integer>> state =
                LeftRight.builder(new HashMap<String, Integer>(), HashMap::new)
                        .name("prices")
                        .build();
        state.write(s -> s.put("tea", 1));
        state.refresh();
        RecordedEvent event =
                only(
                        recorded(
                                "leftright.Rebuild",
                                () -> {
                                    state.write(s -> s.put("milk", 2));
                                    state.discard();
                                    state.write(s -> s.put("tea", 2));
                                }));
        assertThat(event.getString("reason")).startsWith("discard");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRebuildAfterAFailureSaysWhetherTheOpOrItsReplayFailed(boolean inReplay) {
        LeftRight<HashMap<String, Integer>> state =
                LeftRight.builder(new HashMap<String, Integer>(), HashMap::new)
                        .name("prices")
                        .build();
        state.write(s -> s.put("tea", 1));
        int[] runs = new int[1];
        RecordedEvent event =
                only(
                        recorded(
                                "leftright.Rebuild",
                                () -> {
                                    try {
                                        state.write(
                                                s -> {
                                                    if (runs[0]++ == (inReplay ? 1 : 0)) {
                                                        throw new ArithmeticException();
                                                    }
                                                    return s.put("tea", 2);
                                                });
                                    } catch (ArithmeticException failed) {
                                        assertThat(inReplay).isFalse();
                                    }
                                    state.refresh();
                                    state.write(s -> s.put("tea", 3));
                                }));
        assertThat(event.getString("reason")).isEqualTo(inReplay ? "failed replay" : "failed op");
        assertThat(event.getLong("entries")).as("not known").isEqualTo(-1);
    }

    @Test
    void nothingIsRecordedOfWhatIsOff() {
        assertThat(recorded(List.of(), () -> straggleIn("lingering"))).isEmpty();
        assertThat(hasty.stats().abandonCount()).isEqualTo(1);
    }

    @Test
    void eachEventAndFieldSaysWhatItIs() {
        put(map, 1);
        List<EventType> ours = new ArrayList<>();
        for (EventType type : FlightRecorder.getFlightRecorder().getEventTypes()) {
            if (type.getName().startsWith("leftright.")) {
                ours.add(type);
                assertThat(type.getCategoryNames()).containsExactly("leftright");
                assertThat(type.getLabel()).isNotBlank();
                assertThat(type.getDescription()).isNotBlank();
                for (ValueDescriptor field : type.getFields()) {
                    assertThat(field.getLabel())
                            .as(type.getName() + "." + field.getName())
                            .isNotBlank();
                }
            }
        }
        assertThat(ours).extracting(EventType::getName).containsExactlyInAnyOrderElementsOf(NAMES);
    }

    @Test
    void withoutAFlightRecorderAllGoesOnAsBefore() throws Exception {
        String limit = "--limit-modules=java.base,jdk.unsupported";
        assertThat(OtherJvm.run(WithoutFlightRecorder.class, limit))
                .isEqualTo("no recorder, 2, 1 abandoned");
    }

    /** Runs in a JVM of its own. */
    static final class WithoutFlightRecorder {
        public static void main(String[] args) {
            LeftRightMap<String, Integer> map =
                    LeftRightMap.<String, Integer>builder()
                            .stallTimeout(Duration.ZERO)
                            .stragglerListener(straggler -> {})
                            .build();
            put(map, 1);
            try (Actor reader = new Actor("reader")) {
                reader.call(map::enter);
                put(map, 2);
                map.writer().put("tea", 3);
            }
            System.out.print(
                    (Events.FlightRecorder.IS_PRESENT ? "a recorder, " : "no recorder, ")
                            + map.get("tea")
                            + ", "
                            + map.stats().abandonCount()
                            + " abandoned");
        }
    }
}
