// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.leftright.catalog.ProductCatalog;

/** A feed that keeps a checkpoint begins where it was, or from the beginning if it may not. */
@ExtendWith(BrokerExtension.class)
class FeedCheckpointTest {
    @TempDir Path folder;

    private final ProductCatalog<String> catalog = ProductCatalog.create();
    private final ProductCatalog<String> restarted = ProductCatalog.create();

    @Test
    void aRestartReadsOnlyWhatCameAfterTheCheckpoint(FeedTopics topics) throws Exception {
        topics.send(
                topics.product(1, "tea"),
                topics.product(2, "milk"),
                topics.product(Long.MIN_VALUE, ""),
                topics.entry(7, 1, true),
                topics.entry(7, 2, true),
                topics.entry(-8, -1, true));
        checkpoints().write(topics);

        topics.send(
                topics.product(1, "green tea"),
                topics.product(2, null),
                topics.entry(7, 2, false),
                topics.entry(9, 1, true));
        KafkaCatalogFeed<String> feed = topics.startFeed(builder(topics, restarted));

        assertThat(feed.status().recordCount()).as("those after the checkpoint").isEqualTo(4);
        assertThat(feed.status().catchUpTotalCount()).isEqualTo(4);
        assertThat(restarted.version()).as("one refresh").isOne();
        assertThat(restarted.productCount()).isEqualTo(2);
        assertThat(restarted.product(1)).isEqualTo("green tea");
        assertThat(restarted.product(Long.MIN_VALUE)).isEmpty();
        assertThat(restarted.productIds(7)).containsExactly(1);
        assertThat(restarted.productIds(-8)).containsExactly(-1);
        assertThat(restarted.productIds(9)).containsExactly(1);
        assertThat(feed.status().offsets().recordTime()).isNotNull();
        topics.send(topics.product(3, "beer"));
        await().until(() -> restarted.containsProduct(3));
    }

    @Test
    void aCheckpointMayReadProductsBackInAWayOfItsOwn(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"));
        checkpoints().write(topics);
        topics.send(topics.product(2, "milk"));
        StringDeserializer strings = new StringDeserializer();
        Serde<String> kept =
                Serdes.serdeFrom(
                        new StringSerializer(),
                        (name, bytes) -> strings.deserialize(name, bytes) + ", kept");
        topics.startFeed(topics.builder(restarted).checkpoint(file(), kept));
        assertThat(restarted.product(1)).isEqualTo("tea, kept");
        assertThat(restarted.product(2)).isEqualTo("milk");
    }

