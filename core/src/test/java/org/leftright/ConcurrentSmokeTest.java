// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/** A writer that moves amounts between accounts in batches, and a reader that adds them up. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ConcurrentSmokeTest {
    private static final int BATCHES = 2000;

    private final Accounts accounts = new Accounts();
    private final LeftRightLongMap<Long> map = accounts.map;

    private void writeBatches() {
        for (int i = 0; i < BATCHES; i++) {
            accounts.writeBatch();
        }
    }

    /** Reads until all is written; each read gives the number of the batch that it saw. */
    private void readDuringAllBatches(Supplier<Long> read, ExecutorService readers) {
        Future<Long> reading =
                readers.submit(
                        (Callable<Long>)
                                () -> {
                                    long last = 0;
                                    while (last < BATCHES && !Thread.interrupted()) {
                                        long batch = accounts.checked(read);
                                        assertThat(batch)
                                                .as("never back")
                                                .isGreaterThanOrEqualTo(last);
                                        last = batch;
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
        assertThat(map.<Long>read(Accounts::batchOf)).isEqualTo(BATCHES);
    }

    private static ExecutorService platform() {
        return Executors.newSingleThreadExecutor();
    }

    @Test
    void lookups() {
        readDuringAllBatches(() -> map.get(Accounts.BATCH_KEY), platform());
        assertThat(map.size()).isEqualTo(Accounts.COUNT + 1);
    }

    @Test
    void sectionsOfAHandle() {
        ThreadLocal<LongReadHandle<Long>> handle = ThreadLocal.withInitial(map::reader);
        readDuringAllBatches(() -> handle.get().<Long>read(Accounts::batchOf), platform());
    }

    @Test
    void sectionsWithoutAHandle() {
        readDuringAllBatches(() -> map.<Long>read(Accounts::batchOf), platform());
    }

    @Test
    void nestedSections() {
        readDuringAllBatches(
                () ->
                        map.<Long>read(
                                outer -> {
                                    long batch = map.<Long>read(Accounts::batchOf);
                                    assertThat(outer.get(Accounts.BATCH_KEY)).isEqualTo(batch);
                                    return batch;
                                }),
                platform());
    }

    @Test
    void snapshots() {
        readDuringAllBatches(
                () -> {
                    var snapshot = map.snapshot();
                    long sum = -snapshot.get(Accounts.BATCH_KEY);
                    for (long amount : snapshot.values()) {
                        sum += amount;
                    }
                    assertThat(sum).isZero();
                    return snapshot.get(Accounts.BATCH_KEY);
                },
                platform());
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void sectionsOfAVirtualThread() {
        readDuringAllBatches(() -> map.<Long>read(Accounts::batchOf), Actor.virtualThreads());
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void aVirtualThreadForEachSection() {
        ExecutorService perSection = Actor.virtualThreads();
        readDuringAllBatches(
                () -> Actor.result(perSection.submit(() -> map.<Long>read(Accounts::batchOf))),
                platform());
        perSection.shutdownNow();
        assertThat(map.stats().slotCount()).isLessThanOrEqualTo(64);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void lookupsOfAVirtualThread() {
        readDuringAllBatches(() -> map.get(Accounts.BATCH_KEY), Actor.virtualThreads());
    }
}
