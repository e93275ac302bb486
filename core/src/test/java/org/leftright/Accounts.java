// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * A map in which a writer moves amounts between accounts: in each version they add up to zero.
 * Knows which batches a read may see, and counts the reads that were checked.
 */
final class Accounts {
    static final long BATCH_KEY = -1;
    static final int COUNT = 16;

    final LeftRightLongMap<Long> map =
            LeftRightLongMap.<Long>builder()
                    .stallTimeout(Duration.ofMillis(20))
                    .stragglerListener(straggler -> {})
                    .build();
    private final SplittableRandom random = new SplittableRandom(1);
    private final AtomicLong checkedCount = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /** The batch whose refresh has begun, and the one whose refresh has ended. */
    private volatile long begun;

    private volatile long ended;

    Accounts() {
        map.writer()
                .batch(
                        w -> {
                            w.put(BATCH_KEY, 0L);
                            for (long account = 0; account < COUNT; account++) {
                                w.put(account, 0L);
                            }
                        });
    }

    /** The writer: one more batch. */
    void writeBatch() {
        LongWriteHandle<Long> writer = map.writer();
        long batch = ended + 1;
        for (int i = random.nextInt(4); i >= 0; i--) {
            long amount = random.nextInt(1000);
            writer.merge(random.nextInt(COUNT), amount, Long::sum);
            writer.merge(random.nextInt(COUNT), -amount, Long::sum);
        }
        if (random.nextInt(10) == 0) {
            writer.discard();
        }
        writer.put(BATCH_KEY, batch);
        begun = batch;
        writer.refresh();
        ended = batch;
    }

    long batchCount() {
        return ended;
    }

    /** Any thread: reads a batch number, which must be neither too old nor too new. */
    long checked(Supplier<Long> read) {
        long endedBefore = ended;
        long batch = read.get();
        assertThat(batch).as("not older than refreshed").isGreaterThanOrEqualTo(endedBefore);
        assertThat(batch).as("not newer than refreshed").isLessThanOrEqualTo(begun);
        checkedCount.incrementAndGet();
        return batch;
    }

    /** Adds up in a section, and returns the batch number. */
    static long batchOf(LongMapView<Long> view) {
        long sum = 0;
        for (long account = 0; account < COUNT; account++) {
            sum += view.get(account);
        }
        assertThat(sum).as("the sum in batch " + view.get(BATCH_KEY)).isZero();
        return view.get(BATCH_KEY);
    }

    /** A lookup and two sections, one in the other, by a thread without a handle. */
    void readAll() {
        long looked = checked(() -> map.get(BATCH_KEY));
        long outer = checked(() -> map.<Long>read(this::nested));
        assertThat(outer).as("never back").isGreaterThanOrEqualTo(looked);
        assertThat(checked(() -> map.get(BATCH_KEY))).isGreaterThanOrEqualTo(outer);
    }

    private long nested(LongMapView<Long> view) {
        long batch = batchOf(view);
        assertThat(map.<Long>read(Accounts::batchOf)).as("of the outer section").isEqualTo(batch);
        assertThat(checked(() -> map.get(BATCH_KEY))).isGreaterThanOrEqualTo(batch);
        return batch;
    }

    /** Runs one thread's reads, and keeps what goes wrong. */
    void keepingFailure(Runnable reads) {
        try {
            reads.run();
        } catch (Throwable t) {
            failure.compareAndSet(null, t);
        }
    }

    /** All threads have ended: nothing went wrong, and the two sides are equal. */
    void checkEnd() {
        if (failure.get() != null) {
            throw new AssertionError("a reading thread failed", failure.get());
        }
        for (int i = 0; i < 2; i++) {
            writeBatch();
            assertThat(map.<Long>read(Accounts::batchOf)).isEqualTo(ended);
            assertThat(map.get(BATCH_KEY)).isEqualTo(ended);
        }
    }

    long checkedCount() {
        return checkedCount.get();
    }
}
