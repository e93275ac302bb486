// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Readers that stay in a section longer than the writer waits. */
class StragglerTest {
    private static final Duration FOR_EVER = Duration.ofDays(1000);

    private final List<Straggler> stragglers = new ArrayList<>();
    private final LeftRightMap<String, Integer> map = patient(Duration.ofMillis(1));
    private final WriteHandle<String, Integer> writer = map.writer();
    private final Actor reader = new Actor("reader");

    private LeftRightMap<String, Integer> patient(Duration stallTimeout) {
        return LeftRightMap.<String, Integer>builder()
                .name("prices")
                .stallTimeout(stallTimeout)
                .stragglerListener(stragglers::add)
                .build();
    }

    /** One that waits for nobody, and tells of whoever is met. */
    private static LeftRightMap<String, Integer> telling(Consumer<Straggler> listener) {
        return LeftRightMap.<String, Integer>builder()
                .stallTimeout(Duration.ZERO)
                .stragglerListener(listener)
                .build();
    }

    /** A section of another thread, whose side the next write waits for. */
    private MapView<String, Integer> enterBeforeARefresh(LeftRightMap<String, Integer> map) {
        map.writer().put("tea", 1);
        MapView<String, Integer> view = reader.call(map::enter);
        map.writer().refresh();
        return view;
    }

    private void refreshWith(int value) {
        writer.put("tea", value);
        writer.refresh();
    }

    @AfterEach
    void end() {
        reader.close();
    }

    @Test
    void refreshDoesNotWaitForAStraggler() {
        LeftRightMap<String, Integer> waiting = patient(FOR_EVER);
        MapView<String, Integer> view = enterBeforeARefresh(waiting);
        assertThat(waiting.get("tea")).isEqualTo(1);
        assertThat(waiting.writer().refresh("attachment")).isEqualTo(2);
        assertThat(waiting.writer().tryRefresh()).isTrue();
        assertThat(reader.<Integer>call(() -> view.get("tea"))).isNull();
        assertThat(waiting.stats().abandonCount()).isZero();
    }

    @Test
    void theFirstWriteAfterTheRefreshWaitsForAReaderThatLeavesInTime() {
        LeftRightMap<String, Integer> waiting = patient(FOR_EVER);
        MapView<String, Integer> view = enterBeforeARefresh(waiting);
        try (Actor other = new Actor("writer")) {
            Future<Integer> put = other.start(() -> waiting.writer().put("tea", 2));
            assertThat(reader.<Integer>call(() -> view.get("tea"))).isNull();
            reader.run(view::close);
            assertThat(Actor.result(put)).isEqualTo(1);
        }
        assertThat(waiting.stats().abandonCount()).isZero();
        assertThat(stragglers).isEmpty();
    }

    @Test
    void aStragglerThatNeverLeavesDoesNotStopTheWriter() {
        refreshWith(0);
        MapView<String, Integer> view = reader.call(map::enter);
        for (int i = 1; i <= 200; i++) {
            refreshWith(i);
            assertThat(map.get("tea")).isEqualTo(i);
        }
        assertThat(reader.<Integer>call(() -> view.get("tea"))).isEqualTo(0);
        assertThat(reader.<Long>call(view::version)).isEqualTo(1);
    }

    @Test
    void aStragglerIsWaitedForOnceAndCostsOneAbandonedSide() {
        refreshWith(0);
        MapView<String, Integer> view = reader.call(map::enter);
        for (int i = 1; i <= 20; i++) {
            refreshWith(i);
        }
        assertThat(map.stats().abandonCount()).isEqualTo(1);
        assertThat(map.stats().stragglerCount()).isEqualTo(1);
        assertThat(stragglers).isNotEmpty(); // it is reported again if this takes a second
        assertThat(stragglers.get(0).thread()).extracting(Thread::getName).isEqualTo("reader");
        assertThat(stragglers.get(0).version()).isEqualTo(2);
        assertThat(stragglers.get(0).waitedNs()).isPositive();
        reader.run(view::close);
    }

    @Test
    void itsReportSaysWhoStaysWhereForHowLongAndWhatToDo() {
        refreshWith(0);
        MapView<String, Integer> view = reader.call(map::enter);
        refreshWith(1);
        writer.put("tea", 2);
        Straggler straggler = stragglers.get(0);
        assertThat(straggler.toString())
                .contains("thread \"reader\" (id " + reader.<Long>call(StragglerTest::id) + ")")
                .contains("a section of \"prices\" that began before version 2, ")
                .contains("ms ago (since " + straggler.hiddenSince() + " at least)")
                .contains("they see version 1, which is 1 version behind")
                .contains("snapshot()");
        assertThat(straggler.isVirtual()).isFalse();
        // Its outer frames: it may be anywhere between the end of the last task and the next wait.
        assertThat(straggler.stack())
                .contains("    at ", "java.util.concurrent.ThreadPoolExecutor$Worker.run");
        reader.run(view::close);
    }

