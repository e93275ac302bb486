// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a feed and its Kafka clients log together at the usual level, in a process of its own: a few
 * lines when something happens, and then next to none, for as long as it lasts. Left alone, Kafka's
 * clients write hundreds of lines a second of a topic that was deleted or a broker that is away.
 */
@ExtendWith(BrokerExtension.class)
class FeedLogTest {
    /** The first lines of an event, of some partitions and connections. */
    private static final int BURST = 20;

    /** So long it is watched after those. */
    private static final int SECONDS = 5;

    /** A broker that is away is tried by two clients, after 1, 2, 4, ... seconds. */
    private static final int MORE = 8;

    @TempDir Path folder;

    @Test
    void anEventIsAFewLinesHoweverLongItLasts(FeedTopics topics) throws Exception {
        Map<String, Object> wrong = new HashMap<>(FeedTopics.sasl("secret"));
        wrong.put("security.protocol", "SASL_SSL"); // where the broker speaks no TLS
        Map<String, Object> right = new HashMap<>(FeedTopics.sasl("secret"));
        right.put(LoggingService.CHECKPOINT, folder.resolve("catalog.checkpoint"));
        try (LoggingService mismatched = start(topics, "mismatched", wrong);
                LoggingService service = start(topics, "reading", right);
                LoggingService second = start(topics, "second", right)) {
            awaitState(service, "LIVE", 1);
            awaitState(second, "LIVE", 1);
            assertThat(service.lines())
                    .as("one for each client")
                    .filteredOn(line -> line.contains("Config values"))
                    .hasSize(2);

            int before = service.lines().size();
            topics.deny(topics.products);
            awaitState(service, "STALE", 1);
            watch("not allowed to read", service, before);
            topics.allow(topics.products);
            awaitState(service, "LIVE", 2);

            before = service.lines().size();
            topics.broker.stop();
            awaitState(service, "STALE", 2);
            assertThat(watch("broker away", service, before))
                    .as("the consumer is not polled while its broker is away")
                    .noneMatch(line -> line.contains("[Consumer clientId"));
            topics.broker.restart();
            awaitState(service, "LIVE", 3);

            before = service.lines().size();
            topics.deleteTopics(topics.products);
            awaitState(service, "STALE", 3);
            watch("topic deleted", service, before);

            List<String> said = new ArrayList<>(second.lines());
            said.addAll(service.lines());
            assertThat(said)
                    .as("a minute of two processes with one checkpoint, tried each 10 ms")
                    .filteredOn(line -> line.contains("catalog.checkpoint"))
                    .hasSizeBetween(1, 3)
                    .anyMatch(line -> line.contains("another feed keeps it"));
            assertThat(mismatched.lines())
                    .as("a minute without an answer")
                    .filteredOn(line -> !line.startsWith("\t")) // of a configuration
                    .hasSizeLessThan(2 * (BURST + MORE));
        }
    }

    private LoggingService start(FeedTopics topics, String name, Map<String, Object> properties)
            throws IOException {
        return new LoggingService(
                Files.createDirectory(folder.resolve(name)),
                topics.broker.saslServers(),
                topics.products,
                properties);
    }

    private static void awaitState(LoggingService service, String state, int times) {
        await(state + " for the time " + times)
                .until(() -> service.states().stream().filter(state::equals).count() == times);
    }

    /** Returns what was logged after the first lines. */
    private static List<String> watch(String event, LoggingService service, int before)
            throws Exception {
        int atFirst = service.lines().size();
        List<String> first = service.lines().subList(before, atFirst);
        assertThat(first).as(event).isNotEmpty().hasSizeLessThanOrEqualTo(BURST);
        TimeUnit.SECONDS.sleep(SECONDS);
        List<String> lines = service.lines();
        List<String> later = lines.subList(atFirst, lines.size());
        assertThat(later).as(event).hasSizeLessThanOrEqualTo(MORE);
        return later;
    }
}
