// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.leftright.LongTableTest.INVERSE_OF_GOLDEN;
import static org.leftright.LongTableTest.entriesOf;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.agrona.collections.IntArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a table logs is enough to make the other side equal to it, and nothing is left out. */
class LongTableLogTest {
    private final TouchLog log = new TouchLog();
    private LongTable<String> hidden = new LongTable<>(0, log);
    private LongTable<String> live = hidden.copy();

    // ---------------------------------------------------------------- both sides

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void bothSidesAreEqualIndexByIndexAfterAnyRefreshOrDiscard(int seed) {
        List<LongUnaryOperator> kinds = List.of(i -> i, i -> i << 52, i -> i * INVERSE_OF_GOLDEN);
        for (LongUnaryOperator keys : kinds) {
            hidden = new LongTable<>(seed, log);
            live = hidden.copy();
            run(new SplittableRandom(seed), keys);
        }
    }

    private void run(SplittableRandom random, LongUnaryOperator keys) {
        Map<Long, String> liveModel = new HashMap<>();
        Map<Long, String> model = new HashMap<>();
        int shrinkCount = 0;
        for (int batch = 0; batch < 300; batch++) {
            // In turn the batches fill the table, change it, and empty it.
            int putPercent = List.of(95, 50, 5).get(batch / 25 % 3);
            int keyCount = 1 << random.nextInt(2, 13);
            for (int ops = random.nextInt(1, 200); ops > 0; ops--) {
                long key = keys.applyAsLong(random.nextInt(keyCount) - 1);
                if (random.nextInt(100) < putPercent) {
                    String value = "v" + random.nextInt(1000);
                    assertThat(hidden.put(key, value)).isEqualTo(model.put(key, value));
                } else if (random.nextInt(500) == 0) {
                    hidden.clear();
                    model.clear();
                } else {
                    assertThat(hidden.remove(key)).isEqualTo(model.remove(key));
                }
            }
            if (putPercent < 50 && random.nextInt(20) == 0) {
                for (long key : List.copyOf(model.keySet())) {
                    assertThat(hidden.remove(key)).isEqualTo(model.remove(key));
                }
            } else if (putPercent > 50 && random.nextInt(20) == 0) {
                load(keys, keyCount, model);
            }
            if (hidden.capacity() < live.capacity()) {
                shrinkCount++;
            }
            if (random.nextInt(3) == 0) {
                hidden.copyTouched(live, log); // discard
                model = new HashMap<>(liveModel);
            } else {
                LongTable<String> old = live;
                live = hidden;
                hidden = old;
                liveModel = new HashMap<>(model);
                hidden.copyTouched(live, log); // replay
            }
            log.clear();
            assertEqualIndexByIndex();
            assertThat(entriesOf(hidden)).isEqualTo(model);
        }
        assertThat(shrinkCount).isPositive();
    }

    private void load(LongUnaryOperator keys, int count, Map<Long, String> model) {
        hidden.beginLoad(count);
        LongTableLoader<String> loader = new LongTableLoader<>(hidden);
        for (int i = 0; i < count; i++) {
            loader.put(keys.applyAsLong(i), "loaded");
            model.put(keys.applyAsLong(i), "loaded");
        }
        loader.flush();
    }

    @Test
    void touchedIndexesAreCopiedIntoTheArraysThatAreThere() {
        fill(100);
        refresh();
        long[] keys = hidden.keys;
        Object[] values = hidden.values;
        live.forEach((key, value) -> assertThat(hidden.get(key)).isSameAs(value));

        hidden.put(7, "changed");
        hidden.remove(9);
        assertThat(log.isAll()).isFalse();
        hidden.copyTouched(live, log);

        assertThat(hidden.keys).isSameAs(keys);
        assertThat(hidden.values).isSameAs(values);
        assertEqualIndexByIndex();
    }

    @Test
    void arraysOfEqualLengthAreCopiedIntoTheOnesThatAreThere() {
        fill(100);
        refresh();
        long[] keys = hidden.keys;
        hidden.clear();
        assertThat(log.isAll()).isTrue();
        hidden.copyTouched(live, log);
        assertThat(hidden.keys).isSameAs(keys);
        assertEqualIndexByIndex();
    }

    @Test
    void aTableThatHasGrownIsTakenBackAndTakenOver() {
        hidden.put(1, "one");
        refresh();
        fill(1000);
        assertThat(hidden.capacity()).isGreaterThan(live.capacity());
        hidden.copyTouched(live, log);
        log.clear();
        assertEqualIndexByIndex();
        assertThat(entriesOf(hidden)).isEqualTo(Map.of(1L, "one"));

        fill(1000);
        refresh();
        assertThat(hidden.size()).isEqualTo(1000);
    }

