// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A broker in a process of its own, which can be killed, stopped for a while, and run out of disk.
 * It has the same address whenever it is started again.
 */
public final class BrokerProcess implements AutoCloseable {
    /** Begins what is thrown if the broker does not start. */
    public static final String NOT_STARTED = "the broker has not started";

    private static final String AT = "broker at ";

    /** The broker's own folder, in that of its process. */
    public static final String DATA = "data";

    private final Path folder;
    private final Path first;
    private Process process;
    private String servers;

    /**
     * Starts it.
     *
     * @param folder an empty folder
     * @throws IOException if there can be no process
     */
    public BrokerProcess(Path folder) throws IOException {
        this(folder, folder);
    }

    /**
     * Starts a second broker, of the cluster of this one.
     *
     * @param itsFolder an empty folder
     * @return it
     * @throws IOException if there can be no process
     */
    public BrokerProcess second(Path itsFolder) throws IOException {
        return new BrokerProcess(itsFolder, folder);
    }

    private BrokerProcess(Path folder, Path first) throws IOException {
        this.folder = folder;
        this.first = first;
        this.process = startProcess("unlimited");
        this.servers = awaitStart();
    }

    /**
     * Starts the broker again, after it has ended.
     *
     * @throws IOException if there can be no process
     */
    public void start() throws IOException {
        start("unlimited");
    }

    /**
     * Starts it with a limit for the size of its files: at the limit the disk is full.
     *
     * @param blockCount the limit, in blocks
     * @throws IOException if there can be no process
     */
    public void startWithFilesOf(int blockCount) throws IOException {
        start(Integer.toString(blockCount));
    }

    private void start(String blockCount) throws IOException {
        String before = servers;
        process = startProcess(blockCount);
        servers = awaitStart();
        if (!servers.equals(before)) {
            throw new IllegalStateException("somebody has taken the port of " + before);
        }
    }

    private Process startProcess(String blockCount) throws IOException {
        return new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -f \"$0\" && exec \"$@\"",
                        blockCount,
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        folder.resolve(DATA).toString(),
                        first.resolve(DATA).toString())
                .redirectError(folder.resolve("log").toFile())
                .start();
    }

    private String awaitStart() throws IOException {
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(AT)) {
                return line.substring(AT.length());
            }
        }
        throw new IllegalStateException(
                NOT_STARTED + ": " + Files.readString(folder.resolve("log")));
    }

    /**
     * Runs the broker until the input ends, as it does with the process that has started it.
     *
     * @param args its folder, and that of the broker whose cluster it joins, or its own
     * @throws Exception if it does not start
     */
    public static void main(String[] args) throws Exception {
        Path data = Files.createDirectories(Path.of(args[0]));
        Path first = Path.of(args[1]);
        try (EmbeddedBroker broker =
                data.equals(first)
                        ? EmbeddedBroker.start(data)
                        : EmbeddedBroker.join(first, data)) {
            System.out.println(AT + broker.bootstrapServers());
            while (System.in.read() >= 0) {
                // nothing is asked of it
            }
        }
    }

    /**
     * The address for clients, also while it does not run.
     *
     * @return host:port
     */
    public String servers() {
        return servers;
    }

    /**
     * The address for clients that speak TLS and have a password. Nobody listens there if {@link
     * #DATA} held no {@link TlsKeys} when the broker was started.
     *
     * @return host:port
     * @throws IOException if the broker's folder cannot be read
     */
    public String tlsServers() throws IOException {
        return EmbeddedBroker.tlsServers(folder.resolve(DATA));
    }

    /**
     * Ends the process like {@code kill -9}.
     *
     * @throws InterruptedException if interrupted
     */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /**
     * Sends a signal.
     *
     * @param name such as {@code STOP} and {@code CONT}
     * @throws Exception if it cannot be sent
     */
    public void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    /**
     * Waits until the process has ended by itself.
     *
     * @param limit how long at most
     * @throws InterruptedException if interrupted
     */
    public void awaitEnd(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the broker has not ended");
        }
    }

    /**
     * What the broker has logged.
     *
     * @return its lines
     * @throws IOException if they cannot be read
     */
    public List<String> lines() throws IOException {
        return Files.readAllLines(folder.resolve("log"));
    }

    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
