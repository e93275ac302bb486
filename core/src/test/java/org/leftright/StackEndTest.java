// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Writes at the end of the stack, where the code that handles a failure may overflow, too.
 * Afterwards other threads can write, and both sides have all of each batch or nothing of it. Run
 * alone: {@code mvn -pl core test -Dtest=StackEndTest}.
 */
class StackEndTest {
    /** How often a stack is filled; each time, the writes begin at another depth. */
    private static final int STACK_COUNT = 128;

    private static final long STACK_BYTES = 192 << 10;

    /** The state: two counts that each op increments. */
    private final LeftRight<long[]> pair = LeftRight.create(new long[2], long[]::clone);

    private final LeftRightMap<Integer, Integer> map = LeftRightMap.create();
    private final Random random = new Random(1);

    private enum Work {
        WRITE(test -> test.increment()),
        REFRESH(
                test -> {
                    test.increment();
                    test.pair.refresh();
                }),
        TRY_REFRESH(
                test -> {
                    test.increment();
                    test.pair.tryRefresh();
                }),
        SETTLE(
                test -> {
                    test.increment();
                    test.pair.refresh();
                    test.pair.settle(Duration.ZERO);
                }),
        READ_PENDING(test -> test.pair.pending(counts -> counts[0])),
        DISCARD(
                test -> {
                    test.increment();
                    test.pair.discard();
                }),
        BATCH(
                test ->
                        test.pair.batch(
                                () -> {
                                    test.increment();
                                    test.increment();
                                })),
        ANY(test -> values()[test.random.nextInt(7)].step.accept(test)),
        PUT(test -> test.putOrRemove()),
        PUT_AND_REFRESH(
                test -> {
                    test.putOrRemove();
                    test.map.writer().refresh();
                }),
        PUT_AND_DISCARD(
                test -> {
                    test.putOrRemove();
                    test.map.writer().discard();
                }),
        PUT_TWO(
                test -> {
                    int key = test.random.nextInt(3_000);
                    test.map
                            .writer()
                            .batch(
                                    writer -> {
                                        writer.put(key, key);
                                        writer.put(-1 - key, key);
                                    });
                });

        private final Consumer<StackEndTest> step;

        Work(Consumer<StackEndTest> step) {
            this.step = step;
        }
    }

    private void increment() {
        pair.write(
                counts -> {
                    add(counts, 0);
                    add(counts, 1);
                    return null;
                });
    }

    private static void add(long[] counts, int index) {
        counts[index]++;
    }

    private void putOrRemove() {
        int key = random.nextInt(3_000);
        if (key % 3 == 0) {
            map.writer().remove(key);
        } else {
            map.writer().put(key, key);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoeverWritesNextFindsAllInOrder(Work work) throws Exception {
        work.step.accept(this); // loads what it needs: a class that fails to load is lost for ever
        for (int i = 0; i < STACK_COUNT; i++) {
            int padding = i;
            inThreadOfItsOwn(() -> fillAfter(padding, () -> work.step.accept(this)));

            assertAllIsWhole(work);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WRITE", "PUT", "READ_PENDING"})
    void aBatchThatFillsTheStackIsShownWholeOrNotAtAll(Work work) throws Exception {
        work.step.accept(this);
        for (int i = 0; i < STACK_COUNT; i++) {
            int padding = i;
            boolean fails = i % 2 == 0;
            inThreadOfItsOwn(
                    () ->
                            pair.batch(
                                    () ->
                                            map.writer()
                                                    .batch(
                                                            writer -> {
                                                                fillAfter(
                                                                        padding,
                                                                        () ->
                                                                                work.step.accept(
                                                                                        this));
                                                                if (fails) {
                                                                    throw new StackOverflowError();
                                                                }
                                                            })));

            assertAllIsWhole(work);
        }
    }

    private void assertAllIsWhole(Work work) {
        assertThat(pair.tryRefresh()).as("the lock is free").isTrue();
        assertThat(map.writer().tryRefresh()).as("the lock is free").isTrue();
        for (int side = 0; side < 2; side++) {
            assertPairIsWhole(work);
            assertMapIsWhole(work);
        }
    }

    private void assertPairIsWhole(Work work) {
        pair.refresh();
        long before = pair.read(counts -> counts[0]);
        if (work == Work.BATCH) {
            assertThat(before % 2).isZero();
        }
        increment();
        increment();
        pair.refresh();
        assertThat(pair.<long[]>read(long[]::clone)).containsExactly(before + 2, before + 2);
    }

    private void assertMapIsWhole(Work work) {
        try (MapView<Integer, Integer> view = map.enter()) {
            int[] count = new int[1];
            view.forEach(
                    (key, value) -> {
                        count[0]++;
                        assertThat(view.get(key)).isEqualTo(value);
                        if (work == Work.PUT_TWO) {
                            assertThat(view.get(-1 - key)).isEqualTo(value);
                        }
                    });
            assertThat(view.size()).isEqualTo(count[0]);
        }
        int key = random.nextInt(3_000);
        map.writer().put(key, key);
        map.writer().put(-1 - key, key);
        map.writer().refresh();
        assertThat(map.get(key)).isEqualTo(key);
    }

    // ---------------------------------------------------------------- the end of a stack

    private static void inThreadOfItsOwn(Runnable action) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(null, action, "filled", STACK_BYTES);
        thread.setUncaughtExceptionHandler((filled, e) -> failure.set(e));
        thread.start();
        thread.join();
        if (failure.get() instanceof AssertionError e) {
            throw e;
        }
    }

    /** Fills the stack with frames of one size, after some of another: so it ends anywhere. */
    private static long fillAfter(int padding, Runnable action) {
        return padding % 2 == 0
                ? padAndFillLarge(padding / 2, action)
                : padAndFill(padding / 2, 1, 2, action);
    }

    private static long padAndFillLarge(int padding, Runnable action) {
        return padding > 0 ? 1 + padAndFillLarge(padding - 1, action) : fillLarge(1, 2, action);
    }

    private static long padAndFill(int padding, long a, long b, Runnable action) {
        return padding > 0 ? a + b * padAndFill(padding - 1, b, a, action) : fill(action);
    }

    /** Runs the action in each frame, down to the last. */
    private static long fill(Runnable action) {
        try {
            action.run();
            return 1 + fill(action);
        } catch (StackOverflowError e) {
            return 0;
        }
    }

    private static long fillLarge(long a, long b, Runnable action) {
        try {
            action.run();
            return a + b * fillLarge(b, a, action);
        } catch (StackOverflowError e) {
            return b;
        }
    }
}
