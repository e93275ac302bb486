// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CrossingTest {
    @Test
    void theCrossingLiesOnTheLogarithmicLine() {
        assertThat(Crossing.between(Map.entry(1_000.0, 2.0), Map.entry(100_000.0, 0.5)))
                .isCloseTo(10_000, within(1e-6));
    }

    @Test
    void aRatioThatFallsBelowOneTellsFromWhere() {
        assertThat(tell(1_000, 2, 100_000, 0.5)).isEqualTo("from 10,000");
    }

    @Test
    void aRatioThatRisesAboveOneTellsUpToWhere() {
        assertThat(tell(1_000, 0.5, 100_000, 2)).isEqualTo("up to 10,000");
    }

    @Test
    void withoutACrossingItTellsThatThereIsNone() {
        assertThat(tell(1, 0.1, 10, 0.2)).isEqualTo("everywhere");
        assertThat(tell(1, 3, 10, 2)).isEqualTo("nowhere");
        assertThat(tell()).isEqualTo("not measured");
    }

    @Test
    void severalCrossingsAreAllTold() {
        assertThat(tell(1, 2, 100, 0.5, 10_000, 2)).isEqualTo("from 10, up to 1,000");
    }

    private static String tell(double... placesAndRatios) {
        TreeMap<Double, Double> ratios = new TreeMap<>();
        for (int i = 0; i < placesAndRatios.length; i += 2) {
            ratios.put(placesAndRatios[i], placesAndRatios[i + 1]);
        }
        return Crossing.tell(ratios, Text::count);
    }
}
