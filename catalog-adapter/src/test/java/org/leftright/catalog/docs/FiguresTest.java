// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
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
    private static final String STRINGS = WORDS + ", url";

    @Test
    void getsInTheReadme() {
        List<String> rows =
                List.of(
                        "| long ids that are there: random / sequential |"
                                + gets("random long; same", "sequential long; same"),
                        "| long ids that are not there: random / sequential |"
                                + gets("random long; absent", "sequential long; absent"),
                        "| Strings: equal, as they come with a request |"
                                + gets(STRINGS + "; equal"),
                        "| Strings: the same object / not there |"
                                + gets(STRINGS + "; same", STRINGS + "; absent"),
                        "| UUIDs and records, of all three kinds |"
                                + gets("random uuid, record; same, equal, absent"));
        assertThat(missing(README, rows)).isEmpty();
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
        List<String> sentences =
                List.of(
                        "Both sides together take " + memory("random long") + " times the memory",
                        "with Strings as keys " + memory("sku") + " times");
        assertThat(missing(README, sentences)).isEmpty();
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
        List<String> keys = List.of(selection.split("; ")[0].split(", "));
        List<String> askedFor = List.of(selection.split("; ")[1].split(", "));
        return rows(jdk, "gets.md", line -> true)
                .filter(row -> keys.contains(row.get(0)) && askedFor.contains(row.get(3)))
                .mapToDouble(row -> Double.parseDouble(row.get(7)));
    }

    private static String ofAllKinds(String keys) {
        return gets(keys + "; same", keys + "; equal", keys + "; absent");
    }

    /** The ratios of both sides' memory, with all collectors, of all JDKs. */
    private static String memory(String keys) {
        return range(
                JDKS.stream()
                        .flatMap(jdk -> rows(jdk, "targets.md", line -> true))
                        .filter(
                                row ->
                                        row.get(0).startsWith("memory ")
                                                && row.get(0).endsWith(", " + keys))
                        .mapToDouble(row -> Double.parseDouble(row.get(4))));
    }

    /** The cells of the tables in a result file, from a line on to the next heading. */
    private static Stream<List<String>> rows(int jdk, String file, Predicate<String> begins) {
        return Documents.lines(Path.of("bench", "results", "jdk" + jdk, file)).stream()
                .dropWhile(begins.negate())
                .skip(1)
                .takeWhile(line -> !line.startsWith("#"))
                .filter(line -> line.startsWith("| "))
                .map(line -> List.of(line.substring(2).split(" +\\| *")));
    }

    private static String range(DoubleStream figures) {
        double[] sorted = figures.sorted().toArray();
        assertThat(sorted).isNotEmpty();
        return String.format(Locale.ROOT, "%.2f to %.2f", sorted[0], sorted[sorted.length - 1]);
    }
}
