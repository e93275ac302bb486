// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/** Run alone: {@code mvn -pl bench -am test -Dtest=ReportTest}. */
class ReportTest {

    private static PhaseResult result(String name, Check check) {
        LatencyBoard.Interval reads = LatencyBoard.Interval.empty();
        for (int i = 1; i <= 10_000; i++) {
            reads.outside().recordValue(i);
        }
        reads.during().recordValue(5_000_000);
        Quantiles outside = Quantiles.of(reads.outside());
        Quantiles during = Quantiles.of(reads.during());
        Quantiles none = Quantiles.of(LatencyBoard.Interval.empty().during());
        List<Slice> slices =
                List.of(
                        new Slice(0.25, 1e7, during, outside),
                        new Slice(0.5, 2e7, none, outside),
                        new Slice(0.75, 1e7, during, outside));
        return new PhaseResult(
                name,
                Map.of("versions", 7L),
                slices,
                reads,
                0.75,
                10_001,
                9_000,
                0,
                true,
                3,
                30,
                1,
                100,
                5,
                3,
                1_000_000,
                0.0,
                1,
                2,
                check);
    }

    private static String page(Check check) throws IOException {
        return new Report(
                        List.of(result("left-right", check), result("hash & maps", check)),
                        Map.of("machine", "1 x \"fast\" <cpu>"))
                .toHtml();
    }

    private static Check equal() {
        return new Check(3, 4, List.of(), 0);
    }

    @Test
    void thePageNeedsNoOtherFile() throws IOException {
        assertThat(page(equal()))
                .doesNotContain("http:", "https:", "src=", "href=", "@import", "url(", "{{");
    }

    @Test
    void everyFigureIsWellFormed() throws Exception {
        String body = page(equal());
        int begin = body.indexOf("<figure>");
        int end = body.lastIndexOf("</figure>");
        // Between the figures the page closes and opens the boxes that hold them.
        String figures =
                "<div>" + body.substring(begin, end).replace("</div>", "") + "</figure></div>";
        figures = figures.replaceAll("<h2>.*</h2>\\s*<div class=\"charts\">", "");

        var parsed =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(figures)));

        assertThat(parsed.getElementsByTagName("svg").getLength()).isEqualTo(6);
    }

    @Test
    void textOfTheRunIsEscaped() throws IOException {
        assertThat(page(equal()))
                .contains("hash &amp; maps", "1 x &quot;fast&quot; &lt;cpu&gt;")
                .doesNotContain("<cpu>");
    }

    @Test
    void aSliceWithoutReadsMakesAGap() throws IOException {
        assertThat(page(equal())).containsPattern("class=\"max\" d=\"M[^L\"]+M[^L\"]+\"");
    }

    @Test
    void aDifferenceIsShown() throws IOException {
        assertThat(page(new Check(3, 4, List.of("product 22423: wrong"), 1)))
                .contains("NOT equal", "product 22423: wrong", "NOT EQUAL");
    }

    @Test
    void foldersAreMadeAsNeeded(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a").resolve("b.html");

        new Report(List.of(result("left-right", equal())), Map.of()).write(file);

        assertThat(Files.readString(file)).startsWith("<!DOCTYPE html>");
    }
}