    @SuppressWarnings("deprecation") // threadId() is not in 17
    private static long id() {
        return Thread.currentThread().getId();
    }

    @Test
    void oneWhoseThreadCouldNotBeToldIsReportedAllTheSame() {
        Straggler unknown =
                new Straggler("prices", null, 2, Straggler.UNKNOWN, Instant.EPOCH, 3_000_000);
        assertThat(unknown.toString()).contains("thread \"unknown\" (id -1)").contains("3 ms ago");
        assertThat(unknown.toString()).contains("Its own reads are stale, and so does");
        assertThat(unknown.staleVersionCount()).isEqualTo(Straggler.UNKNOWN);
        assertThat(unknown.stack()).isEmpty();
    }

    @Test
    void itIsReportedAgainWhileItStaysWithHowFarItIsBehind() {
        refreshWith(0);
        Instant before = Instant.now();
        MapView<String, Integer> view = reader.call(map::enter);
        int refreshCount = 0;
        while (stragglers.size() < 2) {
            refreshWith(++refreshCount);
            LockSupport.parkNanos(5_000_000);
        }
        Straggler first = stragglers.get(0);
        Straggler again = stragglers.get(1);
        assertThat(again.thread()).isSameAs(first.thread());
        assertThat(again.waitedNs()).isGreaterThan(first.waitedNs() + 1_000_000_000);
        assertThat(first.hiddenSince()).isAfterOrEqualTo(before.minusMillis(100));
        assertThat(again.hiddenSince())
                .isCloseTo(first.hiddenSince(), within(500, ChronoUnit.MILLIS));
        assertThat(again.heldVersion()).isEqualTo(1);
        assertThat(again.version()).isEqualTo(map.version());
        assertThat(again.staleVersionCount()).isEqualTo(refreshCount);
        assertThat(again.toString()).contains(refreshCount + " versions behind");
        assertThat(map.stats().stragglerCount()).as("one reader").isEqualTo(1);
        reader.run(view::close);
        for (int i = 0; i < 20; i++) {
            refreshWith(-i);
        }
        assertThat(stragglers).hasSize(2);
    }

    @Test
    void theStatsCountTheSectionsThatAreStaleNow() {
        refreshWith(0);
        MapView<String, Integer> view = reader.call(map::enter);
        assertThat(map.stats().openStragglerCount()).as("it sees what is live").isZero();
        refreshWith(1);
        await().untilAsserted(
                        () ->
                                assertThat(map.stats().openStragglerCount())
                                        .as("before any write")
                                        .isEqualTo(1));
        refreshWith(2);
        assertThat(map.stats().openStragglerCount()).isEqualTo(1);
        reader.run(view::close);
        assertThat(map.stats().openStragglerCount()).isZero();
        LeftRightMap<String, Integer> waiting = patient(FOR_EVER);
        MapView<String, Integer> young = enterBeforeARefresh(waiting);
        assertThat(waiting.stats().openStragglerCount()).as("younger than that").isZero();
        reader.run(young::close);
    }

