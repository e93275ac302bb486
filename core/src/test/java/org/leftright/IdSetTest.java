// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.leftright.LongTableTest.INVERSE_OF_GOLDEN;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.agrona.collections.Hashing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdSetTest {
    private final IdSet set = new IdSet();

    /** Ids by their number; all but the random ones are what somebody may choose to do harm. */
    private enum Ids {
        SEQUENTIAL(i -> i),
        STRIDED(i -> i * 4096),
        IN_THE_HIGH_BITS(i -> i << 44),
        COMPOSITE(i -> (i / 300) << 32 | i % 300),
        RANDOM(i -> new SplittableRandom(i).nextLong()),
        INVERTED_HASH_OF_AGRONA(IdSetTest::invertedHashOfAgrona),
        ALL_OF_ONE_HOME(i -> i * INVERSE_OF_GOLDEN),
        EACH_AT_HOME_IN_ONE_RUN(i -> (i << 46) * INVERSE_OF_GOLDEN);

        final LongUnaryOperator id;

        Ids(LongUnaryOperator id) {
            this.id = id;
        }

        long[] first(int count) {
            return LongStream.rangeClosed(1, count).map(id).toArray();
        }
    }

    @Test
    void aNewSetIsEmpty() {
        assertThat(set.size()).isZero();
        assertThat(set.contains(0)).isFalse();
        assertThat(set.contains(1)).isFalse();
        assertThat(set.remove(0)).isFalse();
        assertThat(set.remove(1)).isFalse();
        assertThat(set.toArray()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, INVERSE_OF_GOLDEN})
    void everyLongIsAnId(long id) {
        assertThat(set.add(id)).isTrue();
        assertThat(set.add(id)).isFalse();
        assertThat(set.contains(id)).isTrue();
        assertThat(set.contains(id + 1)).isFalse();
        assertThat(set.size()).isOne();
        assertThat(set.toArray()).containsExactly(id);
        assertThat(set.remove(id)).isTrue();
        assertThat(set.remove(id)).isFalse();
        assertThat(set.contains(id)).isFalse();
        assertThat(set.size()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void answersAsAHashSetDoesWhateverIsDoneToIt(Ids ids) {
        for (int seed = 1; seed <= 8; seed++) {
            compareWithHashSet(new SplittableRandom(seed), ids, 1 << (seed + 3));
        }
    }

    private static void compareWithHashSet(SplittableRandom random, Ids ids, int idCount) {
        long[] known = ids.first(idCount);
        known[0] = 0;
        IdSet set = new IdSet(random.nextInt(idCount));
        Set<Long> model = new HashSet<>();
        int addsOfTen = 5;
        for (int step = 0; step < 20_000; step++) {
            if (step % 2_000 == 0) {
                addsOfTen = 1 + random.nextInt(9); // so that it grows and becomes sparse by turns
            }
            long id = known[random.nextInt(idCount)];
            if (random.nextInt(1000) == 0) {
                set = set.copy();
            } else if (random.nextInt(10) < addsOfTen) {
                assertThat(set.add(id)).isEqualTo(model.add(id));
            } else {
                assertThat(set.remove(id)).isEqualTo(model.remove(id));
            }
            assertThat(set.size()).isEqualTo(model.size());
            long other = known[random.nextInt(idCount)];
            assertThat(set.contains(other)).isEqualTo(model.contains(other));
        }
        assertHolds(set, model);
    }

    @Test
    void idsThatAreGivenAgainAndAgainMakeNoLargeSet() {
        IdSetTable table = new IdSetTable(new IdSetLog());
        long[] ids = new long[1_000_000];
        Arrays.fill(ids, 7);
        ids[9] = 8;
        table.replace(1, ids);
        IdSet set = table.sets.get(1);
        assertThat(set.toArray()).containsExactlyInAnyOrder(7, 8);
        assertThat(set.capacity()).isLessThan(100);
    }

    private static void assertHolds(IdSet set, Set<Long> model) {
        Set<Long> visited = new HashSet<>();
        set.forEach(id -> assertThat(visited.add(id)).isTrue());
        assertThat(visited).isEqualTo(model);
        assertThat(set.toArray()).hasSize(model.size()).containsOnly(model.toArray(new Long[0]));
    }

    @Test
    void aCopyAndItsOriginalDoNotShareChanges() {
        LongStream.range(0, 100).forEach(set::add);
        IdSet copy = set.copy();

        set.remove(50);
        set.remove(0);
        copy.add(1000);

        assertThat(copy.contains(50)).isTrue();
        assertThat(copy.contains(0)).isTrue();
        assertThat(set.contains(1000)).isFalse();
        assertThat(set.size()).isEqualTo(98);
        assertThat(copy.size()).isEqualTo(101);
    }

    // ---------------------------------------------------------------- ids chosen to do harm

    @ParameterizedTest
    @EnumSource
    void idsAreFoundAddedAndRemovedWithFewProbesWhoeverChoseThem(Ids ids) {
        int count = 100_000;
        long[] chosen = ids.first(count);
        long[] absent = LongStream.of(chosen).map(id -> id + (1L << 18)).toArray();
        assertThat(fewest(chosen, chosen, new IdSet[] {new IdSet(), new IdSet(count)}))
                .as("probes for %d ids", count)
                .isLessThan(4L * count);
        assertThat(fewest(chosen, absent, new IdSet[] {new IdSet(), new IdSet(count)}))
                .as("probes for %d absent ids", count)
                .isLessThan(4L * count);
    }

    /**
     * The probes of the best of eight sets. Multiples of one number, as these are, meet a random
     * multiplier in forty that puts them more than four probes from home, on average.
     */
    private static long fewest(long[] chosen, long[] sought, IdSet[] emptyOnes) {
        long fewest = Long.MAX_VALUE;
        for (int i = 0; i < 8; i++) {
            IdSet set = emptyOnes[i % emptyOnes.length].copy();
            for (long id : chosen) {
                set.add(id);
            }
            assertThat(set.capacity()).as("grown by count alone").isEqualTo(1 << 18);
            fewest = Math.min(fewest, probes(set, sought));
        }
        return fewest;
    }

    /** Counts the places that searches look at, for ids that are in the set, and others. */
    private static long probes(IdSet set, long[] ids) {
        int mask = set.capacity() - 1;
        return Arrays.stream(ids).map(id -> ((set.indexOf(id) - set.homeOf(id)) & mask) + 1).sum();
    }

    @Test
    void idsInTheOrderOfAnotherSetDoNotPileUp() {
        LongStream.range(0, 100_000).forEach(set::add);
        long[] inItsOrder = set.toArray();
        assertThat(fewest(inItsOrder, inItsOrder, new IdSet[] {new IdSet()}))
                .isLessThan(4L * set.size());
    }

    @Test
    void aRehashThatDidNotHelpIsPaidForBeforeTheNext() {
        IdSet sized = new IdSet(19_000);
        int changes = 3 * sized.capacity() / 8;
        int rehashes = 0;
        for (long i = 1; i <= changes; i++) {
            long multiplier = sized.multiplier;
            sized.add(i * inverse(multiplier)); // as if somebody knew each multiplier
            rehashes += sized.multiplier == multiplier ? 0 : 1;
        }
        assertThat(sized.capacity()).isEqualTo(32_768);
        assertThat(rehashes).isBetween(2, 3);
    }

    private static long invertedHashOfAgrona(long hash) {
        // Agrona's hash of a long mixes with a public, invertible function and xors both halves of
        // what comes out: these halves are equal.
        long id = hash << 32 | hash;
        id = xorShiftInverted(id, 31) * inverse(0x94d049bb133111ebL);
        id = xorShiftInverted(id, 27) * inverse(0xbf58476d1ce4e5b9L);
        return xorShiftInverted(id, 30);
    }

    private static long xorShiftInverted(long value, int shift) {
        long result = value;
        for (int done = shift; done < Long.SIZE; done += shift) {
            result = value ^ result >>> shift;
        }
        return result;
    }

    private static long inverse(long odd) {
        long inverse = odd;
        for (int bits = 3; bits < Long.SIZE; bits *= 2) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }

    @Test
    void theInvertedHashOfAgronaIsThat() {
        assertThat(LongStream.of(Ids.INVERTED_HASH_OF_AGRONA.first(100)).map(Hashing::hash))
                .containsOnly(0L);
    }

    // ---------------------------------------------------------------- capacity and memory

    @Test
    void isNeverMoreThanSixTenthsFullAndNeverGrowsEarlier() {
        for (long id = 1; id <= 10_000; id++) {
            int before = set.capacity();
            boolean full = set.size() >= (int) (before * 0.6);
            set.add(id);
            assertThat(set.capacity()).isEqualTo(full ? 2 * before : before);
        }
    }

    @Test
    void aSetThatHasBecomeSparseIsMadeSmaller() {
        LongStream.range(0, 100_000).forEach(set::add);
        for (long id = 10; id < 100_000; id++) {
            assertThat(set.remove(id)).isTrue();
            assertThat(set.size() >= set.capacity() / 8 - 1 || set.capacity() <= 64).isTrue();
        }
        assertThat(set.capacity()).isEqualTo(64);
        assertThat(set.toArray()).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void refusesANegativeSize() {
        assertThatThrownBy(() -> new IdSet(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expectedSize is negative: -1");
    }

    @Test
    void toAddWhatIsThereTouchesNothing() {
        IdSetLog log = new IdSetLog();
        IdSetTable table = new IdSetTable(log);
        assertThat(table.add(1, 7)).isTrue();
        assertThat(table.add(1, 0)).isTrue();
        log.clear();
        assertThat(table.add(1, 7)).isFalse();
        assertThat(table.add(1, 0)).isFalse();
        log.forEachTouchedSet(
                (slot, ofSet) -> {
                    throw new AssertionError("touched the set of slot " + slot);
                });
    }

    @Test
    void aSetThatFindsNoMemoryIsNotMade() {
        assumeThat(Runtime.getRuntime().maxMemory()).isLessThan(8L << 30);
        assertThatThrownBy(() -> new IdSet(Integer.MAX_VALUE)).isInstanceOf(OutOfMemoryError.class);
    }
}