    @Test
    void aTableThatTookAnotherMultiplierIsTakenBackAndTakenOver() {
        hidden = new LongTable<>(10_000, log);
        live = hidden.copy();
        for (long i = 1; i < 5_000; i++) {
            hidden.put(i * INVERSE_OF_GOLDEN, "v");
        }
        assertThat(hidden.multiplier).isNotEqualTo(live.multiplier);
        LongTable<String> pending = hidden.copy();
        hidden.copyTouched(live, log);
        assertEqualIndexByIndex();
        assertThat(hidden.size()).isZero();

        hidden.copyTouched(pending, log);
        live = pending;
        assertEqualIndexByIndex();
        assertThat(hidden.get(17 * INVERSE_OF_GOLDEN)).isEqualTo("v");
    }

    // ---------------------------------------------------------------- the log

    @Test
    void aWriteThatChangesNothingLogsNothing() {
        String value = "same";
        hidden.put(0, value);
        hidden.put(5, value);
        refresh();
        hidden.put(0, value);
        hidden.put(5, value);
        hidden.remove(17);
        hidden.remove(17 + (1L << 40));
        new LongTable<>(10, log).clear();
        new LongTable<>(10, log).remove(0);
        assertThat(log.opCount()).isZero();
        assertThat(log.size()).isZero();
        assertThat(log.isAll()).isFalse();
    }

