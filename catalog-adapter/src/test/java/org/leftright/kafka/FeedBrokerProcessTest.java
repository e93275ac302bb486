// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.leftright.catalog.ProductCatalog;
import org.leftright.kafka.broker.BrokerProcess;
import org.leftright.kafka.broker.EmbeddedBroker;
import org.leftright.kafka.broker.TlsKeys;

/**
 * What only a broker in a process of its own can do: to be killed, to hang, to have no disk left;
 * and a feed in such a process that is killed. The guide's table of failures says what happens.
 */
class FeedBrokerProcessTest {
    private static final Logger QUIET = Logger.getLogger(KafkaFeed.class.getName());
    private static final String GOES_ON = "; readers go on with what they have";
    private static final String NOTHING_MISSED = "the broker is back, nothing was missed";

    /** Tries a broker that is away each second, not at growing intervals. */
    private static final Map<String, Object> EAGER = Map.of("reconnect.backoff.max.ms", 1_000);

    @TempDir static Path folder;
    private static BrokerProcess broker;
    private static Path keys;

    private final ProductCatalog<String> catalog = ProductCatalog.create();
    private FeedTopics topics;
    private FeedLog log;

    @BeforeAll
    static void startBroker() throws Exception {
        QUIET.setLevel(Level.OFF);
        Awaitility.setDefaultTimeout(BrokerExtension.LIMIT);
        keys = TlsKeys.create(Files.createDirectories(folder.resolve(BrokerProcess.DATA)));
        broker = new BrokerProcess(folder);
    }

    @AfterAll
    static void killBroker() {
        broker.close();
    }

    @BeforeEach
    void createTopics() throws Exception {
        topics = new FeedTopics(broker.servers());
        log = new FeedLog();
    }

    @AfterEach
    void closeFeeds() {
        topics.close();
        log.close();
    }

    private void awaitLogged(String part) {
        await(part).until(() -> log.lines().stream().anyMatch(line -> line.contains(part)));
    }

    private static void awaitState(KafkaFeed feed, FeedState state) {
        await().until(() -> feed.status().state() == state);
    }

    @Test
    void aBrokerThatIsKilledAndStartedAgainHasLostNothing() throws Exception {
        topics.send(topics.product(1, "tea"));
        KafkaCatalogFeed<String> feed =
                topics.startFeed(topics.builder(catalog).staleAfter(Duration.ofSeconds(1)));
        topics.send(topics.product(2, "milk"));
        broker.kill();
        awaitState(feed, FeedState.STALE);
        awaitLogged("the broker has not answered for PT1S" + GOES_ON);
        assertThat(feed.status().isReady()).isTrue();
        assertThat(catalog.product(1)).isEqualTo("tea");

        broker.start();
        topics.send(topics.product(1, "green tea"));
        await().until(() -> "green tea".equals(catalog.product(1)));
        awaitState(feed, FeedState.LIVE);
        assertThat(catalog.product(2)).as("acknowledged before").isEqualTo("milk");
        awaitLogged(NOTHING_MISSED);
        assertThat(feed.status().rebuildCount()).isZero();
    }

    @Test
    void aFeedWithTlsAndAPasswordFindsItsBrokerAgain() throws Exception {
        topics.send(topics.product(1, "tea"));
        KafkaCatalogFeed<String> feed =
                topics.startFeed(withTls(keys, "secret").staleAfter(Duration.ofSeconds(1)));
        assertThat(catalog.product(1)).isEqualTo("tea");
        broker.kill();
        awaitState(feed, FeedState.STALE);
        broker.start();
        topics.send(topics.product(1, "green tea"));
        await().until(() -> "green tea".equals(catalog.product(1)));
        awaitState(feed, FeedState.LIVE);
        awaitLogged(NOTHING_MISSED);
    }

    @Test
    void aCertificateThatIsNotTrustedFailsAtOnceAsAWrongPasswordDoes(@TempDir Path other)
            throws Exception {
        KafkaCatalogFeed<String> distrustful =
                topics.feed(withTls(TlsKeys.create(other), "secret"));
        KafkaCatalogFeed<String> forgetful = topics.feed(withTls(keys, "wrong"));
        distrustful.start();
        forgetful.start();
        awaitState(distrustful, FeedState.FAILED);
        awaitState(forgetful, FeedState.FAILED);
        assertThat(distrustful.status().cause())
                .hasMessageContaining("SSL handshake failed")
                .extracting(FeedException::reason)
                .isEqualTo(FeedException.Reason.NO_ACCESS);
        assertThat(forgetful.status().cause())
                .hasMessageContaining("Authentication failed")
                .extracting(FeedException::reason)
                .isEqualTo(FeedException.Reason.NO_ACCESS);
    }

