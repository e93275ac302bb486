// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That each row can be measured, and that a line tells what was. */
class TargetsTest {
    @ParameterizedTest
    @EnumSource(Row.class)
    void eachRowHasFiguresAndATarget(Row row) {
        List<Line> lines = new ArrayList<>();
        row.measure(new Row.Effort(1_000), lines::add);

        assertThat(lines).isNotEmpty();
        for (Line line : lines) {
            assertThat(line.target()).as(line.what()).isPositive();
            assertThat(line.ours()).as(line.what()).isFinite();
            assertThat(line.peer()).as(line.what()).isFinite();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Keys.class,
            names = {"RANDOM_LONG", "SKU"})
    void aBatchDoesTheSameToTheMapAndToTheBareTable(Keys kind) {
        Written map = Written.leftRight(kind);
        Written bare = Written.bare(kind);
        int[] puts = new int[2];
        int[] removes = new int[2];
        List<Written> both = List.of(map, bare);
        for (Written each : both) {
            Batch batch = new Batch(each, kind, 100, 8);
            Written counted = counted(each, puts, removes, both.indexOf(each));
            for (int i = 0; i < 3; i++) {
                batch.next();
                counted.batch().accept(() -> batch.apply(counted));
                counted.refresh().run();
            }
        }

        assertThat(map.count().getAsInt()).isEqualTo(100);
        assertThat(puts).containsExactly(18, 18);
        assertThat(removes).containsExactly(6, 6);
    }

    private static Written counted(Written map, int[] puts, int[] removes, int i) {
        return new Written(
                (key, value) -> {
                    puts[i]++;
                    map.put().accept(key, value);
                },
                key -> {
                    removes[i]++;
                    map.remove().accept(key);
                },
                map.batch(),
                map.loadOne(),
                map.refresh(),
                map.snapshot(),
                map.count());
    }

    @Test
    void aRatioOrAFigureMeetsItsTarget() {
        assertThat(new Line("a batch", "ns", 30, 20, 2))
                .hasToString("| a batch | ns | 30 | 20 | 1.50 | 2.00 | yes |");
        assertThat(new Line("a batch", "ns", 50, 20, 2))
                .hasToString("| a batch | ns | 50 | 20 | 2.50 | 2.00 | **no** |");
        assertThat(new Line("a clone", "ms", 4.5, 0, 5))
                .hasToString("| a clone | ms | 4.50 |  |  | 5.00 | yes |");
    }
}