    @Test
    void aRemovalLogsTheIndexesThatItMoves() {
        hidden = new LongTable<>(400, log);
        for (long i = 1; i <= 3; i++) {
            hidden.put(i * INVERSE_OF_GOLDEN, "v" + i); // indexes 0 to 2
        }
        log.clear();
        hidden.remove(INVERSE_OF_GOLDEN);
        assertThat(touched()).containsExactly(0, 1, 2);
        assertThat(log.opCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void anOpWhoseIndexesCannotBeLoggedChangesNothing(int roomFor) throws Exception {
        hidden = new LongTable<>(400, log);
        for (long i = 1; i <= 3; i++) {
            hidden.put(i * INVERSE_OF_GOLDEN, "v" + i);
        }
        log.clear();
        live = hidden.copy();

        fillUp(roomFor);
        assertThatThrownBy(() -> hidden.remove(INVERSE_OF_GOLDEN))
                .isInstanceOf(OutOfMemoryError.class);
        assertEqualIndexByIndex();
        fillUp(0);
        assertThatThrownBy(() -> hidden.put(4 * INVERSE_OF_GOLDEN, "new"))
                .isInstanceOf(OutOfMemoryError.class);
        assertThatThrownBy(() -> hidden.put(INVERSE_OF_GOLDEN, "changed"))
                .isInstanceOf(OutOfMemoryError.class);
        assertEqualIndexByIndex();
        assertThat(log.opCount()).isZero();
    }

    /** The log finds no memory after so many indexes more. */
    private void fillUp(int roomFor) throws Exception {
        Field indexes = TouchLog.class.getDeclaredField("indexes");
        indexes.setAccessible(true);
        indexes.set(
                log,
                new IntArrayList() {
                    @Override
                    public boolean addInt(int index) {
                        if (size() == roomFor) {
                            throw new OutOfMemoryError("no room in the log");
                        }
                        return super.addInt(index);
                    }
                });
    }

    // ---------------------------------------------------------------- shrinking

    @Test
    void aTableThatLostMostEntriesShrinksAtTheNextWriteAfterTheRefresh() {
        fill(10_000);
        refresh();
        int large = hidden.capacity();
        empty(10);
        assertThat(hidden.capacity()).as("in the batch that removes").isEqualTo(large);
        refresh();
        assertThat(hidden.capacity()).isEqualTo(large);

        Map<Long, String> entries = entriesOf(hidden);
        hidden.put(3, "changed");
        entries.put(3L, "changed");
        assertThat(hidden.capacity()).isEqualTo(64);
        assertThat(live.capacity()).as("the live side").isEqualTo(large);
        refresh();
        assertThat(hidden.capacity()).isEqualTo(64);
        assertThat(entriesOf(hidden)).isEqualTo(entries).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"put", "replace", "remove", "put zero"})
    void eachKindOfWriteShrinks(String write) {
        fill(10_000);
        empty(10);
        refresh();
        Map<Long, String> entries = entriesOf(hidden);
        long key = write.equals("put zero") ? 0 : write.equals("put") ? 20_000 : 5;
        if (write.equals("remove")) {
            assertThat(hidden.remove(key)).isEqualTo(entries.remove(key)).isNotNull();
        } else {
            assertThat(hidden.put(key, "new")).isEqualTo(entries.put(key, "new"));
        }
        assertThat(hidden.capacity()).isLessThan(100);
        assertThat(entriesOf(hidden)).isEqualTo(entries);
    }

    @Test
    void aChangeOfManyEntriesShrinksAndSoDoesClear() {
        fill(10_000);
        empty(10);
        refresh();
        hidden.beginChangeOfAll();
        hidden.remove(3);
        assertThat(hidden.capacity()).isLessThan(100);
        refresh();
        assertEqualIndexByIndex();

        fill(10_000);
        refresh();
        int large = hidden.capacity();
        for (int i = 0; i < 2; i++) {
            hidden.clear();
            assertThat(hidden.capacity()).isEqualTo(i == 0 ? large : 8);
            hidden.put(7, "seven");
            refresh();
            assertEqualIndexByIndex();
            assertThat(entriesOf(hidden)).isEqualTo(Map.of(7L, "seven"));
        }
    }

    @Test
    void onlyTheFirstChangeOfABatchShrinks() {
        fill(10_000);
        int large = hidden.capacity();
        int limit = (int) (large * 0.6) / 8;
        empty(limit + 2);
        refresh();
        for (long key = 1; key <= 10; key++) {
            hidden.remove(key);
        }
        assertThat(hidden.size()).isLessThan(limit);
        assertThat(log.isAll()).isFalse();
        assertThat(hidden.capacity()).isEqualTo(large);
        refresh();
        hidden.remove(11);
        assertThat(hidden.capacity()).isLessThan(large);
        assertEntriesBeyond(11);
    }

    private void assertEntriesBeyond(long removed) {
        for (long key = 1; key <= hidden.size() + removed; key++) {
            assertThat(hidden.get(key)).isEqualTo(key <= removed ? null : "v" + key);
        }
    }

    @Test
    void aDiscardTakesAShrinkBack() {
        fill(10_000);
        empty(10);
        refresh();
        hidden.remove(3);
        assertThat(hidden.capacity()).isLessThan(live.capacity());
        hidden.copyTouched(live, log);
        assertEqualIndexByIndex();
        assertThat(hidden.size()).isEqualTo(10);
    }

    @Test
    void aTableThatHasShrunkNeitherGrowsNorShrinksUntilItsSizeHasDoubledOrAQuarterIsLeft() {
        fill(10_000);
        empty(100);
        refresh();
        hidden.put(1, "first");
        refresh();
        int capacity = hidden.capacity();
        for (long key = 1000; key < 1100; key++) {
            hidden.put(key, "more");
            refresh();
            assertThat(hidden.capacity()).isEqualTo(capacity);
        }
        for (long key = 1000; key < 1100; key++) {
            hidden.remove(key);
            refresh();
        }
        for (long key = 100; key > 40; key--) {
            hidden.remove(key);
            refresh();
            assertThat(hidden.capacity()).isEqualTo(capacity);
        }
    }

    @Test
    void whatWasAskedForAtFirstIsKept() {
        hidden = new LongTable<>(1000, log);
        live = hidden.copy();
        int capacity = hidden.capacity();
        fill(10_000);
        empty(1);
        refresh();
        hidden.put(1, "one");
        assertThat(hidden.capacity()).isEqualTo(capacity);
    }

    @Test
    void aLoadIntoALargeTableDoesNotShrinkIt() {
        fill(10_000);
        empty(10);
        refresh();
        int large = hidden.capacity();
        load(i -> i, 9_000, new HashMap<>());
        assertThat(hidden.capacity()).isEqualTo(large);
        refresh();
    }

    @Test
    void aTableWithoutALogNeverShrinks() {
        hidden = new LongTable<>();
        fill(10_000);
        int large = hidden.capacity();
        empty(1);
        hidden.put(1, "one");
        assertThat(hidden.capacity()).isEqualTo(large);
    }

    // ---------------------------------------------------------------- helpers

    private void fill(int count) {
        for (long key = 1; key <= count; key++) {
            hidden.put(key, "v" + key);
        }
    }

    /** Removes all entries but so many. */
    private void empty(int kept) {
        for (int key = hidden.size(); key > kept; key--) {
            hidden.remove(key);
        }
    }

    private void refresh() {
        LongTable<String> old = live;
        live = hidden;
        hidden = old;
        hidden.copyTouched(live, log);
        log.clear();
        assertEqualIndexByIndex();
    }

    private List<Integer> touched() {
        return new ArrayList<>(IntStream.range(0, log.size()).map(log::get).boxed().toList());
    }

    private void assertEqualIndexByIndex() {
        assertThat(hidden.keys).isNotSameAs(live.keys).isEqualTo(live.keys);
        assertThat(hidden.values).isNotSameAs(live.values).containsExactly(live.values);
        assertThat(hidden.multiplier).isEqualTo(live.multiplier);
        assertThat(hidden.shift).isEqualTo(live.shift);
        assertThat(hidden.size).isEqualTo(live.size);
        assertThat(hidden.changesToPay).isEqualTo(live.changesToPay);
        assertThat(hidden.zeroValue).isSameAs(live.zeroValue);
    }
}
