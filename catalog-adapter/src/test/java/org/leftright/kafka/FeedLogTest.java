// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.leftright.kafka.LoggingService.BAD;
import static org.leftright.kafka.LoggingService.RESTART_AFTER;
import static org.leftright.kafka.LoggingService.STALE_AFTER;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.leftright.kafka.broker.EmbeddedBroker;

/**
 * What a feed and its Kafka clients log together at the usual level, in a process of its own: a few
 * lines when something happens, and then next to none, for as long as it lasts. Left alone, Kafka's
 * clients write hundreds of lines a second of a topic that was deleted or a broker that is away.
 */
@ExtendWith(BrokerExtension.class)
class FeedLogTest {
    /** The first lines of an event, of some partitions and connections. */
    private static final int BURST = 20;

    /** The seconds for which the log is watched after those lines. */
    private static final int SECONDS = 5;

    /**
     * The lines of a start, or of an event that troubles one partition, for as long as it lasts.
     */
    private static final int AT_MOST = 10;

    /** It has failed, gives up its two partitions, waits, takes them again, one line for each. */
    private static final int PER_RESTART = 6;

    /** A broker that is away is tried by two clients, after 1, 2, 4, ... seconds. */
    private static final int MORE = 8;

    /** A broker on a busy machine seems to be away at times, where the limit is half a second. */
    private static final List<String> OF_BUSY_MACHINE =
            List.of(
                    "the broker has not answered",
                    "the broker is back",
                    "due to request timeout",
                    "Cancelled in-flight");

    private static final String SERVERS = "bootstrap.servers";
    private static final String READING = "reading";

    @TempDir Path folder;

    private int processCount;

    @Test
    void anEventIsAFewLinesHoweverLongItLasts(FeedTopics topics) throws Exception {
        Map<String, Object> right = reading(topics, topics.products);
        right.put(LoggingService.CHECKPOINT, folder.resolve("catalog.checkpoint"));
        Map<String, Object> otherProtocol = reading(topics, topics.products);
        otherProtocol.put("security.protocol", "SASL_SSL"); // where the broker speaks no TLS
        try (LoggingService service = start(Map.of(READING, right, "mismatched", otherProtocol));
                LoggingService second = start(Map.of("second", right))) {
            awaitState(service, READING, "LIVE", 1);
            awaitState(second, "second", "LIVE", 1);
            assertThat(service.lines(READING))
                    .as("one for each client")
                    .filteredOn(line -> line.contains("Config values"))
                    .hasSize(2);

            int before = service.lines(READING).size();
            topics.deny(topics.products);
            awaitState(service, READING, "STALE", 1);
            watch("not allowed to read", service, before);
            topics.allow(topics.products);
            awaitState(service, READING, "LIVE", 2);

            before = service.lines(READING).size();
            topics.broker.stop();
            awaitState(service, READING, "STALE", 2);
            assertThat(watch("broker away", service, before))
                    .as("the consumer is not polled while its broker is away")
                    .noneMatch(line -> line.contains("[Consumer clientId"));
            topics.broker.restart();
            awaitState(service, READING, "LIVE", 3);

            before = service.lines(READING).size();
            topics.deleteTopics(topics.products);
            awaitState(service, READING, "STALE", 3);
            watch("topic deleted", service, before);

            List<String> said = new ArrayList<>(second.lines());
            said.addAll(service.lines());
            assertThat(said)
                    .as("a minute of two processes with one checkpoint, tried each 10 ms")
                    .filteredOn(line -> line.contains("catalog.checkpoint"))
                    .hasSizeBetween(1, 3)
                    .anyMatch(line -> line.contains("another feed keeps it"));
            assertThat(service.lines("mismatched"))
                    .as("a minute without an answer")
                    .filteredOn(line -> !line.startsWith("\t")) // of a configuration
                    .hasSizeLessThan(2 * (BURST + MORE));
        }
    }

