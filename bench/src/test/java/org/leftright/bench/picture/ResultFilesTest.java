// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.leftright.bench.strategy.StrategyKind;

class ResultFilesTest {
    @TempDir private Path folder;

    @Test
    void theSameCellOfSeveralFilesIsPooled() throws IOException {
        Path one = plain("one.json", read("LEFT_RIGHT", 1_000, 10));
        Path other = measured("other.json", read("LEFT_RIGHT", 1_000, 30));

        ResultFiles results = new ResultFiles(List.of(one, other));

        List<Cell> cells = results.cells("StrategyReadBenchmark", "strategy");
        assertThat(cells).hasSize(1);
        assertThat(cells.get(0).medianNs()).isEqualTo(20);
        assertThat(cells.get(0).median("cpu.threads")).isEqualTo(10);
        assertThat(results.provenance())
                .isEqualTo("JDK 17.0.1+1; 4 x a processor, an OS, JDK 17, a day");
    }

    @Test
    void anythingElseIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("x.json"), "{\"x\": 1}");

        assertThatThrownBy(() -> new ResultFiles(List.of(file))).hasMessageContaining("x.json");
    }

    @Test
    void crossoversAreComputedFromTheFiles() throws IOException {
        Path file =
                measured(
                        "reads.json",
                        read("LEFT_RIGHT", 1_000, 20),
                        read("LEFT_RIGHT", 100_000, 30),
                        read("CONCURRENT_HASH_MAP", 1_000, 10),
                        read("CONCURRENT_HASH_MAP", 100_000, 60),
                        batch("LEFT_RIGHT", 1_000, 10, 100),
                        batch("LEFT_RIGHT", 1_000, 1_000, 10_000),
                        batch("SWAP_AGRONA", 1_000, 10, 1_000),
                        batch("SWAP_AGRONA", 1_000, 1_000, 1_000));
        StringWriter out = new StringWriter();

        int exit = Crossovers.command().setOut(new PrintWriter(out)).execute(file.toString());

        assertThat(exit).isZero();
        assertThat(out.toString())
                .contains("| ConcurrentHashMap | 2.00 | 0.50 | from 10,000 |")
                .contains("| swap Agrona | 0.10 | 10 | up to 10% |");
    }

    @Test
    void picturesAreDrawnWithoutADisplay() throws IOException {
        List<String> entries = new ArrayList<>();
        for (StrategyKind kind : StrategyKind.values()) {
            for (int i = 1; i <= 3; i++) {
                int n = (int) Math.pow(10, i + 2);
                entries.add(read(kind.name(), n, 5 * i + kind.ordinal()));
                entries.add(batch(kind.name(), 1_000, n, n * (1 + kind.ordinal())));
            }
        }
        Path file = measured("all.json", entries.toArray(String[]::new));

        int exit = Pictures.command().execute("--out", folder.toString(), file.toString());

        assertThat(exit).isZero();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .contains("read-time.png", "batch-cost-1000.png")
                    .doesNotContain("read-latency.png");
        }
        BufferedImage image = ImageIO.read(folder.resolve("read-time.png").toFile());
        assertThat(image.getWidth()).isGreaterThan(2_000);
        assertThat(image.getRGB(0, 0)).isEqualTo(0xFFFFFFFF);
    }

    private Path plain(String name, String... entries) throws IOException {
        return Files.writeString(folder.resolve(name), "[" + String.join(",", entries) + "]");
    }

    private Path measured(String name, String... entries) throws IOException {
        return Files.writeString(
                folder.resolve(name),
                """
                {"provenance": {"machine": "4 x a processor", "system": "an OS",
                                "java": "JDK 17", "date": "a day"},
                 "benchmarks": [%s]}
                """
                        .formatted(String.join(",", entries)));
    }

    private static String read(String strategy, int n, double ns) {
        return entry(
                "StrategyReadBenchmark.get",
                String.format(Locale.ROOT, "\"strategy\":\"%s\",\"n\":\"%d\"", strategy, n),
                "ns/op",
                ns);
    }

    private static String batch(String strategy, int n, int d, double us) {
        return entry(
                "StrategyBatchBenchmark.batch",
                String.format(
                        Locale.ROOT,
                        "\"strategy\":\"%s\",\"n\":\"%d\",\"d\":\"%d\"",
                        strategy,
                        n,
                        d),
                "us/op",
                us);
    }

    /** Writes what is read here of JMH's format. */
    private static String entry(String benchmark, String params, String unit, double score) {
        return String.format(
                Locale.ROOT,
                """
                {"benchmark": "org.leftright.bench.strategy.%s",
                 "vmVersion": "17.0.1+1",
                 "params": {%s},
                 "primaryMetric": {"scoreUnit": "%s", "rawData": [[%f]]},
                 "secondaryMetrics":
                     {"cpu.threads": {"scoreUnit": "ns/op", "rawData": [[%f]]}}}
                """,
                benchmark,
                params,
                unit,
                score,
                score / 2);
    }
}
