// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.leftright.bench.scaleout.ScaleOut;

/**
 * The demos at a broker in a process of its own, to their end and ended by SIGTERM. Run alone:
 * {@code mvn -pl bench -am test -Dtest=ExternalBrokerTest}.
 */
@Timeout(300)
class ExternalBrokerTest {
    @TempDir private static Path brokerFolder;

    private static BrokerProcess broker;

    @TempDir private Path folder;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = BrokerProcess.start(brokerFolder);
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    private JavaProcess start(Class<?> main, String... args) throws IOException {
        return JavaProcess.start(main, Map.of("java.io.tmpdir", folder.toString()), args);
    }

    private List<Path> leftBehind() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("leftright"))
                    .toList();
        }
    }

    @Test
    void theDemoRunsToItsEndAndDeletesItsTopics() throws Exception {
        try (JavaProcess demo =
                start(
                        Demo.class,
                        "--duration=1",
                        "--flat-out=1",
                        "--rate=100",
                        "--scale=1",
                        "--bootstrap=" + broker.bootstrap(),
                        "--report=" + folder.resolve("report.html"))) {
            String printed = demo.awaitEnd();

            assertThat(demo.exitCode()).as(printed).isZero();
        }
        assertThat(broker.topics()).isEmpty();
        assertThat(folder.resolve("report.html")).content().contains(broker.bootstrap());
    }

    @Test
    void theDemoEndedBySigtermDeletesItsTopics() throws Exception {
        String report = "--report=" + folder.resolve("report.html");
        try (JavaProcess demo =
                start(Demo.class, "--scale=1", "--bootstrap=" + broker.bootstrap(), report)) {
            demo.awaitLine("left-right: ");
            assertThat(broker.topics()).hasSize(2);

            String printed = demo.terminate();

            assertThat(printed).contains("interrupted").doesNotContain("left behind");
        }
        assertThat(broker.topics()).isEmpty();
    }

    @Test
    void scaleOutEndedBySigtermLeavesNoProcessFolderOrTopic() throws Exception {
        try (JavaProcess demo =
                start(ScaleOut.class, "--lines=2000", "--bootstrap=" + broker.bootstrap())) {
            demo.awaitLine("replica-1 is ready");
            assertThat(broker.topics()).hasSize(2);
            assertThat(leftBehind()).hasSize(1);
            List<ProcessHandle> instances = demo.children();
            assertThat(instances).hasSize(3);

            String printed = demo.terminate();

            assertThat(printed).contains("interrupted").doesNotContain("cannot delete");
            for (ProcessHandle instance : instances) {
                instance.onExit().get(1, TimeUnit.MINUTES);
            }
        }
        assertThat(leftBehind()).isEmpty();
        assertThat(broker.topics()).isEmpty();
    }

    @Test
    void scaleOutEndedBySigtermLeavesNothingOfItsOwnBroker() throws Exception {
        try (JavaProcess demo = start(ScaleOut.class, "--lines=2000")) {
            demo.awaitLine("replica-2 is killed");
            assertThat(leftBehind()).hasSize(2);

            demo.terminate();
        }
        assertThat(leftBehind()).isEmpty();
    }
}