    private KafkaCatalogFeedBuilder<String> withTls(Path trusted, String password)
            throws IOException {
        Map<String, Object> properties = new HashMap<>(FeedTopics.sasl(password));
        properties.put("security.protocol", "SASL_SSL");
        properties.putAll(TlsKeys.trust(trusted));
        properties.putAll(EAGER);
        return topics.builder(catalog)
                .bootstrapServers(broker.tlsServers())
                .consumerProperties(properties);
    }

    @Test
    void aLeaderThatIsKilledIsFollowedByAnother(@TempDir Path ofSecond) throws Exception {
        String both = topics.products + "-both";
        try (BrokerProcess second = broker.second(ofSecond)) {
            topics.createTopicTwice(both);
            topics.send(
                    FeedTopics.product(both, 0, 1, "tea"), FeedTopics.product(both, 1, 2, "milk"));
            KafkaCatalogFeed<String> feed =
                    topics.startFeed(topics.builder(catalog).productsTopic(both));
            second.kill(); // the leader of partition 0
            topics.send(FeedTopics.product(both, 1, 2, "oat milk"));
            await().until(() -> "oat milk".equals(catalog.product(2)));
            topics.send(FeedTopics.product(both, 0, 1, "green tea")); // as soon as there is another
            await().until(() -> "green tea".equals(catalog.product(1)));
            awaitState(feed, FeedState.LIVE);
            assertThat(feed.status().rebuildCount()).isZero();
        }
    }

