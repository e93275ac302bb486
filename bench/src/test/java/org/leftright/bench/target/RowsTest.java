// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The table of targets names what JMH knows. */
class RowsTest {
    private static final Map<String, BenchmarkListEntry> BENCHMARKS =
            BenchmarkList.defaultList()
                    .find(
                            OutputFormatFactory.createFormatInstance(
                                    System.out, VerboseMode.SILENT),
                            List.of(".*"),
                            List.of())
                    .stream()
                    .collect(
                            Collectors.toMap(
                                    BenchmarkListEntry::getUsername,
                                    Function.identity(),
                                    (one, other) -> one));

    static Collection<Cell> cells() {
        return Targets.rows(Scale.FULL).stream()
                .flatMap(row -> row.checks().stream())
                .flatMap(check -> check.samples().stream())
                .map(Sample::cell)
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void everyCellIsABenchmarkWithSuchParameters(Cell cell) {
        BenchmarkListEntry benchmark = BENCHMARKS.get(Cell.PACKAGE + cell.benchmark());

        assertThat(benchmark).as(cell.label()).isNotNull();
        assertThat(benchmark.getParams().orElse(Map.of())).containsKeys(names(cell));
    }

    private static String[] names(Cell cell) {
        return cell.params().keySet().toArray(String[]::new);
    }
}
