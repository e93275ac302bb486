// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Run alone: {@code mvn -pl bench -am test -Dtest=LatencyBoardTest}. */
class LatencyBoardTest {
    private final LatencyBoard board = new LatencyBoard();
    private final LatencyBoard.Cell one = board.addReader();
    private final LatencyBoard.Cell two = board.addReader();
    private final LatencyBoard.Interval interval = LatencyBoard.Interval.empty();

    @Test
    void readsDuringARefreshAreKeptApart() {
        one.record(true, 2_000_000);
        two.record(false, 50);
        two.record(false, 60);

        board.drain(interval);

        assertThat(interval.during().getTotalCount()).isEqualTo(1);
        assertThat(Quantiles.of(interval.during()).max()).isBetween(1_990_000L, 2_010_000L);
        assertThat(Quantiles.of(interval.outside()))
                .extracting(Quantiles::count, Quantiles::p50, Quantiles::max)
                .containsExactly(2L, 50L, 60L);
    }

    @Test
    void aDrainTakesWhatIsNewAndTheTotalKeepsAll() {
        one.record(false, 50);
        board.drain(interval);
        one.record(false, 60);
        board.drain(interval);

        assertThat(interval.outside().getTotalCount()).isEqualTo(1);
        assertThat(board.total().outside().getTotalCount()).isEqualTo(2);
    }

    @Test
    void theWarmUpCanBeForgotten() {
        one.record(true, 50);
        board.forget();

        assertThat(board.total().during().getTotalCount()).isZero();
    }

    @Test
    void aReadLongerThanTheScaleCountsAsItsEnd() {
        one.record(false, Long.MAX_VALUE);
        board.drain(interval);

        assertThat(interval.outside().getTotalCount()).isEqualTo(1);
    }

    @Test
    void countsOfAllReadersAddUp() {
        one.counts(10, new Torn(1, 2, 3));
        two.counts(5, new Torn(0, 0, 1));

        assertThat(board.requests()).isEqualTo(15);
        assertThat(board.torn()).isEqualTo(new Torn(1, 2, 4));
    }
}
