// SPDX-License-Identifier: Apache-2.0
package compared;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.leftright.kafka.broker.EmbeddedBroker;

/** A broker in a process of its own, which can be killed and started again at the same address. */
final class Broker implements AutoCloseable {
    private static final String AT = "broker at ";

    private final Path folder;
    private final String servers;
    private Process process;

    Broker(Path folder) throws IOException {
        this.folder = folder;
        this.servers = launch();
    }

    /** Runs the broker until the input ends, as it does with the process that has started it. */
    public static void main(String[] args) throws Exception {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
        try (EmbeddedBroker broker =
                EmbeddedBroker.start(Files.createDirectories(Path.of(args[0])))) {
            System.out.println(AT + broker.bootstrapServers());
            while (System.in.read() >= 0) {
                // nothing is asked of it
            }
        }
    }

    /** Starts the broker again, with what it held before. */
    void start() throws IOException {
        if (!launch().equals(servers)) {
            throw new IllegalStateException("somebody has taken the port of " + servers);
        }
    }

    private String launch() throws IOException {
        process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Broker.class.getName(),
                                folder.resolve("data").toString())
                        .redirectError(folder.resolve("log").toFile())
                        .start();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(AT)) {
                return line.substring(AT.length());
            }
        }
        throw new IllegalStateException(
                "the broker did not start: " + Files.readString(folder.resolve("log")));
    }

    String servers() {
        return servers;
    }

    /** Ends the process like {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
