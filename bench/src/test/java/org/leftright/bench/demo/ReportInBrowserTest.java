// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The report as a browser lays it out, without a window; skipped where no Chromium or Chrome is
 * installed. Run alone: {@code mvn -pl bench -am test -Dtest=ReportInBrowserTest}.
 */
@Timeout(180)
class ReportInBrowserTest {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "chrome");

    @TempDir private Path folder;

    private static Path browser() {
        List<Path> found =
                Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                        .filter(Files::isExecutable)
                        .toList();
        assumeTrue(!found.isEmpty(), "skipped: no Chromium or Chrome on the PATH");
        return found.get(0);
    }

    /** Runs the browser on a file and returns what it prints. */
    private String browse(Path page, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(browser().toString());
        command.addAll(
                List.of(
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + folder.resolve("profile")));
        command.addAll(List.of(options));
        command.add(page.toUri().toString());
        Path printed = folder.resolve("printed");
        Process process =
                new ProcessBuilder(command)
                        .redirectOutput(printed.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("the browser ends").isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return Files.readString(printed, StandardCharsets.UTF_8);
    }

    /** Lays the report out in a frame of this width and measures it there. */
    private JsonNode measure(int width, boolean dark) throws Exception {
        String script;
        try (var in = ReportInBrowserTest.class.getResourceAsStream("measure.js")) {
            script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        String html =
                "<iframe style=\"border:0;width:%dpx;height:900px\" srcdoc=\"%s\"></iframe><script>%s</script>"
                        .formatted(
                                width, Report.escape(ReportTest.page(ReportTest.equal())), script);
        Path page = Files.writeString(folder.resolve("page.html"), html);
        List<String> options = new ArrayList<>(List.of("--dump-dom", "--window-size=1400,1000"));
        if (dark) {
            options.add("--blink-settings=preferredColorScheme=0");
        }
        String dom = browse(page, options.toArray(String[]::new));
        Matcher measured = Pattern.compile("<pre>(.*)</pre>").matcher(dom);
        assertThat(measured.find()).as(dom).isTrue();
        return JsonMapper.builder().build().readTree(measured.group(1));
    }

    @ParameterizedTest
    @CsvSource({"360,false", "360,true", "768,false", "1300,false", "1300,true"})
    void itIsLegibleAtThisWidth(int width, boolean dark) throws Exception {
        JsonNode measured = measure(width, dark);

        assertThat(measured.get("dark").asBoolean()).as("dark").isEqualTo(dark);
        assertThat(measured.get("tooWide").asInt()).as("pixels beyond the width").isZero();
        assertThat(measured.get("charts").asInt()).isEqualTo(6);
        assertThat(measured.get("smallestText").asDouble())
                .as("smallest text")
                .isGreaterThanOrEqualTo(9);
        assertThat(measured.get("leastContrast").asDouble())
                .as("contrast")
                .isGreaterThanOrEqualTo(4.5);
        assertThat(measured.get("overlapping")).as("texts that overlap").isEmpty();
        assertThat(measured.get("cutOff")).as("texts that are cut off").isEmpty();
    }

    @Test
    void itPrintsOnAFewPages() throws Exception {
        Path page =
                Files.writeString(folder.resolve("page.html"), ReportTest.page(ReportTest.equal()));
        Path pdf = folder.resolve("page.pdf");

        browse(page, "--no-pdf-header-footer", "--print-to-pdf=" + pdf);

        String text = Files.readString(pdf, StandardCharsets.ISO_8859_1);
        assertThat(text).startsWith("%PDF");
        assertThat(Pattern.compile("/Type\\s*/Page\\b").matcher(text).results().count())
                .as("pages")
                .isBetween(1L, 4L);
    }
}
