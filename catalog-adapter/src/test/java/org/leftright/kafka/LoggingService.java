// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.leftright.catalog.ProductCatalog;

/**
 * A process with feeds, and all that they log at the usual level, their Kafka clients included:
 * what an operator gets to read.
 */
final class LoggingService implements AutoCloseable {
    /** Key of a checkpoint file, which the feed writes as often as it can. */
    static final String CHECKPOINT = "checkpoint";

    /** Key of the topic of the products. */
    static final String TOPIC = "topic";

    /**
     * Key of the pause before a restart, in milliseconds; such a feed fails at the first bad
     * record.
     */
    static final String RESTART_AFTER = "restart.after";

    /** Key of the silence, in milliseconds, after which the feed is stale. */
    static final String STALE_AFTER = "stale.after";

    /** What a value begins with that is not decoded. */
    static final String BAD = "bad";

    private final Process process;
    private final Path log;
    private final Path states;

    /**
     * Starts it.
     *
     * @param feeds for the name of each feed, consumer properties and the above
     */
    LoggingService(Path folder, Map<String, Map<String, Object>> feeds) throws IOException {
        log = folder.resolve("log");
        states = folder.resolve("states");
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
                        "-Djava.util.logging.SimpleFormatter.format=%5$s%n%6$s",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoggingService.class.getName());
        feeds.forEach(
                (name, properties) ->
                        properties.forEach(
                                (key, value) ->
                                        builder.command().add(name + "/" + key + "=" + value)));
        process = builder.redirectError(log.toFile()).redirectOutput(states.toFile()).start();
    }

    /** Returns what was logged. */
    List<String> lines() throws IOException {
        return Files.readAllLines(log);
    }

    /** What was logged of one feed: its name is that of its thread and of its clients, too. */
    List<String> lines(String name) throws IOException {
        List<String> its = new ArrayList<>();
        boolean isIts = false;
        for (String line : lines()) {
            isIts = goesOn(line) ? isIts : line.contains(name);
            if (isIts) {
                its.add(line);
            }
        }
        return its;
    }

    /** Whether a line is of a stack trace or of a list of properties. */
    static boolean goesOn(String line) {
        return line.isBlank()
                || line.startsWith("\t")
                || line.startsWith("Caused by")
                || line.startsWith(FeedException.class.getName());
    }

    /** The states that a feed has been in. */
    List<String> states(String name) throws IOException {
        return Files.readAllLines(states).stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .toList();
    }

    @Override
    public void close() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs the feeds, in a process of its own. */
    public static void main(String[] args) throws InterruptedException {
        Map<String, Map<String, Object>> feeds = new TreeMap<>();
        for (String argument : args) {
            String[] parts = argument.split("[/=]", 3);
            feeds.computeIfAbsent(parts[0], name -> new HashMap<>()).put(parts[1], parts[2]);
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        feeds.forEach((name, properties) -> feed(name, properties, out).start());
        TimeUnit.DAYS.sleep(1);
    }

    private static KafkaCatalogFeed<String> feed(
            String name, Map<String, Object> properties, PrintStream out) {
        StringDeserializer strings = new StringDeserializer();
        KafkaCatalogFeedBuilder<String> builder =
                KafkaCatalogFeed.builder(
                                ProductCatalog.<String>create(),
                                (topic, bytes) -> {
                                    String text = strings.deserialize(topic, bytes);
                                    if (text.startsWith(BAD)) {
                                        throw new SerializationException("I refuse");
                                    }
                                    return text;
                                })
                        .name(name)
                        .productsTopic(properties.remove(TOPIC).toString())
                        .staleAfter(millis(properties.getOrDefault(STALE_AFTER, 3_000)))
                        .listener(Listening.onState(state -> out.println(name + " " + state)));
        properties.remove(STALE_AFTER);
        Object checkpoint = properties.remove(CHECKPOINT);
        if (checkpoint != null) {
            builder.checkpoint(Path.of(checkpoint.toString()), new StringSerializer())
                    .checkpointEvery(Duration.ofMillis(10));
        }
        Object pause = properties.remove(RESTART_AFTER);
        if (pause != null) {
            builder.failOnPoison().restartAfter(millis(pause));
        }
        return builder.consumerProperties(properties).build();
    }

    private static Duration millis(Object count) {
        return Duration.ofMillis(Long.parseLong(count.toString()));
    }
}
