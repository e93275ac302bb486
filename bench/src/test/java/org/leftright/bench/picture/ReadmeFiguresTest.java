// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.leftright.bench.strategy.StrategyKind;

/**
 * The README's answers have the figures of the result files. Run alone: {@code mvn -pl bench -am
 * test -Dtest=ReadmeFiguresTest}.
 */
class ReadmeFiguresTest {
    private static double medianNs(String file, StrategyKind strategy, Map<String, Integer> params)
            throws IOException {
        Path results = Path.of("results", "jdk25", file);
        return new ResultFiles(List.of(results))
                .cellsWith("strategy").stream()
                        .filter(cell -> cell.isOf(strategy))
                        .filter(
                                cell ->
                                        params.entrySet().stream()
                                                .allMatch(
                                                        param ->
                                                                cell.number(param.getKey())
                                                                        == param.getValue()))
                        .findFirst()
                        .orElseThrow()
                        .medianNs(Cell.MAIN);
    }

    private static String say(String format, double... figures) {
        return String.format(Locale.ROOT, format, Arrays.stream(figures).boxed().toArray());
    }

    @Test
    void theAnswersHaveTheFiguresOfTheResultFiles() throws IOException {
        Map<String, Integer> million = Map.of("n", 1_000_000);
        Map<String, Integer> batch = Map.of("n", 1_000_000, "d", 100);

        List<String> answers =
                List.of(
                        say(
                                "a get takes %.0f ns (left-right: %.0f ns)",
                                medianNs("reads.json", StrategyKind.OVERLAY, million),
                                medianNs("reads.json", StrategyKind.LEFT_RIGHT, million)),
                        say(
                                "a batch of 100 takes %.0f µs; with a copied `HashMap` it takes"
                                        + " %.0f ms",
                                medianNs("batches.json", StrategyKind.LEFT_RIGHT, batch) / 1e3,
                                medianNs("batches.json", StrategyKind.SWAP_HASH_MAP, batch) / 1e6));

        String readme = Files.readString(Path.of("..", "README.md"));
        assertThat(answers).filteredOn(answer -> !readme.contains(answer)).isEmpty();
    }
}
