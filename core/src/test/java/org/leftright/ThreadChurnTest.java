// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tens of thousands of threads that live for one read, and leave in every way there is. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ThreadChurnTest {
    /** Threads that are alive at once, and sections that are open, those of the dead included. */
    private static final int ALIVE = 64;

    private static final int ROUNDS = 320;

    /** Slots that exist at most for each section that was ever open at once. */
    private static final int SLOTS_FOR_A_SECTION = 4;

    private final Accounts accounts = new Accounts();
    private final LeftRightLongMap<Long> map = accounts.map;
    private final EndedThreads ended = new EndedThreads();
    private volatile boolean done;

    private final List<Runnable> lives =
            List.of(
                    accounts::readAll,
                    this::readAndCloseTheHandle,
                    this::readAndDropTheHandle,
                    this::dieInASectionOfAHandle,
                    this::dieInNestedSections,
                    () -> assertThat(map.snapshot()).containsKey(Accounts.BATCH_KEY));

    private void readAndCloseTheHandle() {
        try (LongReadHandle<Long> handle = map.reader()) {
            accounts.checked(() -> handle.<Long>read(Accounts::batchOf));
        }
    }

    private void readAndDropTheHandle() {
        accounts.checked(() -> map.reader().<Long>read(Accounts::batchOf));
    }

    private void dieInASectionOfAHandle() {
        accounts.checked(() -> Accounts.batchOf(map.reader().enter()));
    }

    private void dieInNestedSections() {
        accounts.checked(() -> Accounts.batchOf(map.enter()));
        assertThat(Accounts.batchOf(map.enter())).isNotNegative();
    }

    static Stream<Named<Function<Runnable, Thread>>> kindsOfThreads() {
        Named<Function<Runnable, Thread>> platform =
                Named.of("platform threads", ThreadChurnTest::platform);
        return Runtime.version().feature() < 21
                ? Stream.of(platform)
                : Stream.of(platform, Named.of("virtual threads", ThreadChurnTest::virtual));
    }

    private static Thread platform(Runnable life) {
        Thread thread = new Thread(life, "short-lived");
        thread.start();
        return thread;
    }

    /** Uses reflection, since this is compiled for Java 17. */
    private static Thread virtual(Runnable life) {
        try {
            return (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, life);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private void writeUntilDone() {
        while (!done) {
            accounts.writeBatch();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kindsOfThreads")
    void leavesNothingBehind(Function<Runnable, Thread> kind) {
        try (Actor writer = new Actor("writer")) {
            Future<?> writing = writer.start(Executors.callable(this::writeUntilDone));
            for (int round = 0; round < ROUNDS; round++) {
                liveAndDie(kind, round);
                awaitTwoBatches();
            }
            done = true;
            Actor.result(writing);
        }
        accounts.checkEnd();
        assertThat(accounts.checkedCount()).isGreaterThanOrEqualTo(ROUNDS * ALIVE * 5L / 6);
        assertThat(map.stats().slotCount()).isLessThanOrEqualTo(64 + SLOTS_FOR_A_SECTION * ALIVE);
        ended.awaitGarbage(accounts);
        assertThat(map.stats().reclaimedCount()).isGreaterThanOrEqualTo(ROUNDS * ALIVE * 2L / 6);
    }

    private void liveAndDie(Function<Runnable, Thread> kind, int round) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < ALIVE; i++) {
            Runnable life = lives.get((round + i) % lives.size());
            threads.add(
                    kind.apply(
                            () -> {
                                ended.addCurrent();
                                accounts.keepingFailure(life);
                            }));
        }
        for (Thread thread : threads) {
            Actor.uninterrupted(thread::join);
        }
    }

    /** Waits for two grace periods, after which no cell names a dead thread. */
    private void awaitTwoBatches() {
        long before = accounts.batchCount();
        while (accounts.batchCount() < before + 2) {
            Thread.onSpinWait();
        }
    }

    @Test
    void theRegistryIsNoLongerThanTheMostHandlesThatWereOpenAtOnce() throws Exception {
        LeftRight<int[]> leftRight = LeftRight.create(new int[1], int[]::clone);
        Random random = new Random(1);
        List<Reader<int[]>> open = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            if (open.size() < 8 && random.nextBoolean()) {
                open.add(leftRight.reader());
            } else if (!open.isEmpty()) {
                open.remove(random.nextInt(open.size())).close();
            }
        }
        open.forEach(Reader::close);
        assertThat(leftRight.stats().handleCount()).isZero();
        Field handles = ReaderRegistry.class.getDeclaredField("handles");
        handles.setAccessible(true);
        AtomicReferenceArray<?> known = (AtomicReferenceArray<?>) handles.get(leftRight.registry());
        assertThat(known.length()).isEqualTo(8);
    }
}
