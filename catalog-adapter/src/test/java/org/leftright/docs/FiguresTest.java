// SPDX-License-Identifier: Apache-2.0
package org.leftright.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Ranges in the documents agree with the result files that are beside them. */
class FiguresTest {
    private static final Path README = Path.of("README.md");
    private static final Path BENCH = Path.of("bench", "README.md");
    private static final List<Integer> JDKS = List.of(25, 17);
    private static final String WORDS = "numbered string, sku";

    @Test
    void getsInTheReadme() {
        List<String> rows =
                List.of(
                        "| long ids at random |" + cells("random long; same"),
                        "| long ids in sequence, none there |" + cells("sequential long; absent"),
                        "| SKUs, equal Strings as they come with a request |" + cells("sku; equal"),
                        "| SKUs, the same String objects |" + cells("sku; same"),
                        "| URLs, equal Strings |" + cells("url; equal"),
                        "| UUIDs, equal |" + cells("random uuid; equal"),
                        "| records of two fields, equal |" + cells("record; equal"));
        assertThat(missing(README, rows)).isEmpty();
    }

    /** The cells of a row: left-right and ConcurrentHashMap, for each JDK. */
    private static String cells(String selection) {
        return JDKS.stream()
                .flatMap(jdk -> gets(jdk, selection))
                .filter(row -> row.get(1).equals("1,000,000") && row.get(2).equals("moved"))
                .map(row -> " " + row.get(4) + " ns | " + row.get(5) + " ns |")
                .collect(Collectors.joining());
    }

    @Test
    void getsInTheReportOfTheBenchmarks() {
        List<String> rows =
                List.of(
                        "| random long | same |" + gets("random long; same"),
                        "| sequential, strided long | same |"
                                + gets("sequential long, strided long; same"),
                        "| long | absent |"
                                + gets("sequential long, strided long, random long; absent"),
                        "| numbered String, SKU | equal |" + gets(WORDS + "; equal"),
                        "| numbered String, SKU | same |" + gets(WORDS + "; same"),
                        "| numbered String, SKU | absent |" + gets(WORDS + "; absent"),
                        "| URL | same / equal / absent |" + ofAllKinds("url"),
                        "| UUID | same / equal / absent |" + ofAllKinds("random uuid"),
                        "| record of two fields | same / equal / absent |" + ofAllKinds("record"));
        assertThat(missing(BENCH, rows)).isEmpty();
    }

    @Test
    void memoryInTheReadme() {
        List<String> longs = memory("random long");
        List<String> skus = memory("sku");
        String sentence =
                longs.get(2)
                        + " bytes each with long ids (`ConcurrentHashMap`: "
                        + longs.get(3)
                        + ") and "
                        + skus.get(2)
                        + " bytes each with Strings as keys ("
                        + skus.get(3)
                        + ")";
        assertThat(missing(README, List.of(sentence))).isEmpty();
    }

    /** What should stand in the document, and does not. */
    private static List<String> missing(Path document, List<String> texts) {
        String all = String.join("\n", Documents.lines(document));
        return texts.stream().filter(text -> !all.contains(text)).toList();
    }

    /** The cells of a row, one for each JDK: of each selection "keys; asked for" the range. */
    private static String gets(String... selections) {
        return JDKS.stream()
                .map(
                        jdk ->
                                Stream.of(selections)
                                        .map(selection -> range(ratios(jdk, selection)))
                                        .collect(Collectors.joining(" / ", " ", " |")))
                .collect(Collectors.joining());
    }

    private static DoubleStream ratios(int jdk, String selection) {
        return gets(jdk, selection).mapToDouble(row -> Double.parseDouble(row.get(7)));
    }

    private static Stream<List<String>> gets(int jdk, String selection) {
        List<String> keys = List.of(selection.split("; ")[0].split(", "));
        List<String> askedFor = List.of(selection.split("; ")[1].split(", "));
        return rows(jdk, "gets.md")
                .filter(row -> keys.contains(row.get(0)) && askedFor.contains(row.get(3)));
    }

    private static String ofAllKinds(String keys) {
        return gets(keys + "; same", keys + "; equal", keys + "; absent");
    }

    /** The row of the memory that a million entries take, on the newest JDK. */
    private static List<String> memory(String keys) {
        return rows(JDKS.get(0), "targets.md")
                .filter(row -> row.get(0).equals("memory of 1,000,000 entries, " + keys))
                .findFirst()
                .orElseThrow();
    }

    /** The cells of the tables in a result file. */
    private static Stream<List<String>> rows(int jdk, String file) {
        return Documents.lines(Path.of("bench", "results", "jdk" + jdk, file)).stream()
                .filter(line -> line.startsWith("| "))
                .map(line -> List.of(line.substring(2).split(" +\\| *")));
    }

    private static String range(DoubleStream figures) {
        double[] sorted = figures.sorted().toArray();
        assertThat(sorted).isNotEmpty();
        return String.format(Locale.ROOT, "%.2f to %.2f", sorted[0], sorted[sorted.length - 1]);
    }
}
