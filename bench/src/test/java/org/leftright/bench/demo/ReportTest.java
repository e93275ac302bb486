// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/** Run alone: {@code mvn -pl bench -am test -Dtest=ReportTest}. */
class ReportTest {

    private static PhaseResult result(String name, Torn torn, Check check) {
        return result(name, torn, check, 1e6, 10_001);
    }

    private static PhaseResult result(
            String name, Torn torn, Check check, double flatOutRate, long due) {
        LatencyBoard.Interval reads = LatencyBoard.Interval.empty();
        for (int i = 1; i <= 10_000; i++) {
            reads.outside().recordValue(i);
        }
        reads.during().recordValue(5_000_000);
        Quantiles some = Quantiles.of(reads.outside());
        Quantiles none = Quantiles.of(LatencyBoard.Interval.empty().during());
        List<Slice> slices =
                List.of(
                        new Slice(0.1, some, 0, 10_000_000, 1),
                        new Slice(0.2, none, torn.all(), 20_000_000, 2),
                        new Slice(0.3, some, torn.all(), 15_000_000, 2));
        return new PhaseResult(
                name,
                torn.all() == 0,
                Map.of("versions", 7L),
                slices,
                List.of(new double[] {0.1, 0.15}),
                reads,
                due,
                10_001,
                flatOutRate,
                20_000,
                torn,
                new PhaseResult.Cost(100, 5, 3_000_000, 2_000_000, 1, 2),
                check);
    }

    private static Story story(List<PhaseResult> results) {
        return story(results, 2);
    }

    private static Story story(List<PhaseResult> results, int processors) {
        return new Story(results, new Plan.Load(1, 1, 1_000, 10, 3), 13, 6_000, processors);
    }

    /** Returns the page of a run that was made up. */
    static String page(Check check) throws IOException {
        List<PhaseResult> results =
                List.of(
                        result("left-right", Torn.NONE, check),
                        result("hash & maps", new Torn(3, 2, 1), check),
                        result("copy", Torn.NONE, check));
        return new Report(story(results), results, Map.of("machine", "1 x \"fast\" <cpu>"))
                .toHtml();
    }

    private static long count(String page, String pattern) {
        return Pattern.compile(pattern).matcher(page).results().count();
    }

    static Check equal() {
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
        figures =
                figures.replaceAll(
                        "<h2>.*</h2>\\s*(<p class=\"soft\">[^<]*</p>\\s*)?<div class=\"charts\">",
                        "");

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
    void theFirstSentenceHasTheFigures() throws IOException {
        String page = page(equal());

        assertThat(page.indexOf("<p class=\"headline\">")).isEqualTo(page.indexOf("<p"));
        assertThat(page)
                .containsPattern(
                        "class=\"headline\">While 13 batches of about 6,000 changes each arrived,"
                                + " 6 of hash &amp; maps's 20.0 k answers mixed two versions of the"
                                + " catalog \\(pages with prices of two price lists: 3, catalogs that"
                                + " name an absent product: 2, totals that no version had: 1\\), and none of"
                                + " left-right's 20.0 k did. Of copy's 20.0 k none did; it allocated 2.0"
                                + " MB for a batch, left-right 2.0 MB.<");
    }

    @Test
    void whoIsAheadOfLeftRightIsNamedWithBothFigures() throws IOException {
        List<PhaseResult> results =
                List.of(
                        result("left-right", Torn.NONE, equal()),
                        result("hash & maps", Torn.NONE, equal(), 3e6, 10_001),
                        result("copy", Torn.NONE, equal(), 1.05e6, 10_001));

        assertThat(new Report(story(results), results, Map.of()).toHtml())
                .containsSubsequence(
                        "Where others are ahead",
                        "hash &amp; maps was ahead of left-right in this run: flat out 3.00 M"
                                + " requests/s (left-right 1.00 M requests/s).<",
                        "copy was ahead of left-right in nothing here.<");
    }

    @Test
    void whatTheMachineCannotShowIsSaid() throws IOException {
        List<PhaseResult> results =
                List.of(
                        result("left-right", Torn.NONE, equal()),
                        result("copy", Torn.NONE, equal(), 1e6, 20_000));

        assertThat(new Report(story(results), results, Map.of()).toHtml())
                .contains(
                        "<p class=\"\">copy answered 10,001 of 20,000 requests in time, so its"
                                + " latencies depend on how long the run is",
                        "2 processors are shared by broker, producer, feed, collector and 1"
                                + " reader(s): latencies above a millisecond are mostly the"
                                + " scheduler's");
        assertThat(story(results, 64).limits())
                .endsWith("64 processors, 1 reader(s), everything in one process.");
    }

    @Test
    void eachPictureSaysWhatToSeeAndMarksTheBatches() throws IOException {
        String page = page(equal());

        assertThat(count(page, "<figcaption>")).isEqualTo(6);
        assertThat(count(page, "<p>[A-Z][^<]+</p></figcaption>")).isEqualTo(6);
        assertThat(count(page, "class=\"band\"")).isEqualTo(6);
    }

    @Test
    void darkModePhonesAndPrintAreThoughtOf() throws IOException {
        assertThat(page(equal()))
                .contains(
                        "prefers-color-scheme: dark",
                        "@media print",
                        "max-width: 640px",
                        "viewport");
    }

    @Test
    void aDifferenceIsShown() throws IOException {
        assertThat(page(new Check(3, 4, List.of("product 22423: wrong"), 1)))
                .contains("NOT equal", "product 22423: wrong", "NOT EQUAL");
    }

    @Test
    void foldersAreMadeAsNeeded(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("a").resolve("b.html");

        List<PhaseResult> results = List.of(result("left-right", Torn.NONE, equal()));
        new Report(story(results), results, Map.of()).write(file);

        assertThat(Files.readString(file)).startsWith("<!DOCTYPE html>");
    }
}
