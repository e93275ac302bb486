// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The whole demo, shortened. Run alone: {@code mvn -pl bench -am test -Dtest=DemoTest}. */
@ResourceLock(Resources.SYSTEM_OUT)
class DemoTest {

    @Test
    @Timeout(300)
    void allEndEqualToTheReplayAndTheReportIsThere(@TempDir Path folder) throws IOException {
        Path report = folder.resolve("report.html");
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        int exitCode;
        try {
            exitCode =
                    Demo.run(
                            "--duration", "2",
                            "--flat-out", "1",
                            "--rate", "500",
                            "--scale", "3",
                            "--readers", "2",
                            "--report", report.toString());
        } finally {
            System.setOut(before);
        }

        String text = printed.toString(StandardCharsets.UTF_8);
        assertThat(exitCode).as(text).isZero();
        assertThat(firstLineOfTheEnd(text))
                .startsWith("While ")
                .contains("and none of left-right's ");
        assertThat(text.chars().filter(c -> c < ' ' && c != '\n').toArray())
                .as("control characters")
                .isEmpty();
        assertThat(Files.readString(report))
                .contains("<b>left-right</b> is equal to the independent replay")
                .contains("<b>ConcurrentHashMap</b> is equal to the independent replay")
                .contains("<b>copy-and-swap</b> is equal to the independent replay");
    }

    /** The first line after the last subject was compared with the replay. */
    private static String firstLineOfTheEnd(String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        int last = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(" is equal to the independent replay")) {
                last = i;
            }
        }
        return lines.get(last + 1);
    }
}
