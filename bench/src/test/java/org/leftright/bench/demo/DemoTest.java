// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole demo, shortened. Run alone: {@code mvn -pl bench -am test -Dtest=DemoTest}. */
class DemoTest {

    @Test
    @Timeout(300)
    void bothCatalogsEndEqualToTheReplayAndTheReportIsThere(@TempDir Path folder)
            throws IOException {
        Path report = folder.resolve("report.html");

        int exitCode =
                Demo.run(
                        "--duration", "2",
                        "--scale", "3",
                        "--readers", "2",
                        "--report", report.toString());

        assertThat(exitCode).isZero();
        assertThat(Files.readString(report))
                .contains("<b>left-right</b> is equal to the independent replay")
                .contains("<b>ConcurrentHashMap</b> is equal to the independent replay");
    }
}
