// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Two rounds of {@code LongGetBenchmark}, shortened; see {@code recorded.json}. */
class VerdictTest {
    private static final Offset<Double> LITTLE = within(1e-9);

    private final Results results = recorded();
    private final Cell cell = Cell.of("LongGetBenchmark.hit", "ids", "RANDOM", "n", "1000");
    private final Cell leftRight = cell.with("map", "LEFT_RIGHT");
    private final Cell hashMap = cell.with("map", "CONCURRENT_HASH_MAP");

    @Test
    void roundsOfACellAreMergedIntoOneMedian() {
        assertThat(results.median(leftRight.take(Metric.THREADS))).isCloseTo(6.6, LITTLE);
        assertThat(results.rounds(leftRight.take(Metric.THREADS))).containsExactly(6.1, 7.2);
        assertThat(results.unit(leftRight.take(Metric.THREADS))).isEqualTo("ns");
    }

    @Test
    void otherThreadCountsAndVirtualThreadsAreOtherCells() {
        assertThat(results.rounds(leftRight.threads(2).take(Metric.ELAPSED))).containsExactly(7.5);
        assertThat(results.rounds(leftRight.onVirtualThread().take(Metric.ELAPSED)))
                .containsExactly(7.3);
        assertThat(results.rounds(leftRight.take(Metric.ELAPSED))).containsExactly(7.2, 8.1);
    }

    @Test
    void aRatioIsThatOfTheMediansAndItsRangeThatOfTheRounds() {
        Verdict verdict = Verdict.of(ratio(leftRight, hashMap, Bound.atMost(0.7)), results);

        assertThat(verdict.medians().get(0)).isCloseTo(6.6, LITTLE);
        assertThat(verdict.medians().get(1)).isCloseTo(11.1, LITTLE);
        assertThat(verdict.value()).isCloseTo(6.6 / 11.1, LITTLE);
        assertThat(verdict.least()).isCloseTo(7.2 / 12.0, LITTLE);
        assertThat(verdict.greatest()).isCloseTo(6.1 / 10.0, LITTLE);
        assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.MET);
    }

    @Test
    void aTargetIsMissedOnTheWrongSideOfItsLimit() {
        assertThat(outcome(Bound.atMost(0.5))).isEqualTo(Verdict.Outcome.MISSED);
        assertThat(outcome(Bound.atLeast(0.5))).isEqualTo(Verdict.Outcome.MET);
        assertThat(outcome(Bound.atLeast(2))).isEqualTo(Verdict.Outcome.MISSED);
        assertThat(outcome(Bound.NONE)).isEqualTo(Verdict.Outcome.REPORTED);
    }

    private Verdict.Outcome outcome(Bound bound) {
        return Verdict.of(ratio(leftRight, hashMap, bound), results).outcome();
    }

    @Test
    void whatWasNotMeasuredIsNeitherMetNorMissed() {
        Verdict verdict =
                Verdict.of(ratio(leftRight, cell.with("map", "NONE"), Bound.atMost(1)), results);

        assertThat(verdict.value()).isNaN();
        assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.NOT_MEASURED);
    }

    @Test
    void aRowIsMissedIfOneOfItsFiguresIs() {
        Check met = ratio(leftRight, hashMap, Bound.atMost(0.7));
        Check missed = ratio(hashMap, leftRight, Bound.atMost(0.7));
        Check reported = ratio(hashMap, leftRight, Bound.NONE);

        assertThat(ofAll(met, reported)).isEqualTo(Verdict.Outcome.MET);
        assertThat(ofAll(met, missed)).isEqualTo(Verdict.Outcome.MISSED);
        assertThat(ofAll(reported)).isEqualTo(Verdict.Outcome.REPORTED);
    }

    private Verdict.Outcome ofAll(Check... checks) {
        return Verdict.ofAll(
                List.of(checks).stream().map(check -> Verdict.of(check, results)).toList());
    }

    @Test
    void theSummaryHasFiguresVerdictAndTheCommandThatRepeatsACell() {
        Row row =
                new Row(
                        1,
                        "gets",
                        "at most 0.7",
                        List.of(
                                ratio(leftRight, hashMap, Bound.atMost(0.7)),
                                Check.value(
                                        "bytes",
                                        leftRight.take(Metric.ALLOCATED),
                                        Bound.atMost(1))));
        Summary summary = new Summary(results);

        assertThat(summary.overview(List.of(row)))
                .contains("| 1 | gets | at most 0.7 | met (2 of 2) |");
        assertThat(summary.details(row))
                .contains("| gets | 6.60 ns / 11.1 ns | 0.595 | 0.600 to 0.610 | ≤ 0.700 | met |")
                .contains("| bytes | 0.001 B | 0.001 | 0.001 to 0.001 | ≤ 1.00 | met |")
                .contains(
                        "java -jar bench/target/benchmarks.jar 'bench.LongGetBenchmark.hit$'"
                                + " -p ids=RANDOM -p map=LEFT_RIGHT -p n=1000");
    }

    private static Check ratio(Cell ours, Cell theirs, Bound bound) {
        return Check.ratio("gets", ours.take(Metric.THREADS), theirs.take(Metric.THREADS), bound);
    }

    private static Results recorded() {
        try (InputStream json = VerdictTest.class.getResourceAsStream("recorded.json")) {
            return Results.parse(new String(json.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
