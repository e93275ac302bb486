// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.leftright.catalog.ProductCatalog;

/** A log that was put back to what it was, and written to again. */
@ExtendWith(BrokerExtension.class)
class FeedHistoryTest {
    @TempDir Path folder;

    private final ProductCatalog<String> catalog = ProductCatalog.create();

    @Test
    void aCheckpointOfRecordsThatWereLostAndWrittenAgainIsNotUsed(FeedTopics topics)
            throws Exception {
        String topic = topics.products + "-restored";
        topics.broker.createTopic(topic, 1, Map.of());
        send(topics, topic, 0, 10, "kept");
        Path log = topics.broker.folder().resolve(topic + "-0");
        Path backup = Files.createDirectory(folder.resolve("backup"));
        copy(log, backup);
        send(topics, topic, 10, 20, "lost");

        Path file = folder.resolve("catalog.checkpoint");
        KafkaCatalogFeed<String> before =
                topics.startFeed(
                        topics.builder(catalog)
                                .productsTopic(topic)
                                .checkpoint(file, new StringSerializer()));
        assertThat(catalog.productCount()).isEqualTo(20);
        await().until(() -> Files.exists(file));
        Path kept = Files.copy(file, folder.resolve("kept.checkpoint"));

        ProductCatalog<String> follower = ProductCatalog.create(); // which has read no record
        KafkaCatalogFeed<String> resumed =
                topics.startFeed(
                        topics.builder(follower)
                                .productsTopic(topic)
                                .checkpoint(kept, new StringSerializer()));
        assertThat(resumed.status().recordCount()).isZero();

        topics.broker.stop();
        copy(backup, log);
        topics.broker.restart();
        send(topics, topic, 20, 40, "new");

        ProductCatalog<String> restarted = ProductCatalog.create();
        List<String> said;
        try (FeedLog taken = new FeedLog()) {
            KafkaCatalogFeed<String> after =
                    topics.startFeed(
                            topics.builder(restarted)
                                    .productsTopic(topic)
                                    .checkpoint(kept, new StringSerializer()));
            assertThat(after.status().recordCount()).as("all of them").isEqualTo(30);
            said = taken.lines();
        }
        assertThat(said)
                .anySatisfy(
                        line ->
                                assertThat(line)
                                        .contains(kept + " is not used: its records are not those")
                                        .contains("[" + topic + "-0]"));
        assertThat(restarted.productCount()).isEqualTo(30);
        assertThat(restarted.containsProduct(10)).as("lost").isFalse();
        assertThat(restarted.product(30)).isEqualTo("new");

        // The feeds that have followed all the time notice, too. If Kafka's client loses its
        // question
        // about what it has read, the client asks again after 30 s, at times twice.
        await().atMost(BrokerExtension.LIMIT.plusMinutes(2))
                .until(() -> catalog.containsProduct(30) && !catalog.containsProduct(10));
        await().until(() -> follower.containsProduct(30) && !follower.containsProduct(10));
        assertThat(catalog.productCount()).isEqualTo(30);
        assertThat(resumed.status().rebuildCount()).isOne();
        assertThat(before.status().rebuildCount()).isOne();
    }

    private static void send(FeedTopics topics, String topic, int from, int to, String value) {
        // A new one each time: the log that was put back does not know the numbers of the old.
        try (KafkaProducer<byte[], byte[]> producer = topics.newProducer(Map.of())) {
            for (int id = from; id < to; id++) {
                producer.send(FeedTopics.product(topic, id, value));
            }
        }
    }

    /** The files of a log as they are, without what the broker makes again. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> old = Files.list(to)) {
            for (Path file : old.toList()) {
                if (!file.getFileName().toString().equals("partition.metadata")) {
                    Files.delete(file);
                }
            }
        }
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".log") || name.equals("leader-epoch-checkpoint")) {
                    Files.copy(file, to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }
}