    @Test
    void aBrokerThatHangsMakesTheFeedStaleAndIsSaidOnce(@TempDir Path ofService) throws Exception {
        topics.send(topics.product(1, "tea"));
        Duration staleAfter = Duration.ofSeconds(2);
        Map<String, Object> impatient = Map.of("request.timeout.ms", 1_500);
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        topics.builder(catalog)
                                .staleAfter(staleAfter)
                                .consumerProperties(impatient));
        Map<String, Object> ofOther =
                Map.of(
                        "bootstrap.servers",
                        topics.servers,
                        "request.timeout.ms",
                        1_500,
                        LoggingService.TOPIC,
                        topics.products,
                        LoggingService.STALE_AFTER,
                        staleAfter.toMillis());
        try (LoggingService service = new LoggingService(ofService, Map.of("other", ofOther))) {
            await().until(() -> service.states("other").contains("LIVE"));
            awaitState(feed, FeedState.LIVE);
            int before = service.lines().size();
            int loggedBefore = log.lines().size();
            broker.signal("STOP");
            try {
                awaitState(feed, FeedState.STALE);
                await().until(() -> service.states("other").contains("STALE"));
                Duration muchLonger = staleAfter.multipliedBy(3);
                await().until(() -> feed.status().sinceContact().compareTo(muchLonger) > 0);
                assertThat(catalog.product(1)).isEqualTo("tea");
                assertThat(log.lines().stream().skip(loggedBefore))
                        .filteredOn(line -> line.contains("the broker"))
                        .singleElement()
                        .asString()
                        .endsWith("not answered for PT2S" + GOES_ON);
                assertThat(service.lines().subList(before, service.lines().size()))
                        .hasSizeLessThanOrEqualTo(20);
            } finally {
                broker.signal("CONT");
            }
            topics.send(topics.product(1, "green tea"));
            await().until(() -> "green tea".equals(catalog.product(1)));
            awaitState(feed, FeedState.LIVE);
            awaitLogged(NOTHING_MISSED);
        }
    }

    /** Kafka's broker ends when its only folder cannot be written. */
    @Test
    void aBrokerWithoutDiskIsABrokerThatIsAway() throws Exception {
        broker.kill();
        broker.startWithFilesOf(30_000); // of 512 or 1,024 bytes; its index files take 10 MiB
        String topic = topics.products + "-long"; // in one file
        EmbeddedBroker.createTopic(broker.servers(), topic, 1, Map.of("cleanup.policy", "compact"));
        topics.send(product(topic, 1, "tea"));
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        topics.builder(catalog)
                                .productsTopic(topic)
                                .consumerProperties(EAGER)
                                .staleAfter(Duration.ofSeconds(1)));
        KafkaProducer<byte[], byte[]> producer =
                topics.newProducer(
                        Map.of(
                                "delivery.timeout.ms", 30_000,
                                "request.timeout.ms", 10_000,
                                "linger.ms", 0));
        int[] acknowledged = {0};
        String large = "x".repeat(500_000);
        assertThatThrownBy(
                        () -> {
                            while (true) {
                                String value = acknowledged[0] + 1 + large;
                                producer.send(product(topic, 2, value)).get();
                                acknowledged[0]++;
                            }
                        })
                .isInstanceOf(ExecutionException.class);
        assertThat(acknowledged[0]).isGreaterThan(5);
        broker.awaitEnd(BrokerExtension.LIMIT);
        assertThat(broker.lines()).anyMatch(line -> line.contains("File too large"));
        awaitState(feed, FeedState.STALE);
        awaitLogged("the broker has not answered for PT1S" + GOES_ON);
        assertThat(catalog.product(1)).isEqualTo("tea");

        broker.start();
        topics.send(product(topic, 1, "green tea"));
        await().until(() -> "green tea".equals(catalog.product(1)));
        awaitState(feed, FeedState.LIVE);
        await("all that was acknowledged")
                .until(() -> (acknowledged[0] + large).equals(catalog.product(2)));
        awaitLogged(NOTHING_MISSED);
        assertThat(feed.status().rebuildCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"retention", "DeleteRecords"})
    void whatIsTakenFromASlowFeedIsReadAgain(String by) throws Exception {
        boolean isRetention = by.equals("retention");
        String topic = topics.products + "-short";
        TopicPartition partition = new TopicPartition(topic, 0);
        EmbeddedBroker.createTopic(
                broker.servers(),
                topic,
                1,
                Map.of(
                        "cleanup.policy", "delete",
                        "segment.bytes", Integer.toString(1 << 20),
                        "retention.bytes", Integer.toString(isRetention ? 1 << 20 : -1)));
        topics.send(product(topic, 0, "tea"));
        Gate gate = new Gate();
        KafkaCatalogFeed<String> feed =
                topics.feed(
                        topics.builder(catalog)
                                .productsTopic(topic)
                                .consumerProperties(
                                        Map.of("max.poll.records", 1, "fetch.max.bytes", 1_000))
                                .staleAfter(Duration.ofSeconds(1))
                                .listener(
                                        Listening.onRecords(
                                                recordCount -> {
                                                    if (feedIsReady(catalog)) {
                                                        gate.pass();
                                                    }
                                                })));
        feed.start();
        feed.awaitReady(BrokerExtension.LIMIT);
        awaitLogged("the topic " + topic + " has cleanup.policy=delete");
        String large = "x".repeat(200_000);
        topics.send(product(topic, 0, "green tea"));
        gate.awaitReached();
        for (long id = 1; id <= 30; id++) {
            topics.send(product(topic, id, id + large));
        }
        if (!isRetention) {
            topics.truncate(topic, 22);
        }
        long begin;
        try (Admin admin = topics.admin()) {
            // Six segments, of five large records each; the broker removes them one by one.
            await().until(() -> begin(admin, partition) == 22);
            begin = begin(admin, partition);
        }
        awaitState(feed, FeedState.STALE); // says who asks, as the feed's thread is stuck
        assertThat(catalog.product(0)).isEqualTo("tea");
        gate.open();
        await().until(() -> catalog.containsProduct(30));
        awaitState(feed, FeedState.LIVE);
        awaitLogged("the offset that comes next is not there any more, in [" + partition + "]");
        assertThat(feed.status().rebuildCount()).isOne();
        assertThat(catalog.productCount()).as("those from %d on", begin).isLessThan(26);
        assertThat(catalog.containsProduct(0)).isFalse();
    }

    private static boolean feedIsReady(ProductCatalog<String> catalog) {
        return catalog.version() > 0;
    }

    private static ProducerRecord<byte[], byte[]> product(String topic, long id, String value) {
        return FeedTopics.product(topic, 0, id, value);
    }

    private static long begin(Admin admin, TopicPartition partition) throws Exception {
        return admin.listOffsets(Map.of(partition, OffsetSpec.earliest()))
                .partitionResult(partition)
                .get()
                .offset();
    }

    @Test
    void aTransactionThatNobodyEndsHoldsBackWhatComesAfterIt() throws Exception {
        topics.send(product(topics.products, 1, "tea"));
        KafkaProducer<byte[], byte[]> aborting = transactional("aborting", 60_000);
        aborting.beginTransaction();
        aborting.send(product(topics.products, 2, "aborted"));
        aborting.flush();
        aborting.abortTransaction();
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        topics.builder(catalog)
                                .consumerProperties(EAGER)
                                .staleAfter(Duration.ofMillis(500)));
        assertThat(catalog.productCount()).isOne();

        leaveOpen("gone", 20_000);
        topics.send(product(topics.products, 4, "behind it"));
        awaitLogged("readers do not see what is held back in [" + topics.products + "-0 from");
        assertThat(feed.status().state()).isEqualTo(FeedState.LIVE);
        assertThat(feed.status().waits())
                .singleElement()
                .satisfies(
                        wait ->
                                assertThat(wait.cause())
                                        .isEqualTo(FeedWait.Cause.OPEN_TRANSACTION));
        assertThat(catalog.productCount()).isOne();
        await("its time is over").until(() -> "behind it".equals(catalog.product(4)));
        awaitLogged("nothing is held back any more");

        String name = leaveOpen("hanging", 4_000);
        topics.send(product(topics.products, 5, "behind that"));
        broker.kill();
        awaitState(feed, FeedState.STALE);
        broker.start();
        try (Admin admin = topics.admin()) {
            await().until(() -> !state(admin, name).equals(TransactionState.ONGOING));
            abortWhatHangs(admin, new TopicPartition(topics.products, 0));
        }
        await().until(() -> "behind that".equals(catalog.product(5)));
        awaitState(feed, FeedState.LIVE);
        await().until(() -> feed.status().lag() == 0);
        assertThat(catalog.productCount()).as("nothing of the transactions").isEqualTo(3);
    }

    private String leaveOpen(String name, int timeoutMs) {
        KafkaProducer<byte[], byte[]> gone = transactional(name, timeoutMs);
        gone.beginTransaction();
        gone.send(product(topics.products, 3, "never committed"));
        gone.flush();
        return topics.products + name;
    }

    private static TransactionState state(Admin admin, String name) throws Exception {
        return admin.describeTransactions(List.of(name)).description(name).get().state();
    }

    /**
     * Does what {@code kafka-transactions abort} does: a broker that was killed may take a
     * transaction as ended whose end is not in the partition.
     */
    private static void abortWhatHangs(Admin admin, TopicPartition partition) throws Exception {
        for (ProducerState producer :
                admin.describeProducers(List.of(partition))
                        .partitionResult(partition)
                        .get()
                        .activeProducers()) {
            if (producer.currentTransactionStartOffset().isPresent()) {
                AbortTransactionSpec hanging =
                        new AbortTransactionSpec(
                                partition,
                                producer.producerId(),
                                (short) producer.producerEpoch(),
                                producer.coordinatorEpoch().orElse(0));
                admin.abortTransaction(hanging).all().get();
            }
        }
    }

    private KafkaProducer<byte[], byte[]> transactional(String name, int timeoutMs) {
        KafkaProducer<byte[], byte[]> producer =
                topics.newProducer(
                        Map.of(
                                "transactional.id",
                                topics.products + name,
                                "transaction.timeout.ms",
                                timeoutMs));
        producer.initTransactions();
        return producer;
    }

    @Test
    void aProcessThatIsKilledWhileItWritesItsCheckpointLeavesAWholeOne(@TempDir Path own)
            throws Exception {
        int count = 5_000;
        String filling = "x".repeat(1_000);
        for (long id = 0; id < count; id++) {
            topics.producer().send(topics.product(id, filling));
        }
        topics.producer().flush();
        Path file = own.resolve("catalog.checkpoint");
        Path draft = own.resolve("catalog.checkpoint.tmp");
        Map<String, Object> feed =
                Map.of(
                        "bootstrap.servers",
                        topics.servers,
                        LoggingService.TOPIC,
                        topics.products,
                        LoggingService.CHECKPOINT,
                        file);
        for (int round = 0; round < 3; round++) {
            Path ofService = Files.createDirectory(own.resolve("service" + round));
            try (LoggingService service = new LoggingService(ofService, Map.of("other", feed))) {
                await().until(() -> service.states("other").contains("LIVE") && Files.exists(file));
                do {
                    topics.send(topics.product(0, "round " + round)); // so that it is due
                } while (!Files.exists(draft));
            } // killed
            ProductCatalog<String> restored = ProductCatalog.create();
            KafkaCatalogFeed<String> next =
                    topics.startFeed(
                            KafkaCatalogFeed.builder(restored, new StringDeserializer())
                                    .bootstrapServers(topics.servers)
                                    .productsTopic(topics.products)
                                    .checkpoint(file, new StringSerializer()));
            assertThat(restored.productCount()).isEqualTo(count);
            assertThat(restored.product(0)).isEqualTo("round " + round);
            assertThat(restored.product(count - 1)).isEqualTo(filling);
            assertThat(next.status().recordCount()).as("read beside it").isLessThan(count);
            next.close();
        }
        assertThat(log.lines()).noneMatch(line -> line.contains("is not used"));
    }
}
