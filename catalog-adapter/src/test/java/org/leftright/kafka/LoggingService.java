// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.leftright.catalog.ProductCatalog;

/**
 * A process with a feed, and all that it logs at the usual level, its Kafka clients included: what
 * an operator gets to read.
 */
final class LoggingService implements AutoCloseable {
    private final Process process;
    private final Path log;
    private final Path states;

    /** In place of a consumer property: a file to which it writes as often as it can. */
    static final String CHECKPOINT = "checkpoint";

    /**
     * Starts it.
     *
     * @param more consumer properties, and perhaps the checkpoint
     */
    LoggingService(Path folder, String servers, String topic, Map<String, Object> more)
            throws IOException {
        log = folder.resolve("log");
        states = folder.resolve("states");
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
                        "-Djava.util.logging.SimpleFormatter.format=%5$s%n",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoggingService.class.getName(),
                        servers,
                        topic);
        more.forEach((key, value) -> builder.command().add(key + "=" + value));
        process = builder.redirectError(log.toFile()).redirectOutput(states.toFile()).start();
    }

    /** What was logged. */
    List<String> lines() throws IOException {
        return Files.readAllLines(log);
    }

    /** The states that the feed has been in. */
    List<String> states() throws IOException {
        return Files.readAllLines(states);
    }

    @Override
    public void close() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** In the process of its own. */
    public static void main(String[] args) throws InterruptedException {
        Map<String, Object> properties = new HashMap<>();
        for (String argument : List.of(args).subList(2, args.length)) {
            String[] parts = argument.split("=", 2);
            properties.put(parts[0], parts[1]);
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        ProductCatalog<String> catalog = ProductCatalog.create();
        KafkaCatalogFeedBuilder<String> builder =
                KafkaCatalogFeed.builder(catalog, new StringDeserializer());
        Object checkpoint = properties.remove(CHECKPOINT);
        if (checkpoint != null) {
            builder.checkpoint(Path.of(checkpoint.toString()), new StringSerializer())
                    .checkpointEvery(Duration.ofMillis(10));
        }
        try (KafkaCatalogFeed<String> feed =
                builder.bootstrapServers(args[0])
                        .productsTopic(args[1])
                        .consumerProperties(properties)
                        .staleAfter(Duration.ofSeconds(3))
                        .listener(
                                new FeedListener() {
                                    @Override
                                    public void onState(FeedState state) {
                                        out.println(state);
                                    }
                                })
                        .build()) {
            feed.start();
            TimeUnit.DAYS.sleep(1);
        }
    }
}
