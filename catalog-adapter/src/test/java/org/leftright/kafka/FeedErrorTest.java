// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.leftright.catalog.ProductCatalog;

/**
 * Errors from user code, in each place where a feed calls it: what an exception does there, an
 * error does too. Only what the JVM cannot go on from ends the feed.
 */
@ExtendWith(BrokerExtension.class)
class FeedErrorTest {
    @TempDir Path folder;

    private final ProductCatalog<String> catalog = ProductCatalog.create();

    @Test
    void outOfMemoryInADeserializerFailsTheFeedAndNamesTheRecord(FeedTopics topics) {
        topics.send(topics.product(1, "too much"));
        Deserializer<String> greedy =
                (topic, bytes) -> {
                    throw new OutOfMemoryError("no room for a product");
                };
        KafkaCatalogFeed<String> feed =
                topics.feed(
                        topics.builder(catalog, greedy)
                                .skipPoison(
                                        (record, cause) -> {
                                            throw new IllegalStateException("not to be asked");
                                        }));
        feed.start();
        assertThatThrownBy(() -> feed.awaitReady(BrokerExtension.LIMIT))
                .hasMessageContaining("cannot decode the record at " + topics.products + "-")
                .hasFieldOrPropertyWithValue("reason", FeedException.Reason.OTHER)
                .hasMessageContaining(" offset 0: java.lang.OutOfMemoryError: no room")
                .hasRootCauseInstanceOf(OutOfMemoryError.class);
        assertThat(feed.status().state()).isEqualTo(FeedState.FAILED);
        assertThat(feed.status().skippedCount()).isZero();
    }

    @Test
    void anErrorOfADeserializerIsSkippedAsAnExceptionIs(FeedTopics topics) throws Exception {
        topics.send(
                topics.product(1, "tea"),
                topics.product(2, "unlinked"),
                topics.product(3, "recursive"));
        Deserializer<String> broken =
                (topic, bytes) -> {
                    String text = new String(bytes, StandardCharsets.UTF_8);
                    switch (text) {
                        case "unlinked" -> throw new NoClassDefFoundError("org/shop/Product");
                        case "recursive" -> throw new StackOverflowError();
                        default -> {
                            return text;
                        }
                    }
                };
        Queue<Throwable> causes = new ConcurrentLinkedQueue<>();
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        topics.builder(catalog, broken)
                                .skipPoison((record, cause) -> causes.add(cause.getCause())));
        assertThat(catalog.productCount()).isOne();
        assertThat(feed.status().skippedCount()).isEqualTo(2);
        assertThat(causes)
                .hasAtLeastOneElementOfType(NoClassDefFoundError.class)
                .hasAtLeastOneElementOfType(StackOverflowError.class);
    }

    @Test
    void aListenerThatThrowsErrorsChangesNothing(FeedTopics topics) throws Exception {
        FeedListener broken =
                new FeedListener() {
                    @Override
                    public void onState(FeedState state) {
                        throw new NoClassDefFoundError("org/shop/Dashboard");
                    }

                    @Override
                    public void onRefresh(TopicOffsets offsets) {
                        throw new StackOverflowError();
                    }
                };
        KafkaCatalogFeed<String> feed = topics.startFeed(topics.builder(catalog).listener(broken));
        topics.send(topics.product(1, "tea"));
        await().until(() -> catalog.containsProduct(1));
        await().until(() -> feed.status().state() == FeedState.LIVE);
        feed.close();
        assertThat(feed.status().state()).isEqualTo(FeedState.CLOSED);
    }

    @Test
    void outOfMemoryInAListenerFailsTheFeed(FeedTopics topics) {
        FeedListener greedy =
                Listening.onState(
                        state -> {
                            throw new OutOfMemoryError("no room for a state");
                        });
        KafkaCatalogFeed<String> feed = topics.feed(topics.builder(catalog).listener(greedy));
        feed.start();
        assertThatThrownBy(() -> feed.awaitReady(BrokerExtension.LIMIT))
                .hasRootCauseMessage("no room for a state");
        assertThat(feed.status().state()).isEqualTo(FeedState.FAILED);
    }

    @Test
    void outOfMemoryWhenTheFeedStartsAgainFailsItForGood(FeedTopics topics) {
        topics.send(topics.product(1, "bad"));
        Deserializer<String> broken =
                (topic, bytes) -> {
                    throw new IllegalArgumentException("not a product");
                };
        FeedListener greedy =
                Listening.onState(
                        state -> {
                            if (state == FeedState.STARTING) {
                                throw new OutOfMemoryError("no room for a new start");
                            }
                        });
        KafkaCatalogFeed<String> feed =
                topics.feed(
                        topics.builder(catalog, broken)
                                .listener(greedy)
                                .failOnPoison()
                                .restartAfter(Duration.ofMillis(100)));
        CompletableFuture<Void> never = feed.awaitVisible(topics.products, 0, 9);
        feed.start();
        await().until(never::isCompletedExceptionally);
        assertThat(feed.status().state()).isEqualTo(FeedState.FAILED);
        assertThat(feed.status().cause()).hasRootCauseMessage("no room for a new start");
    }

    @Test
    void aCheckpointThatIsDecodedWithAnErrorIsNotUsed(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"));
        KafkaCatalogFeed<String> first =
                topics.startFeed(
                        topics.builder(catalog).checkpoint(file(), new StringSerializer()));
        await().until(() -> Files.exists(file()));
        first.close();

        AtomicInteger calls = new AtomicInteger();
        Deserializer<String> onceBroken =
                (topic, bytes) -> {
                    if (calls.getAndIncrement() == 0) {
                        throw new NoClassDefFoundError("org/shop/Product");
                    }
                    return new String(bytes, StandardCharsets.UTF_8);
                };
        ProductCatalog<String> restarted = ProductCatalog.create();
        try (FeedLog log = new FeedLog()) {
            KafkaCatalogFeed<String> second =
                    topics.startFeed(
                            topics.builder(restarted, onceBroken)
                                    .checkpoint(file(), new StringSerializer()));
            assertThat(second.status().recordCount()).as("from the topic").isOne();
            assertThat(log.lines())
                    .anySatisfy(
                            line ->
                                    assertThat(line)
                                            .contains("is not used: java.lang.NoClassDefFound"));
        }
        assertThat(restarted.product(1)).isEqualTo("tea");
    }

    @Test
    void aCheckpointThatIsEncodedWithAnErrorIsTriedAgain(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"));
        AtomicInteger calls = new AtomicInteger();
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        topics.builder(catalog)
                                .checkpointEvery(Duration.ofMillis(10))
                                .checkpoint(
                                        file(),
                                        (topic, product) -> {
                                            if (calls.getAndIncrement() == 0) {
                                                throw new NoClassDefFoundError("org/shop/Product");
                                            }
                                            return FeedTopics.bytes(product);
                                        }));
        await().until(() -> Files.exists(file()));
        assertThat(calls).hasValueGreaterThan(1);
        await().until(() -> feed.status().state() == FeedState.LIVE);
    }

    private Path file() {
        return folder.resolve("catalog.checkpoint");
    }
}
