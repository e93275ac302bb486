// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** A writer that moves amounts between accounts in batches, and a reader that adds them up. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ConcurrentSmokeTest {
    private static final int ACCOUNTS = 16;
    private static final long BATCH_KEY = ACCOUNTS;
    private static final int BATCHES = 2000;

    private final LeftRightLongMap<Long> map =
            LeftRightLongMap.<Long>builder()
                    .stallTimeout(Duration.ofMillis(20))
                    .stragglerListener(straggler -> {})
                    .build();

    /** The batch whose refresh has begun, and the one whose refresh has ended. */
    private volatile long begun;

    private volatile long ended;

    private void open() {
        map.writer()
                .batch(
                        w -> {
                            for (long account = 0; account <= ACCOUNTS; account++) {
                                w.put(account, 0L);
                            }
                        });
    }

    private void writeBatches() {
        SplittableRandom random = new SplittableRandom(1);
        LongWriteHandle<Long> writer = map.writer();
        for (long batch = 1; batch <= BATCHES; batch++) {
            for (int i = random.nextInt(4); i >= 0; i--) {
                long amount = random.nextInt(1000);
                writer.merge(random.nextInt(ACCOUNTS), amount, Long::sum);
                writer.merge(random.nextInt(ACCOUNTS), -amount, Long::sum);
            }
            if (random.nextInt(10) == 0) {
                writer.discard();
            }
            writer.put(BATCH_KEY, batch);
            begun = batch;
            writer.refresh();
            ended = batch;
        }
    }

    /** Reads until all is written; each read gives the number of the batch that it saw. */
    private void readDuringAllBatches(LongSupplier read, ExecutorService readers) {
        open();
        Future<Long> reading =
                readers.submit(
                        (Callable<Long>)
                                () -> {
                                    long last = 0;
                                    while (last < BATCHES && !Thread.interrupted()) {
                                        last = checked(read, last);
                                    }
                                    return last;
                                });
        try (Actor writer = new Actor("writer")) {
            Future<?> writing = writer.start(Executors.callable(this::writeBatches));
            Actor.result(reading);
            Actor.result(writing);
        } finally {
            readers.shutdownNow();
        }
        assertThat(map.<Long>read(ConcurrentSmokeTest::checkedBatch)).isEqualTo(BATCHES);
    }

    private long checked(LongSupplier read, long last) {
        long endedBefore = ended;
        long batch = read.getAsLong();
        assertThat(batch).as("never back").isGreaterThanOrEqualTo(last);
        assertThat(batch).as("not older than refreshed").isGreaterThanOrEqualTo(endedBefore);
        assertThat(batch).as("not newer than refreshed").isLessThanOrEqualTo(begun);
        return batch;
    }

    private static Long checkedBatch(LongMapView<Long> view) {
        long sum = 0;
        for (long account = 0; account < ACCOUNTS; account++) {
            sum += view.get(account);
        }
        assertThat(sum).as("the sum in " + view).isZero();
        return view.get(BATCH_KEY);
    }

    private static ExecutorService platform() {
        return Executors.newSingleThreadExecutor();
    }

    /** Virtual threads, by reflection: this is compiled for Java 17. */
    private static ExecutorService virtual() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void lookups() {
        readDuringAllBatches(() -> map.get(BATCH_KEY), platform());
        assertThat(map.size()).isEqualTo(ACCOUNTS + 1);
    }

    @Test
    void sectionsOfAHandle() {
        ThreadLocal<LongReadHandle<Long>> handle = ThreadLocal.withInitial(map::reader);
        readDuringAllBatches(
                () -> handle.get().<Long>read(ConcurrentSmokeTest::checkedBatch), platform());
    }

    @Test
    void sectionsWithoutAHandle() {
        readDuringAllBatches(() -> map.<Long>read(ConcurrentSmokeTest::checkedBatch), platform());
    }

    @Test
    void nestedSections() {
        readDuringAllBatches(
                () ->
                        map.<Long>read(
                                outer -> {
                                    long batch = map.<Long>read(ConcurrentSmokeTest::checkedBatch);
                                    assertThat(outer.get(BATCH_KEY)).isEqualTo(batch);
                                    return batch;
                                }),
                platform());
    }

    @Test
    void snapshots() {
        readDuringAllBatches(
                () -> {
                    var snapshot = map.snapshot();
                    long sum = -snapshot.get(BATCH_KEY);
                    for (long amount : snapshot.values()) {
                        sum += amount;
                    }
                    assertThat(sum).isZero();
                    return snapshot.get(BATCH_KEY);
                },
                platform());
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void sectionsOfAVirtualThread() {
        readDuringAllBatches(() -> map.<Long>read(ConcurrentSmokeTest::checkedBatch), virtual());
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void aVirtualThreadForEachSection() {
        ExecutorService perSection = virtual();
        readDuringAllBatches(
                () ->
                        Actor.result(
                                perSection.submit(
                                        () -> map.<Long>read(ConcurrentSmokeTest::checkedBatch))),
                platform());
        perSection.shutdownNow();
        assertThat(map.stats().slotCount()).isLessThanOrEqualTo(64);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void lookupsOfAVirtualThread() {
        readDuringAllBatches(() -> map.get(BATCH_KEY), virtual());
    }
}
