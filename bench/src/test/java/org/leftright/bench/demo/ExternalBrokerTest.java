// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.leftright.bench.scaleout.ScaleOut;
import org.leftright.kafka.broker.BrokerProcess;

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
        broker = new BrokerProcess(brokerFolder);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private JavaProcess start(Class<?> main, String... args) throws IOException {
        return JavaProcess.start(main, Map.of("java.io.tmpdir", folder.toString()), args);
    }

    /** The topics that the demos have made and not deleted. */
    private static Set<String> topics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.servers()))) {
            return admin.listTopics().names().get(30, TimeUnit.SECONDS).stream()
                    .filter(name -> name.startsWith("leftright"))
                    .collect(Collectors.toSet());
        }
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
                        "--bootstrap=" + broker.servers(),
                        "--report=" + folder.resolve("report.html"))) {
            String printed = demo.awaitEnd();

            assertThat(demo.exitCode()).as(printed).isZero();
        }
        assertThat(topics()).isEmpty();
        assertThat(folder.resolve("report.html")).content().contains(broker.servers());
    }

    @Test
    void theDemoEndedBySigtermDeletesItsTopics() throws Exception {
        String report = "--report=" + folder.resolve("report.html");
        try (JavaProcess demo =
                start(Demo.class, "--scale=1", "--bootstrap=" + broker.servers(), report)) {
            demo.awaitLine("left-right: ");
            assertThat(topics()).hasSize(2);

            String printed = demo.terminate();

            assertThat(printed).contains("interrupted").doesNotContain("left behind");
        }
        assertThat(topics()).isEmpty();
    }

    @Test
    void scaleOutEndedBySigtermLeavesNoProcessFolderOrTopic() throws Exception {
        try (JavaProcess demo =
                start(ScaleOut.class, "--lines=2000", "--bootstrap=" + broker.servers())) {
            demo.awaitLine("replica-1 is ready");
            assertThat(topics()).hasSize(2);
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
        assertThat(topics()).isEmpty();
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