    /** What does not trouble the others: several feeds in one process, watched at once. */
    @Test
    void whatLastsIsSaidOnce(FeedTopics topics, @TempDir Path ofSecond) throws Exception {
        String bad = topics.products + "-bad";
        topics.createTopic(bad, 2);
        try (EmbeddedBroker second = topics.broker.join(ofSecond)) {
            String onTwo = topics.products + "-on-two";
            topics.createTopicOnTwoNodes(onTwo);
            Map<String, Map<String, Object>> feeds = new HashMap<>();
            feeds.put("leaderless", reading(topics, onTwo));
            feeds.put("held-back", with(reading(topics, topics.products), STALE_AFTER, 500));
            feeds.put("skipping", reading(topics, bad));
            feeds.put("restarting", with(reading(topics, bad), RESTART_AFTER, 250));
            feeds.put("topic-missing", reading(topics, "no-such-topic"));
            feeds.put(
                    "broker-unknown",
                    with(reading(topics, bad), SERVERS, "no-such-host.invalid:9092"));
            try (LoggingService service = start(feeds)) {
                for (String name : List.of("leaderless", "held-back", "skipping", "restarting")) {
                    awaitState(service, name, "LIVE", 1);
                }
                Map<String, Integer> before = new HashMap<>();
                for (String name : feeds.keySet()) {
                    before.put(name, service.lines(name).size());
                }
                KafkaProducer<byte[], byte[]> open =
                        topics.newProducer(Map.of("transactional.id", topics.products));
                open.initTransactions();
                open.beginTransaction();
                open.send(topics.product(1, "tea"));
                open.flush();
                for (int i = 0; i < 10; i++) {
                    topics.send(
                            new ProducerRecord<>(bad, 0, FeedTopics.key(i), BAD.getBytes(UTF_8)));
                }
                second.stop();
                awaitLine(service, "leaderless", "no leader for [" + onTwo + "-1]");
                awaitLine(service, "held-back", "OPEN_TRANSACTION]");
                awaitLine(service, "topic-missing", "there is no topic no-such-topic");
                awaitLine(service, "broker-unknown", "none of the bootstrap host names is known");
                await().until(() -> failures(service) >= 5); // so few in minutes, by default

                assertThat(entries(service, "leaderless", before))
                        .hasSizeLessThanOrEqualTo(AT_MOST);
                assertThat(entries(service, "held-back", before))
                        .as("one, and that the broker's other node is gone")
                        .hasSizeLessThanOrEqualTo(3);
                assertThat(entries(service, "skipping", before)).hasSizeLessThanOrEqualTo(3);
                List<String> restarts = entries(service, "restarting", before);
                assertThat(restarts)
                        .as("its clients are kept, and the stack trace is told once")
                        .noneMatch(line -> line.contains("Config values"))
                        .hasSizeLessThanOrEqualTo(2 + PER_RESTART * failures(service));
                assertThat(service.lines("restarting"))
                        .filteredOn(line -> line.startsWith("Caused by"))
                        .hasSize(1);
                for (String name : List.of("topic-missing", "broker-unknown")) {
                    assertThat(service.lines(name))
                            .filteredOn(line -> line.contains("ConsumerConfig values"))
                            .hasSize(1);
                    assertThat(entries(service, name, before)).hasSizeLessThanOrEqualTo(AT_MOST);
                }
            }
        }
    }

    private static Map<String, Object> with(Map<String, Object> all, String key, Object value) {
        all.put(key, value);
        return all;
    }

    private static void awaitLine(LoggingService service, String name, String part) {
        await(part).until(() -> service.lines(name).stream().anyMatch(line -> line.contains(part)));
    }

    /** What a feed has logged since, a stack trace counted as one with what it belongs to. */
    private static List<String> entries(
            LoggingService service, String name, Map<String, Integer> before) throws IOException {
        return service.lines(name).stream()
                .skip(before.get(name))
                .filter(line -> !LoggingService.goesOn(line))
                .filter(line -> OF_BUSY_MACHINE.stream().noneMatch(line::contains))
                .toList();
    }

    private static int failures(LoggingService service) throws IOException {
        return (int) service.states("restarting").stream().filter("FAILED"::equals).count();
    }

    private static Map<String, Object> reading(FeedTopics topics, String topic) {
        Map<String, Object> properties = new HashMap<>(FeedTopics.sasl("secret"));
        properties.put(SERVERS, topics.broker.saslServers());
        properties.put(LoggingService.TOPIC, topic);
        return properties;
    }

    private LoggingService start(Map<String, Map<String, Object>> feeds) throws IOException {
        return new LoggingService(
                Files.createDirectory(folder.resolve(Integer.toString(++processCount))), feeds);
    }

    private static void awaitState(LoggingService service, String name, String state, int times) {
        await(state + " for the time " + times + ", or more often on a busy machine")
                .until(
                        () -> {
                            List<String> states = service.states(name);
                            return !states.isEmpty()
                                    && states.get(states.size() - 1).equals(state)
                                    && states.stream().filter(state::equals).count() >= times;
                        });
    }

    /** Returns what was logged after the first lines. */
    private static List<String> watch(String event, LoggingService service, int before)
            throws Exception {
        int atFirst = service.lines(READING).size();
        List<String> first = service.lines(READING).subList(before, atFirst);
        assertThat(first).as(event).isNotEmpty().hasSizeLessThanOrEqualTo(BURST);
        TimeUnit.SECONDS.sleep(SECONDS);
        List<String> lines = service.lines(READING);
        List<String> later = lines.subList(atFirst, lines.size());
        assertThat(later).as(event).hasSizeLessThanOrEqualTo(MORE);
        return later;
    }
}
