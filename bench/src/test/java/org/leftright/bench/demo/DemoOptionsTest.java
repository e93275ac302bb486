// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Run alone: {@code mvn -pl bench -am test -Dtest=DemoOptionsTest}. */
@ResourceLock(Resources.SYSTEM_ERR)
class DemoOptionsTest {
    private int exitCode;

    private String errorsOf(String... args) {
        PrintStream before = System.err;
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        try {
            exitCode = Demo.run(args);
        } finally {
            System.setErr(before);
        }
        return errors.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "--readers,0",
        "--readers,many",
        "--duration,0",
        "--duration,-5",
        "--scale,0",
        "--scale,99999999",
        "--rate,0",
        "--flat-out,0",
        "--bootstrap,nowhere",
        "--bootstrap,host:port",
        "--bootstrap,[::1]9092",
        "--colour,red"
    })
    void aWrongOptionIsNamedAndTheExitCodeIs2(String option, String value) {
        String errors = errorsOf(option, value);

        assertThat(exitCode).isEqualTo(2);
        assertThat(errors).contains(option).contains("Usage:");
    }

    @Test
    void anAddressMayBeOfIpv6() {
        assertThat(Broker.isAddress("[::1]:9092")).isTrue();
        assertThat(Broker.isAddress("one:9092,two:9092,[fe80::1%eth0]:9092")).isTrue();
        assertThat(Broker.isAddress("::1:9092")).isFalse();
        assertThat(Broker.isAddress("[::1]")).isFalse();
    }

    @Test
    void aReportThatCannotBeWrittenIsFoundBeforeTheRun(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        String errors = errorsOf("--report", file.resolve("r.html").toString());

        assertThat(exitCode).isEqualTo(3);
        assertThat(errors).contains("cannot write the report").contains("r.html");
    }

    @Test
    void dataThatCannotBeUsedIsNamed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("data.csv"), "Invoice,StockCode\n1,2\n");
        String report = folder.resolve("r.html").toString();

        String errors = errorsOf("--data", file.toString(), "--report", report);

        assertThat(exitCode).isEqualTo(3);
        assertThat(errors).contains("data.csv").contains("no column Description");
    }

    @Test
    void aReportThatIsAFolderIsRefused(@TempDir Path folder) {
        assertThat(errorsOf("--report", folder.toString())).contains("--report is a folder");
        assertThat(exitCode).isEqualTo(2);
    }

    @Test
    @Timeout(60)
    void anUnreachableBrokerIsNamedAndTheExitCodeIs3(@TempDir Path folder) throws IOException {
        int freePort;
        try (ServerSocket socket = new ServerSocket(0)) {
            freePort = socket.getLocalPort();
        }
        String address = "127.0.0.1:" + freePort;

        String errors =
                errorsOf("--bootstrap", address, "--report", folder.resolve("r.html").toString());

        assertThat(exitCode).isEqualTo(3);
        assertThat(errors).contains("no Kafka broker answers at " + address);
    }

    @Test
    @Timeout(60)
    void aBrokerAddressThatDoesNotResolveIsNamed(@TempDir Path folder) {
        String errors =
                errorsOf(
                        "--bootstrap",
                        "no-such-host.invalid:9092",
                        "--report",
                        folder.resolve("r.html").toString());

        assertThat(exitCode).isEqualTo(3);
        assertThat(errors).contains("no-such-host.invalid:9092");
    }
}
