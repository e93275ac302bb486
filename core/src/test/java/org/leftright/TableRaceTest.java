// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.leftright.LongTableTest.INVERSE_OF_GOLDEN;

import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a get may see that races with a change: it ends, and gives a value, null or an exception.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TableRaceTest {
    private static final int KEYS = 200;

    private record Value(long key) {}

    @Test
    void aGetThatRacesWithChangesOfALongTableEnds() {
        LongTable<Value> table = new LongTable<>();
        // By turns small, grown by put, grown at once, emptied by remove and by clear.
        raceGetsWithChanges(
                table::get,
                (random, step) -> {
                    long key = random.nextInt(KEYS);
                    if (random.nextBoolean()) {
                        table.put(key, new Value(key));
                    } else {
                        table.remove(key);
                    }
                    if (step % 1000 == 0) {
                        table.clear();
                        shrink(table);
                    } else if (step % 1500 == 0) {
                        table.ensureCapacity(4 * KEYS);
                    }
                });
    }

    @Test
    void aGetThatRacesWithChangesOfAnObjectTableEnds() {
        TouchLog log = new TouchLog();
        ObjectTable<Collider, Value> table = new ObjectTable<>(0, log);
        raceGetsWithChanges(
                key -> table.get(new Collider((int) key)),
                (random, step) -> {
                    Collider key = new Collider(random.nextInt(KEYS));
                    if (random.nextBoolean()) {
                        table.put(key, new Value(step));
                    } else {
                        table.remove(key);
                    }
                    log.clear();
                    if (step % 1000 == 0) {
                        table.clear();
                    } else if (step % 1500 == 0) {
                        table.ensureCapacity(4 * KEYS);
                    }
                });
    }

    @Test
    void aContainsThatRacesWithChangesOfAnIdSetEndsAndThrowsNothing() {
        IdSet set = new IdSet();
        // By turns full and sparse: grown and made smaller, with new multipliers for long runs.
        raceGetsWithChanges(
                id -> {
                    set.contains(id * INVERSE_OF_GOLDEN);
                    return set.size() <= KEYS && set.size() >= 0 ? null : set;
                },
                (random, step) -> {
                    long id = random.nextInt(KEYS) * INVERSE_OF_GOLDEN;
                    if (random.nextInt(100) < (step / 10_000 % 2 == 0 ? 95 : 5)) {
                        set.add(id);
                    } else {
                        set.remove(id);
                    }
                });
    }

    /** Few hash codes, so that there are chains and bins. */
    private record Collider(int id) implements Comparable<Collider> {
        @Override
        public int hashCode() {
            return id & 15;
        }

        @Override
        public int compareTo(Collider other) {
            return Integer.compare(id, other.id);
        }
    }

    private interface Change {
        void apply(SplittableRandom random, int step);
    }

    /** Changes on this thread, gets on another, which checks all that may be relied on. */
    private static void raceGetsWithChanges(LongFunction<@Nullable Object> get, Change change) {
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<@Nullable Object> wrong = new AtomicReference<>();
        CountDownLatch started = new CountDownLatch(1);
        Thread reader =
                new Thread(
                        () -> {
                            for (long n = 0; !done.get(); n++) {
                                Object outcome;
                                try {
                                    outcome = get.apply(n % KEYS);
                                } catch (ArrayIndexOutOfBoundsException e) {
                                    outcome = null; // key and value arrays of different lengths
                                } catch (RuntimeException | Error e) {
                                    outcome = e;
                                }
                                if (outcome != null && !(outcome instanceof Value)) {
                                    wrong.set(outcome);
                                }
                                if (n == KEYS) {
                                    started.countDown();
                                }
                            }
                        });
        reader.setDaemon(true); // one that does not end must not keep the JVM
        reader.start();
        try {
            started.await();
            SplittableRandom random = new SplittableRandom(20261121);
            for (int step = 1; step <= 2_000_000; step++) {
                change.apply(random, step);
            }
            done.set(true);
            reader.join();
        } catch (InterruptedException e) {
            throw new AssertionError("a racing get did not end", e);
        } finally {
            done.set(true);
        }
        assertThat(wrong.get()).isNull();
    }

    @Test
    void aGetEndsInALongTableThatShowsNoEmptySlot() {
        LongTable<Value> table = new LongTable<>();
        for (int i = 0; i < table.keys.length; i++) {
            table.keys[i] = i + 1000;
        }
        LongStream.range(-500, 500).forEach(key -> assertThat(table.get(key)).isNull());
    }

    @Test
    void aGetThatSeesHalfOfAGrowthOfALongTableEnds() {
        LongTable<Value> small = filledLongTable(4);
        LongTable<Value> large = filledLongTable(KEYS);
        for (int mixture = 0; mixture < 8; mixture++) {
            LongTable<Value> mixed = new LongTable<>();
            mixed.keys = ((mixture & 1) == 0 ? small : large).keys;
            mixed.values = ((mixture & 2) == 0 ? small : large).values;
            mixed.shift = ((mixture & 4) == 0 ? small : large).shift;
            for (long key = 0; key < KEYS; key++) {
                assertIsValueOrNothing(mixed::get, key);
            }
        }
    }

    @Test
    void aGetThatSeesKeysWithoutTheirValuesThrowsOrFindsNothing() {
        LongTable<Value> table = filledLongTable(KEYS);
        table.values = new Object[8];
        assertThatThrownBy(() -> LongStream.range(1, KEYS).forEach(table::get))
                .isInstanceOf(ArrayIndexOutOfBoundsException.class);
    }

    private static void assertIsValueOrNothing(LongFunction<@Nullable Object> get, long key) {
        try {
            Object value = get.apply(key);
            assertThat(value == null || value instanceof Value).isTrue();
        } catch (ArrayIndexOutOfBoundsException e) {
            // allowed: the arrays are of different lengths
        }
    }

    private static LongTable<Value> filledLongTable(int size) {
        LongTable<Value> table = new LongTable<>();
        LongStream.range(0, size).forEach(key -> table.put(key, new Value(key)));
        return table;
    }

    /** Makes an empty table small again, so that it can grow again. */
    private static void shrink(LongTable<Value> table) {
        LongTable<Value> small = new LongTable<>();
        table.keys = small.keys;
        table.values = small.values;
        table.shift = small.shift;
    }
}