    @Test
    void sectionsInsideOfAStaleOneCanBeRejected() {
        LeftRightMap<String, Integer> strict =
                LeftRightMap.<String, Integer>builder()
                        .stallTimeout(Duration.ZERO)
                        .stragglerListener(stragglers::add)
                        .rejectStaleSections(true)
                        .build();
        strict.writer().put("tea", 1);
        strict.writer().refresh();
        ReadHandle<String, Integer> handle = reader.call(strict::reader);
        MapView<String, Integer> leaked = reader.call(strict::enter);
        MapView<String, Integer> leakedByHandle = reader.call(handle::enter);
        assertThat(reader.<Long>call(() -> strict.read(MapView::version))).isEqualTo(1);
        strict.writer().put("tea", 2);
        strict.writer().refresh();
        assertThatThrownBy(() -> reader.call(() -> strict.read(MapView::version)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("sees version 1 while 2 is live")
                .hasMessageContaining("close that section");
        assertThatThrownBy(() -> reader.call(handle::enter))
                .isInstanceOf(IllegalStateException.class);
        assertThat(reader.<Integer>call(() -> strict.get("tea"))).as("a lookup").isEqualTo(2);
        assertThat(reader.<Integer>call(() -> leaked.get("tea"))).isEqualTo(1);
        reader.run(leaked::close);
        reader.run(leakedByHandle::close);
        assertThat(reader.<Long>call(() -> strict.read(MapView::version))).isEqualTo(2);
        assertThat(reader.<Long>call(() -> handle.read(MapView::version))).isEqualTo(2);
        assertThat(reader.<Long>call(() -> map.read(outer -> map.<Long>read(MapView::version))))
                .as("not rejected by default")
                .isZero();
    }

    @Test
    void theDefaultListenerLogsTheReportWithTheStack() {
        LeftRightMap<String, Integer> logging =
                LeftRightMap.<String, Integer>builder().stallTimeout(Duration.ZERO).build();
        List<LogRecord> lines;
        try (TakenLog log = new TakenLog()) {
            MapView<String, Integer> view = enterBeforeARefresh(logging);
            logging.writer().put("tea", 2);
            reader.run(view::close);
            lines = log.lines();
        }
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0).getLevel()).isEqualTo(Level.WARNING);
        assertThat(lines.get(0).getMessage())
                .matches("(?s)straggler: thread \"reader\" .* of \"leftright-\\d+\" .*")
                .contains("    at ", "java.util.concurrent.ThreadPoolExecutor$Worker.run");
    }

