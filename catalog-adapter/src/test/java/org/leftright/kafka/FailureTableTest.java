// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Each row of the guide's table of failures is shown by a test, which {@code failures.txt} names.
 */
class FailureTableTest {
    private static final Path GUIDE = Path.of("guide/kafka-in-production.md");
    private static final String HEAD = "| what | readers | the feed | the log |";

    @Test
    void eachRowIsShownByTests() throws IOException {
        List<String> rows = rows();
        Map<String, List<String>> tests = tests();
        for (String row : rows) {
            assertThat(tests.keySet()).as(row).filteredOn(row::startsWith).hasSize(1);
        }
        for (String begin : tests.keySet()) {
            assertThat(rows).as(begin).filteredOn(row -> row.startsWith(begin)).hasSize(1);
        }
        tests.values().stream()
                .flatMap(List::stream)
                .forEach(
                        test ->
                                assertThatCode(() -> MutantFork.selectorOf(test))
                                        .as(test)
                                        .doesNotThrowAnyException());
    }

    /** What goes wrong, of each row. */
    private static List<String> rows() throws IOException {
        List<String> rows = new ArrayList<>();
        List<String> lines = Files.readAllLines(GUIDE);
        for (int i = lines.indexOf(HEAD) + 2; lines.get(i).startsWith("| "); i++) {
            rows.add(lines.get(i).split(" \\| ", 2)[0].substring(2));
        }
        return rows;
    }

    private static Map<String, List<String>> tests() throws IOException {
        Map<String, List<String>> tests = new LinkedHashMap<>();
        try (InputStream in = FailureTableTest.class.getResourceAsStream("/failures.txt")) {
            new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(" \\| "))
                    .forEach(parts -> tests.put(parts[0], List.of(parts[1].split(" "))));
        }
        return tests;
    }
}
