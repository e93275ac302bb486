// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StrategyTest {
    private static final int IDS = 600;

    private final SplittableRandom random = new SplittableRandom(7);

    /** Some in a row, zero among them, and some anywhere. */
    private final long[] ids =
            LongStream.concat(LongStream.range(-50, IDS / 2), random.longs(IDS / 2)).toArray();

    @ParameterizedTest
    @EnumSource
    void everyStrategyAnswersAsAHashMapDoesAfterEachRandomBatch(StrategyKind kind) {
        Strategy<String> strategy = kind.create();
        Map<Long, String> reference = new HashMap<>();
        for (int batch = 0; batch < 200; batch++) {
            applyRandomBatch(strategy, reference);
            for (long id : ids) {
                assertThat(strategy.get(id)).isEqualTo(reference.get(id));
            }
        }
        assertThat(reference).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatWasLoadedIsThere(StrategyKind kind) {
        Strategy<String> strategy = kind.create();
        String[] values = Arrays.stream(ids).mapToObj(Long::toString).toArray(String[]::new);

        strategy.load(ids, values);
        strategy.settle();

        for (long id : ids) {
            assertThat(strategy.get(id)).isEqualTo(Long.toString(id));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theArraysOfABatchMayBeUsedAgain(StrategyKind kind) {
        Strategy<String> strategy = kind.create();
        long[] batchIds = {1, 2};
        String[] values = {"a", "b"};

        strategy.apply(batchIds, values);
        batchIds[0] = 3;
        values[0] = "c";
        strategy.apply(batchIds, values);
        strategy.settle();

        assertThat(Stream.of(1L, 2L, 3L).map(strategy::get)).containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @EnumSource(names = {"SKIP_LIST", "LEFT_RIGHT_TREE"})
    void orderedStrategiesAnswerAsATreeMapDoes(StrategyKind kind) {
        OrderedStrategy<String> strategy = (OrderedStrategy<String>) kind.<String>create();
        TreeMap<Long, String> reference = new TreeMap<>();
        for (int batch = 0; batch < 50; batch++) {
            applyRandomBatch(strategy, reference);
            for (long id : ids) {
                Map.Entry<Long, String> floor = reference.floorEntry(id);
                assertThat(strategy.floor(id)).isEqualTo(floor == null ? null : floor.getValue());
                List<String> range = new ArrayList<>();
                strategy.range(id, 5, range::add);
                assertThat(range)
                        .isEqualTo(reference.tailMap(id).values().stream().limit(5).toList());
            }
        }
    }

    static Stream<StrategyKind> thoseThatPromiseWholeBatches() {
        return Arrays.stream(StrategyKind.values())
                .filter(kind -> kind.promise() == StrategyKind.Promise.WHOLE_BATCHES);
    }

    /**
     * Each batch gives all ids its number. So once a reader has seen a number at one id, it may not
     * see a smaller one at another: that id would not have got its part of the batch yet.
     */
    @ParameterizedTest
    @MethodSource("thoseThatPromiseWholeBatches")
    @Timeout(120)
    void noReaderSeesHalfABatch(StrategyKind kind) throws InterruptedException {
        Strategy<Integer> strategy = kind.create();
        long[] some = Arrays.copyOf(ids, 64);
        Integer[] numbers = new Integer[some.length];
        Arrays.fill(numbers, 0);
        strategy.load(some, numbers);
        int last = 2_000;
        RacingReader reader = new RacingReader(strategy, some, last);
        Thread thread = new Thread(reader);

        thread.start();
        for (int batch = 1; batch <= last; batch++) {
            Arrays.fill(numbers, batch);
            strategy.apply(some, numbers);
        }
        thread.join();

        assertThat(reader.halves).isZero();
        assertThat(reader.failure).isNull();
    }

    private static final class RacingReader implements Runnable {
        private final Strategy<Integer> strategy;
        private final long[] ids;
        private final int last;
        private int halves;
        private Throwable failure;

        RacingReader(Strategy<Integer> strategy, long[] ids, int last) {
            this.strategy = strategy;
            this.ids = ids;
            this.last = last;
        }

        @Override
        public void run() {
            try {
                int seen = 0;
                for (int i = 0; seen < last; i = (i + 23) % ids.length) {
                    int number = Objects.requireNonNull(strategy.get(ids[i]));
                    if (number < seen) {
                        halves++;
                    }
                    seen = Math.max(seen, number);
                }
            } catch (RuntimeException | Error e) {
                failure = e;
            }
        }
    }

    private void applyRandomBatch(Strategy<String> strategy, Map<Long, String> reference) {
        int size = random.nextInt(random.nextInt(10) == 0 ? 400 : 20);
        long[] batchIds = new long[size];
        String[] values = new String[size];
        for (int i = 0; i < size; i++) {
            batchIds[i] = ids[random.nextInt(ids.length)];
            values[i] = random.nextInt(3) == 0 ? null : Long.toString(random.nextLong());
        }
        strategy.apply(batchIds, values);
        Ops.apply(reference, batchIds, values);
    }
}