    @Test
    void aMapsNameMustNotBeBlank() {
        assertThatThrownBy(() -> LeftRightMap.builder().name(" "))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LeftRightLongMap.builder().name(""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStragglerWithAHandleKeepsItsVersionToo() {
        refreshWith(0);
        ReadHandle<String, Integer> handle = reader.call(map::reader);
        MapView<String, Integer> view = reader.call(handle::enter);
        for (int i = 1; i <= 20; i++) {
            refreshWith(i);
        }
        assertThat(reader.<Integer>call(() -> view.get("tea"))).isEqualTo(0);
        assertThat(reader.<Integer>call(() -> handle.get("tea"))).isEqualTo(20);
        reader.run(view::close);
        assertThat(reader.<Integer>call(() -> handle.read(v -> v.get("tea")))).isEqualTo(20);
        assertThat(map.stats().abandonCount()).isEqualTo(1);
    }

    @Test
    void severalStragglersKeepAVersionEach() {
        Map<Integer, Actor> actors = new HashMap<>();
        Map<Integer, MapView<String, Integer>> views = new HashMap<>();
        try {
            for (int i = 0; i < 10; i++) {
                refreshWith(i);
                Actor actor = new Actor("straggler " + i);
                actors.put(i, actor);
                views.put(i, actor.call(map::enter));
            }
            refreshWith(10);
            writer.put("tea", 11);
            assertThat(map.stats().abandonCount()).isEqualTo(10);
            assertThat(map.stats().stragglerCount()).isEqualTo(10);
            assertThat(actors)
                    .allSatisfy(
                            (i, actor) ->
                                    assertThat(actor.<Integer>call(() -> views.get(i).get("tea")))
                                            .isEqualTo(i));
        } finally {
            actors.values().forEach(Actor::close);
        }
    }

    @Test
    void theIteratorOfAStragglerGoesOnOverItsVersion() {
        for (int i = 0; i < 100; i++) {
            writer.put("k" + i, i);
        }
        writer.refresh();
        MapView<String, Integer> view = reader.call(map::enter);
        var iterator = reader.call(view::iterator);
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            writer.remove("k" + i);
            writer.put("new" + i, i);
            writer.refresh();
            Map.Entry<String, Integer> next = reader.call(iterator::next);
            seen.put(next.getKey(), next.getValue());
        }
        assertThat(reader.<Boolean>call(iterator::hasNext)).isFalse();
        assertThat(seen).hasSize(100).allSatisfy((k, v) -> assertThat(k).isEqualTo("k" + v));
    }

    @Test
    void anInterruptEndsTheWaitAndTheWriteIsMade() throws Exception {
        LeftRightMap<String, Integer> waiting = patient(FOR_EVER);
        MapView<String, Integer> view = enterBeforeARefresh(waiting);
        CountDownLatch begun = new CountDownLatch(1);
        boolean[] interrupted = new boolean[1];
        Thread other =
                new Thread(
                        () -> {
                            begun.countDown();
                            waiting.writer().put("tea", 2);
                            interrupted[0] = Thread.currentThread().isInterrupted();
                        });
        other.start();
        begun.await();
        other.interrupt();
        other.join();
        assertThat(interrupted[0]).as("the flag is kept").isTrue();
        assertThat(waiting.stats().abandonCount()).isEqualTo(1);
        assertThat(waiting.writer().get("tea")).isEqualTo(2);
        assertThat(reader.<Integer>call(() -> view.get("tea"))).isNull();
    }

    @Test
    void settleGivesNoSideUpAndEndsByAnInterrupt() {
        refreshWith(0);
        MapView<String, Integer> view = reader.call(map::enter);
        refreshWith(1);
        Thread.currentThread().interrupt();
        assertThat(writer.settle(FOR_EVER)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(writer.settle(Duration.ofMillis(1))).isFalse();
        assertThat(map.stats().abandonCount()).isZero();
        reader.run(view::close);
        assertThat(writer.settle(FOR_EVER)).isTrue();
    }

    @Test
    void discardAndBatchesGoOnBesideAStraggler() {
        refreshWith(0);
        MapView<String, Integer> view = reader.call(map::enter);
        writer.batch(w -> w.put("tea", 1));
        writer.put("tea", 2);
        assertThat(writer.discard()).isEqualTo(1);
        assertThatThrownBy(
                        () ->
                                writer.batch(
                                        w -> {
                                            w.put("tea", 3);
                                            throw new ArithmeticException();
                                        }))
                .isInstanceOf(ArithmeticException.class);
        writer.batch(w -> w.put("milk", 4));
        assertThat(map.snapshot()).isEqualTo(Map.of("tea", 1, "milk", 4));
        assertThat(reader.<Map<String, Integer>>call(view::snapshot)).isEqualTo(Map.of("tea", 0));
    }

    /** Runs a task, while this thread has a handler for what nobody catches. */
    private static void handling(Consumer<Throwable> handler, Runnable task) {
        Thread thread = Thread.currentThread();
        Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
        thread.setUncaughtExceptionHandler((where, failure) -> handler.accept(failure));
        try {
            task.run();
        } finally {
            thread.setUncaughtExceptionHandler(before);
        }
    }

    @Test
    void aListenerThatFailsDoesNotFailTheWrite() {
        List<Throwable> reported = new ArrayList<>();
        LeftRightMap<String, Integer> loud =
                telling(
                        straggler -> {
                            throw new ArithmeticException("mine");
                        });
        enterBeforeARefresh(loud);
        handling(
                failure -> {
                    reported.add(failure);
                    throw new IllegalArgumentException("the handler's own");
                },
                () -> assertThat(loud.writer().put("tea", 2)).isEqualTo(1));
        assertThat(reported).singleElement().isInstanceOf(ArithmeticException.class);
        assertThat(loud.stats().stragglerCount()).isEqualTo(1);
    }

    /** A straggler is reported again by the refresh, whose batch is visible by then. */
    @Test
    void aListenerThatFailsDoesNotFailTheRefresh() {
        List<Throwable> reported = new ArrayList<>();
        LeftRightMap<String, Integer> loud =
                telling(
                        straggler -> {
                            throw new AssertionError("mine");
                        });
        loud.writer().put("tea", 0);
        reader.call(loud::enter);
        handling(
                failure -> {
                    reported.add(failure);
                    if (reported.size() > 1) {
                        throw new IllegalStateException("the handler's");
                    }
                },
                () -> {
                    for (int i = 1; reported.size() < 2; i++) {
                        loud.writer().refresh();
                        loud.writer().put("tea", i);
                        assertThat(loud.writer().refresh()).isEqualTo(loud.version());
                        assertThat(loud.get("tea")).isEqualTo(i);
                        LockSupport.parkNanos(5_000_000);
                    }
                });
        assertThat(reported).allSatisfy(e -> assertThat(e).isInstanceOf(AssertionError.class));
    }

    @Test
    void aListenerMayReadButNotWrite() {
        List<Object> read = new ArrayList<>();
        List<LeftRightMap<String, Integer>> self = new ArrayList<>();
        LeftRightMap<String, Integer> told =
                telling(
                        straggler -> {
                            read.add(self.get(0).get("tea"));
                            read.add(self.get(0).<Long>read(MapView::version));
                            assertThatThrownBy(() -> self.get(0).writer().put("x", 1))
                                    .isInstanceOf(IllegalStateException.class);
                        });
        self.add(told);
        enterBeforeARefresh(told);
        told.writer().put("tea", 2);
        told.writer().refresh();
        assertThat(read).containsExactly(1, 1L);
        assertThat(told.snapshot()).isEqualTo(Map.of("tea", 2));
    }
}