    @Test
    void aReplicaBeginsWithACopyOfAnothersFile(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"), topics.entry(7, 1, true));
        topics.startFeed(builder(topics, catalog)); // goes on beside the replica
        await().until(() -> Files.exists(file()));
        Path copy = Files.copy(file(), folder.resolve("copy"));
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        topics.builder(restarted).checkpoint(copy, new StringSerializer()));
        assertThat(feed.status().recordCount()).isZero();
        assertThat(restarted.product(1)).isEqualTo("tea");
        assertThat(restarted.catalogContains(7, 1)).isTrue();
    }

    @Test
    void aRestartWithNothingNewReadsNothing(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"), topics.entry(7, 1, true));
        checkpoints().write(topics);
        KafkaCatalogFeed<String> feed = topics.startFeed(builder(topics, restarted));
        assertThat(feed.status().recordCount()).isZero();
        assertThat(restarted.product(1)).isEqualTo("tea");
        assertThat(restarted.catalogContains(7, 1)).isTrue();
        assertThat(feed.status().offsets().next()).isNotEmpty();
    }

    @Test
    void theCheckpointOfAFeedWithMarkersIsThatOfAMarker(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"), topics.entry(7, 1, true));
        topics.sendMarkers(1);
        checkpoints().write(topics, builder(topics, catalog).refreshOnMarker());

        topics.send(topics.product(1, "half a batch"));
        KafkaCatalogFeed<String> feed = topics.feed(builder(topics, restarted).refreshOnMarker());
        feed.start();
        await().until(() -> feed.status().recordCount() == 1);
        assertThat(restarted.version()).isZero();
        topics.send(topics.entry(8, 1, true));
        topics.sendMarkers(2);
        await().until(() -> "half a batch".equals(restarted.product(1)));
        assertThat(restarted.version()).isOne();
        assertThat(restarted.catalogContains(8, 1)).isTrue();
        assertThat(restarted.catalogContains(7, 1)).isTrue();
    }

    @Test
    void aMarkedCheckpointWithNothingNewIsReadyAtOnce(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"), topics.entry(7, 1, true));
        topics.sendMarkers(1);
        checkpoints().write(topics, builder(topics, catalog).refreshOnMarker());

        KafkaCatalogFeed<String> feed =
                topics.startFeed(builder(topics, restarted).refreshOnMarker());
        assertThat(feed.status().recordCount()).isZero();
        assertThat(restarted.product(1)).isEqualTo("tea");
        feed.close();

        ProductCatalog<String> third = ProductCatalog.create();
        topics.send(BatchMarker.record(topics.products, 0, 1)); // once more
        topics.startFeed(builder(topics, third).refreshOnMarker());
        assertThat(third.product(1)).isEqualTo("tea");
    }

    @Test
    void aCheckpointIsReplacedWhileReadersReadAndNothingIsLeftBeside(FeedTopics topics)
            throws Exception {
        topics.startFeed(builder(topics, catalog).checkpointEvery(Duration.ofMillis(10)));
        try (Watcher watcher = new Watcher(catalog, view -> "")) {
            for (int round = 0; round < 10; round++) {
                byte[] before = Files.exists(file()) ? Files.readAllBytes(file()) : new byte[0];
                topics.send(topics.product(1, "round " + round));
                await().until(
                                () ->
                                        Files.exists(file())
                                                && !Arrays.equals(
                                                        before, Files.readAllBytes(file())));
                assertThat(watcher.readCount()).isPositive();
            }
        }
        topics.close();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(file(), lock());
        }
        assertThat(catalog.stats().abandonCount()).as("the section was in nobody's way").isZero();
        topics.startFeed(builder(topics, restarted));
        assertThat(restarted.product(1)).isEqualTo("round 9");
    }

    @Test
    void aCheckpointThatCannotBeWrittenStopsNothing(FeedTopics topics) throws Exception {
        Serializer<String> broken =
                (topic, product) -> {
                    throw new SerializationException("I refuse");
                };
        topics.send(topics.product(1, "first"));
        KafkaCatalogFeed<String> feed;
        try (FeedLog log = new FeedLog()) {
            feed =
                    topics.startFeed(
                            topics.builder(catalog)
                                    .checkpoint(file(), broken)
                                    .checkpointEvery(Duration.ofMillis(1)));
            for (String value : List.of("tea", "milk", "beer")) {
                topics.send(topics.product(1, value));
                await().until(() -> value.equals(catalog.product(1)));
            }
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("could not be written"))
                    .as("said once")
                    .hasSize(1);
        }
        await().until(() -> feed.status().state() == FeedState.LIVE);
        feed.close(); // else there may be a draft
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(lock());
        }
    }

    @Test
    void deltasAreShownWhileACheckpointIsWrittenOneAtATime(FeedTopics topics) throws Exception {
        Gate gate = new Gate();
        AtomicInteger calls = new AtomicInteger();
        topics.send(topics.product(1, "tea"));
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        builder(topics, catalog)
                                .checkpointEvery(Duration.ofMillis(1))
                                .checkpoint(file(), held(gate, calls)));
        gate.awaitReached();
        for (String value : List.of("green tea", "black tea")) {
            topics.send(topics.product(1, value), topics.product(2, value));
            await().until(() -> value.equals(catalog.product(2)));
        }
        await().until(() -> feed.status().state() == FeedState.LIVE);
        assertThat(calls).as("of one checkpoint").hasValue(1);
        gate.open();
        await().until(() -> calls.get() > 2); // the next one begins when the first is written
        topics.close();
        topics.startFeed(builder(topics, restarted));
        assertThat(restarted.product(1)).isEqualTo("black tea");
    }

    @Test
    void aFeedThatIsClosedWaitsForItsCheckpoint(FeedTopics topics) throws Exception {
        Gate gate = new Gate();
        topics.send(topics.product(1, "tea"));
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        builder(topics, catalog)
                                .checkpoint(file(), held(gate, new AtomicInteger())));
        gate.awaitReached();
        Thread closing = new Thread(feed::close);
        closing.start();
        await().until(() -> isInClose(feed.name()) || !closing.isAlive());
        assertThat(closing.isAlive()).isTrue();
        gate.open();
        closing.join();
        assertThat(file()).exists();
        topics.startFeed(builder(topics, restarted));
        assertThat(restarted.product(1)).isEqualTo("tea");
    }

    @Test
    void aCheckpointThatHangsDoesNotHoldUpCloseAndLeavesTheLastOne(FeedTopics topics)
            throws Exception {
        topics.send(topics.product(1, "tea"));
        checkpoints().write(topics);
        byte[] before = Files.readAllBytes(file());
        Gate gate = new Gate();
        topics.send(topics.product(1, "milk"));
        CountDownLatch interrupted = new CountDownLatch(1);
        Serializer<String> hanging =
                (topic, product) -> {
                    try {
                        gate.pass();
                    } catch (AssertionError e) {
                        if (e.getCause() instanceof InterruptedException) {
                            interrupted.countDown();
                        }
                        throw e;
                    }
                    return FeedTopics.bytes(product);
                };
        KafkaCatalogFeed<String> feed =
                topics.startFeed(builder(topics, restarted).checkpoint(file(), hanging));
        gate.awaitReached();
        feed.close();
        assertThat(feed.status().state()).isEqualTo(FeedState.CLOSED);
        Gate.waitFor(interrupted);
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
        await().untilAsserted(
                        () -> {
                            try (Stream<Path> files = Files.list(folder)) {
                                assertThat(files).containsExactlyInAnyOrder(file(), lock());
                            }
                        });
        checkpoints().write(topics); // the lock is free
    }

    /** Whether the feed's thread waits for its checkpoint. */
    private static boolean isInClose(String feed) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().equals(feed))
                .flatMap(entry -> Arrays.stream(entry.getValue()))
                .anyMatch(
                        frame ->
                                frame.getClassName().equals(FeedCheckpoint.class.getName())
                                        && frame.getMethodName().equals("close"));
    }

    /** Stops at its first product. */
    private static Serializer<String> held(Gate gate, AtomicInteger calls) {
        return (topic, product) -> {
            if (calls.getAndIncrement() == 0) {
                gate.pass();
            }
            return FeedTopics.bytes(product);
        };
    }

    @Test
    void aCheckpointIsAsOldAsWhatReadersSee(FeedTopics topics) throws Exception {
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        builder(topics, catalog)
                                .refreshEvery(Duration.ofDays(1))
                                .checkpointEvery(Duration.ofMillis(10))
                                .maxAge(Duration.ofSeconds(8))); // so it is kept young
        await().until(() -> Files.exists(file()));
        topics.send(topics.product(1, "not shown"));
        Instant sent = Instant.now();
        await().until(
                        () ->
                                feed.status().lag() == 1
                                        && feed.status()
                                                        .staleness()
                                                        .compareTo(Duration.ofSeconds(5))
                                                > 0);
        feed.close();
        long asOf = ByteBuffer.wrap(Files.readAllBytes(file())).getLong(12);
        assertThat(Instant.ofEpochMilli(asOf)).isBeforeOrEqualTo(sent);
    }

    @Test
    void oneOfTwoFeedsWritesACheckpointUntilItIsClosed(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"));
        KafkaCatalogFeed<String> first =
                topics.startFeed(builder(topics, catalog).checkpointEvery(Duration.ofMillis(10)));
        await().until(() -> Files.exists(file()));
        try (FeedLog log = new FeedLog()) {
            topics.startFeed(builder(topics, restarted).checkpointEvery(Duration.ofMillis(10)));
            await().until(
                            () ->
                                    log.lines().stream()
                                            .anyMatch(line -> line.contains("another feed keeps")));
            Files.delete(file());
            first.close();
            await().until(() -> Files.exists(file()));
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("could not be written"))
                    .as("said once")
                    .hasSize(1);
        }
    }

    // ------------------------------------------------------------------ helpers

    private Path lock() {
        return folder.resolve("catalog.checkpoint.lock");
    }

    private Path file() {
        return checkpoints().file();
    }

    private Checkpoints checkpoints() {
        return new Checkpoints(folder);
    }

    private KafkaCatalogFeedBuilder<String> builder(
            FeedTopics topics, ProductCatalog<String> into) {
        return checkpoints().builder(topics, into);
    }
}
