// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.leftright.catalog.ProductCatalog;

/** A feed that may not trust its checkpoint says why, and reads the topics from the beginning. */
@ExtendWith(BrokerExtension.class)
class FeedCheckpointRefusedTest {
    private final ProductCatalog<String> restarted = ProductCatalog.create();
    private Checkpoints checkpoints;

    @BeforeEach
    void keepIn(@TempDir Path folder) {
        checkpoints = new Checkpoints(folder);
    }

    /** What happens to a checkpoint that was good. */
    interface Harm {
        void does(Path file, FeedTopics topics) throws Exception;
    }

    /**
     * @param happens what happens to it
     * @param reason what the log must say of it
     */
    record Case(String happens, String reason, Harm harm) {
        @Override
        public String toString() {
            return happens;
        }
    }

    static Stream<Case> harms() {
        return Stream.of(
                new Case(
                        "is emptied",
                        "it is not a checkpoint of a feed",
                        (file, t) -> Files.write(file, new byte[0])),
                new Case(
                        "is replaced by another file",
                        "it is not a checkpoint of a feed",
                        (file, t) -> Files.writeString(file, "the quick brown fox and so on")),
                new Case(
                        "is of a later format",
                        "it has format 4, and this reads 3",
                        (file, t) -> change(file, bytes -> bytes.putInt(8, 4))),
                new Case(
                        "is cut short",
                        "it is damaged: its checksum is wrong",
                        (file, t) -> Files.write(file, half(Files.readAllBytes(file)))),
                new Case(
                        "has one bit turned",
                        "it is damaged: its checksum is wrong",
                        (file, t) -> {
                            byte[] bytes = Files.readAllBytes(file);
                            bytes[bytes.length / 2] ^= 4;
                            Files.write(file, bytes);
                        }),
                new Case(
                        "grows too old",
                        "longer ago than PT12H",
                        (file, t) -> makeLater(file, Duration.ofHours(-13))),
                new Case(
                        "is of a clock that was ahead",
                        "which is still to come",
                        (file, t) -> makeLater(file, Duration.ofDays(2))),
                new Case(
                        "outlives its topics",
                        "was re-created since it was written",
                        (file, t) -> {
                            t.deleteTopics(t.products, t.entries);
                            t.createTopics(2);
                            sendThree(t);
                        }),
                new Case(
                        "holds what the deserializer refuses",
                        "I refuse",
                        (file, t) -> {
                            byte[] bytes = Files.readAllBytes(file);
                            int tea = indexOf(bytes, "tea");
                            int milk = indexOf(bytes, "milk");
                            int id = Math.min(tea, milk) - Integer.BYTES - Long.BYTES;
                            change(file, all -> all.putLong(id, 99)); // it must not stay
                            change(file, all -> all.put(Math.max(tea, milk), (byte) 'x'));
                        }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("harms")
    void aCheckpointIsRefusedThat(Case checkpoint, FeedTopics topics) throws Exception {
        sendThree(topics);
        checkpoints.write(topics);
        checkpoint.harm.does(checkpoints.file(), topics);

        List<String> said;
        KafkaCatalogFeed<String> feed;
        try (FeedLog log = new FeedLog()) {
            feed = topics.startFeed(checkpoints.builder(topics, restarted));
            said = log.lines();
        }
        assertThat(said)
                .filteredOn(line -> line.contains("is not used"))
                .singleElement()
                .asString()
                .contains(checkpoints.file().toString())
                .contains(checkpoint.reason)
                .contains("the topics are read from the beginning");
        assertThat(feed.status().recordCount()).as("all of them").isEqualTo(3);
        assertThat(restarted.product(1)).isEqualTo("tea");
        assertThat(restarted.productIds(7)).containsExactly(1);
        assertThat(restarted.productCount()).isEqualTo(2);
        assertThat(restarted.version()).isOne();
    }

    @Test
    void aCheckpointThatCannotBeComparedIsWaitedForAndSaysWhy(FeedTopics topics) throws Exception {
        sendThree(topics);
        checkpoints.write(topics);
        AtomicBoolean isAway = new AtomicBoolean(true);
        KafkaCatalogFeed<String> feed =
                topics.feed(
                        checkpoints
                                .builder(topics, restarted)
                                .consumerFactory(properties -> new Away(properties, isAway)));
        feed.start();
        await().until(() -> feed.status().cause() != null);
        assertThat(feed.status().state()).isEqualTo(FeedState.STARTING);
        assertThat(feed.status().cause())
                .hasMessage("the checkpoint cannot be compared with the topics: no leader")
                .hasFieldOrPropertyWithValue("reason", FeedException.Reason.BROKER_AWAY);
        isAway.set(false);
        feed.awaitReady(BrokerExtension.LIMIT);
        assertThat(feed.status().recordCount()).as("from the checkpoint").isZero();
        assertThat(feed.status().cause()).isNull();
    }

    @Test
    void aCheckpointThatCannotBeComparedForTooLongIsAFailure(FeedTopics topics) throws Exception {
        sendThree(topics);
        checkpoints.write(topics);
        KafkaCatalogFeed<String> feed =
                topics.feed(
                        checkpoints
                                .builder(topics, restarted)
                                .startTimeout(Duration.ofSeconds(3))
                                .consumerFactory(
                                        properties ->
                                                new Away(properties, new AtomicBoolean(true))));
        feed.start();
        await().until(() -> feed.status().state() == FeedState.FAILED);
        assertThat(feed.status().cause())
                .hasMessage("the checkpoint cannot be compared with the topics: no leader");
    }

    /** Does not know where the topics end. */
    private static final class Away extends KafkaConsumer<byte[], byte[]> {
        private final AtomicBoolean isAway;

        Away(Map<String, Object> properties, AtomicBoolean isAway) {
            super(properties);
            this.isAway = isAway;
        }

        @Override
        public Map<TopicPartition, Long> endOffsets(
                Collection<TopicPartition> partitions, Duration limit) {
            if (isAway.get()) {
                throw new LeaderNotAvailableException("no leader");
            }
            return super.endOffsets(partitions, limit);
        }
    }

    private static void sendThree(FeedTopics topics) {
        topics.send(topics.product(1, "tea"), topics.product(2, "milk"), topics.entry(7, 1, true));
    }

    @Test
    void aCheckpointOfOtherTopicsIsRefused(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"), topics.entry(7, 1, true));
        checkpoints.write(topics);
        String other = topics.products + "-other";
        topics.broker.createTopic(other, 1, Map.of());
        topics.startFeed(checkpoints.builder(topics, restarted).productsTopic(other));
        assertThat(restarted.productCount()).isZero();
        assertThat(restarted.catalogContains(7, 1)).isTrue();
    }

    @Test
    void aCheckpointAheadOfATruncatedLogIsRefused(FeedTopics topics) throws Exception {
        String topic = topics.products + "-cut";
        topics.broker.createTopic(topic, 1, Map.of());
        for (int id = 0; id < 10; id++) {
            topics.send(FeedTopics.product(topic, 0, id, "tea"));
        }
        checkpoints.write(
                topics, checkpoints.builder(topics, ProductCatalog.create()).productsTopic(topic));
        for (int id = 20; id < 30; id++) {
            topics.send(FeedTopics.product(topic, 0, id, "milk"));
        }
        topics.truncate(topic, 15);
        KafkaCatalogFeed<String> feed =
                topics.startFeed(checkpoints.builder(topics, restarted).productsTopic(topic));
        assertThat(feed.status().recordCount()).isEqualTo(5);
        assertThat(feed.status().rebuildCount()).as("known before anything is read").isZero();
        assertThat(restarted.productCount()).isEqualTo(5);
    }

    private interface Change {
        ByteBuffer in(ByteBuffer bytes);
    }

    /** Changes a file and gives it the right checksum again. */
    private static void makeLater(Path file, Duration by) throws IOException {
        change(file, bytes -> bytes.putLong(12, bytes.getLong(12) + by.toMillis()));
    }

    private static void change(Path file, Change change) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        change.in(buffer);
        int end = bytes.length - Long.BYTES;
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, end);
        buffer.putLong(end, checksum.getValue());
        Files.write(file, bytes);
    }

    private static byte[] half(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length / 2);
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
    }
}
