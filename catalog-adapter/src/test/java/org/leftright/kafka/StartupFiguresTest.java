// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.leftright.catalog.ProductCatalog;

/**
 * How long a feed takes to be ready with a million products, with and without a checkpoint. Prints
 * figures, and is run for them only:
 *
 * <pre>
 * mvn -pl catalog-adapter -am test -Dtest=StartupFiguresTest \
 *     -Dsurefire.failIfNoSpecifiedTests=false -Dfigures=true
 * </pre>
 */
@ExtendWith(BrokerExtension.class)
@EnabledIfSystemProperty(named = "figures", matches = "true")
class StartupFiguresTest {
    private static final int PRODUCTS = 1_000_000;
    private static final int DELTAS = 1_000;
    private static final int ROUNDS = 3;

    @TempDir Path folder;

    @Test
    void aMillionProducts(FeedTopics topics) throws Exception {
        KafkaProducer<byte[], byte[]> producer =
                topics.newProducer(Map.of("linger.ms", 20, "batch.size", 1 << 18));
        String description = "x".repeat(80);
        for (int id = 0; id < PRODUCTS; id++) {
            producer.send(topics.product(id, id + description));
        }
        producer.flush();

        for (int round = 1; round <= ROUNDS; round++) {
            Path file = folder.resolve("round-" + round);
            long cold = start(topics, file);
            for (int id = 0; id < DELTAS; id++) {
                producer.send(topics.product(id, round + description));
            }
            producer.flush();
            long warm = start(topics, file);
            System.out.printf(
                    Locale.ROOT,
                    "%,d products: ready in %,d ms from the topic, in %,d ms from a checkpoint of"
                            + " %,d bytes and %,d deltas%n",
                    PRODUCTS,
                    cold,
                    warm,
                    Files.size(file),
                    DELTAS);
        }
    }

    /** Measures until the feed is ready, in ms; returns when there is a checkpoint. */
    private static long start(FeedTopics topics, Path file) throws Exception {
        ProductCatalog<String> catalog =
                ProductCatalog.<String>builder().expectedProducts(PRODUCTS).build();
        try (KafkaCatalogFeed<String> feed =
                topics.builder(catalog).checkpoint(file, new StringSerializer()).build()) {
            long beganNs = System.nanoTime();
            feed.start();
            feed.awaitReady(Duration.ofMinutes(5));
            long tookMs = (System.nanoTime() - beganNs) / 1_000_000;
            assertThat(catalog.productCount()).isEqualTo(PRODUCTS);
            await().until(() -> Files.exists(file));
            return tookMs;
        }
    }
}
