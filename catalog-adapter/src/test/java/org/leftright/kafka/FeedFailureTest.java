// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.leftright.catalog.ProductCatalog;
import org.leftright.kafka.FeedException.Reason;
import org.leftright.kafka.broker.EmbeddedBroker;

/** A broker that goes away, or was never there, or does not let the feed in; missing topics. */
@ExtendWith(BrokerExtension.class)
class FeedFailureTest {
    private static final Duration LIMIT = BrokerExtension.LIMIT;

    private final ProductCatalog<String> catalog = ProductCatalog.create();

    @Test
    void aFeedOutlivesItsBrokerAndResumesByItself(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"), topics.entry(7, 1, true));
        List<FeedState> states = new CopyOnWriteArrayList<>();
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        topics.builder(catalog)
                                .listener(Listening.onState(state -> states.add(state))));

        topics.broker.stop();
        await().atMost(LIMIT).until(() -> feed.status().state() == FeedState.STALE);
        assertThat(feed.status().sinceContact()).isGreaterThan(Duration.ofSeconds(1));
        assertThat(catalog.product(1)).as("goes on serving").isEqualTo("tea");

        topics.broker.restart();
        topics.send(topics.product(1, null), topics.product(2, "milk"), topics.entry(7, 2, true));
        await().atMost(LIMIT)
                .until(() -> catalog.containsProduct(2) && catalog.catalogContains(7, 2));
        await().atMost(LIMIT).until(() -> feed.status().state() == FeedState.LIVE);
        assertThat(catalog.containsProduct(1)).isFalse();
        assertThat(states)
                .startsWith(FeedState.CATCHING_UP, FeedState.LIVE, FeedState.STALE)
                .endsWith(FeedState.LIVE);
        await().atMost(LIMIT).until(() -> feed.status().lag() == 0);
    }

    /** There is something to refresh whenever the broker answers. */
    @Test
    void aFeedIsLiveAgainUnderASteadyStream(FeedTopics topics) throws Exception {
        KafkaCatalogFeed<String> feed =
                topics.startFeed(topics.builder(catalog).staleAfter(Duration.ofSeconds(1)));
        AtomicBoolean ending = new AtomicBoolean();
        Thread stream =
                new Thread(
                        () -> {
                            for (long id = 0; !ending.get(); id++) {
                                topics.producer().send(topics.product(id % 100, "tea " + id));
                                LockSupport.parkNanos(5_000_000);
                            }
                        });
        topics.producer();
        stream.start();
        try {
            await().until(() -> catalog.productCount() == 100);
            topics.broker.stop();
            await().until(() -> feed.status().state() == FeedState.STALE);
            topics.broker.restart();
            await().until(() -> feed.status().state() == FeedState.LIVE);
        } finally {
            ending.set(true);
            stream.join();
        }
    }

    @Test
    void aPartitionWithoutALeaderHoldsUpNoOther(FeedTopics topics, @TempDir Path folder)
            throws Exception {
        try (EmbeddedBroker second = topics.broker.join(folder)) {
            String topic = topics.products + "-on-two";
            topics.createTopicOnTwoNodes(topic);
            sendTo(topics, topic, 0, "tea");
            sendTo(topics, topic, 1, "milk");
            KafkaCatalogFeed<String> feed =
                    topics.startFeed(topics.builder(catalog).productsTopic(topic));
            assertThat(catalog.product(1)).isEqualTo("milk");

            second.stop();
            topics.awaitNoLeader(topic, 1);
            ProductCatalog<String> late = ProductCatalog.create();
            KafkaCatalogFeed<String> starting =
                    topics.feed(topics.builder(late).productsTopic(topic));
            starting.start();
            for (int i = 0; i < 10; i++) {
                String value = "tea " + i;
                sendTo(topics, topic, 0, value);
                await().until(() -> value.equals(catalog.product(0)));
            }
            await().until(() -> toSeconds(feed.status().staleness()) >= 5);
            await().until(() -> feed.status().state() == FeedState.LIVE);
            TopicPartition leaderless = new TopicPartition(topic, 1);
            assertThat(feed.status().waits())
                    .singleElement()
                    .hasFieldOrPropertyWithValue("cause", FeedWait.Cause.NO_LEADER)
                    .hasFieldOrPropertyWithValue("partition", leaderless);
            await().until(() -> starting.status().cause() != null);
            assertThat(starting.status().cause())
                    .hasFieldOrPropertyWithValue("reason", Reason.BROKER_AWAY)
                    .hasMessage("no leader for the partitions [" + leaderless + "]");

            second.restart();
            starting.awaitReady(LIMIT);
            assertThat(late.product(1)).isEqualTo("milk");
            sendTo(topics, topic, 1, "more milk");
            await().until(() -> "more milk".equals(catalog.product(1)));
            await().until(() -> toSeconds(feed.status().staleness()) < 5);
            await().until(() -> feed.status().waits().isEmpty());
        }
    }

    @Test
    void aPartitionThatGetsAnotherLeaderOrMovesIsFollowed(FeedTopics topics, @TempDir Path folder)
            throws Exception {
        try (EmbeddedBroker second = topics.broker.join(folder)) {
            String topic = topics.products + "-moving";
            topics.createTopicTwice(topic);
            List<FeedState> states = new CopyOnWriteArrayList<>();
            KafkaCatalogFeed<String> feed =
                    topics.startFeed(
                            topics.builder(catalog)
                                    .productsTopic(topic)
                                    .staleAfter(Duration.ofMinutes(1))
                                    .listener(Listening.onState(state -> states.add(state))));
            sendTo(topics, topic, 0, "tea");
            await().until(() -> "tea".equals(catalog.product(0)));
            second.stop(); // it leads partition 0
            sendTo(topics, topic, 0, "green tea");
            await().until(() -> "green tea".equals(catalog.product(0)));

            second.restart();
            topics.move(topic, 0, 2);
            sendTo(topics, topic, 0, "black tea");
            sendTo(topics, topic, 1, "milk");
            await().until(
                            () ->
                                    "black tea".equals(catalog.product(0))
                                            && "milk".equals(catalog.product(1)));
            assertThat(states).containsExactly(FeedState.CATCHING_UP, FeedState.LIVE);
            assertThat(feed.status().rebuildCount()).isZero();
            topics.move(topic, 0, 1);
        }
    }

    private static long toSeconds(@Nullable Duration duration) {
        return Objects.requireNonNull(duration).toSeconds();
    }

    private static void sendTo(FeedTopics topics, String topic, int partition, String value) {
        topics.send(FeedTopics.product(topic, partition, partition, value));
    }

    @Test
    void whatWasMissedIsShownBeforeTheFeedIsLiveAgain(FeedTopics topics) throws Exception {
        Gate gate = new Gate();
        List<Integer> shownWhenLive = new CopyOnWriteArrayList<>();
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        topics.builder(catalog)
                                .consumerProperties(Map.of("max.partition.fetch.bytes", 1_000))
                                .listener(
                                        new FeedListener() {
                                            @Override
                                            public void onRecords(int recordCount) {
                                                gate.pass();
                                            }

                                            @Override
                                            public void onState(FeedState state) {
                                                if (state == FeedState.LIVE) {
                                                    shownWhenLive.add(catalog.productCount());
                                                }
                                            }
                                        }));
        int count = 1_000;
        String large = "x".repeat(2_000); // so that each is fetched alone
        for (int id = 0; id < count; id++) {
            topics.send(topics.product(id, large));
        }
        gate.awaitReached();
        topics.broker.stop(); // nearly all is yet to be read
        gate.open();
        await().until(() -> reason(feed) == Reason.BROKER_AWAY); // not stuck any more
        topics.broker.restart();
        await().until(() -> feed.status().state() == FeedState.LIVE);
        assertThat(shownWhenLive).containsExactly(0, count);
    }

    private static AbstractThrowableAssert<?, ?> assertStartFails(
            KafkaCatalogFeed<String> feed, Reason reason) {
        feed.start();
        Throwable failure = catchThrowable(() -> feed.awaitReady(LIMIT));
        assertThat(feed.status().state()).isEqualTo(FeedState.FAILED);
        return assertThat(failure)
                .isInstanceOf(FeedException.class)
                .hasFieldOrPropertyWithValue("reason", reason);
    }

    @Test
    void anUnreachableBrokerFailsTheStart() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        catalog.applyBatch(batch -> batch.upsertProduct(1, "tea"));
        try (KafkaCatalogFeed<String> feed =
                KafkaCatalogFeed.builder(catalog, new StringDeserializer())
                        .bootstrapServers("127.0.0.1:" + port)
                        .productsTopic("products")
                        .startTimeout(Duration.ofMillis(500))
                        .build()) {
            String asked = "the Kafka broker at 127.0.0.1:" + port;
            assertStartFails(feed, Reason.BROKER_AWAY)
                    .hasMessage("no answer from " + asked + " within PT0.5S");
            assertThat(feed.status().isReady()).isFalse();
        }
        assertThat(catalog.product(1)).isEqualTo("tea");
    }

    /** As a broker that hangs does; one that speaks another protocol closes the connection. */
    @Test
    void whoTakesConnectionsAndSaysNothingIsTakenForAway() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                KafkaCatalogFeed<String> feed =
                        KafkaCatalogFeed.builder(catalog, new StringDeserializer())
                                .bootstrapServers("127.0.0.1:" + silent.getLocalPort())
                                .productsTopic("products")
                                .startTimeout(Duration.ofSeconds(2))
                                .build()) {
            assertStartFails(feed, Reason.BROKER_AWAY)
                    .hasMessageStartingWith("no answer from the Kafka broker at 127.0.0.1:")
                    .hasMessageEndingWith(silent.getLocalPort() + " within PT2S");
        }
    }

    @Test
    void aMissingTopicFailsTheStart(FeedTopics topics) {
        KafkaCatalogFeed<String> feed =
                topics.feed(
                        topics.builder(catalog)
                                .catalogTopic("no-such-topic")
                                .startTimeout(Duration.ofSeconds(5)));
        assertStartFails(feed, Reason.NO_TOPIC)
                .hasMessage("there is no topic no-such-topic within PT5S");
    }

    @Test
    void aHostThatIsNotKnownFailsTheStart(FeedTopics topics) {
        KafkaCatalogFeed<String> feed =
                topics.feed(
                        topics.builder(catalog)
                                .bootstrapServers("no-such-host.invalid:9092")
                                .startTimeout(Duration.ofSeconds(1)));
        assertStartFails(feed, Reason.BROKER_AWAY).hasMessageContaining("bootstrap");
    }

    @Test
    void aBrokerThatIsDownAtTheStartIsWaitedFor(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"));
        topics.broker.stop();
        KafkaCatalogFeed<String> feed =
                topics.feed(topics.builder(catalog).startTimeout(Duration.ofMinutes(5)));
        try {
            feed.start();
            assertThatThrownBy(() -> feed.awaitReady(Duration.ofMillis(300)))
                    .isInstanceOf(FeedException.class)
                    .hasFieldOrPropertyWithValue("reason", Reason.NOT_READY_YET);
            assertThat(feed.status().state()).isEqualTo(FeedState.STARTING);
            assertThat(feed.status().isReady()).isFalse();
        } finally {
            topics.broker.restart();
        }
        feed.awaitReady(LIMIT);
        assertThat(catalog.product(1)).isEqualTo("tea");
    }

    @Test
    void aBrokerThatIsKilledWhileTheFeedCatchesUpDelaysItOnly(FeedTopics topics) throws Exception {
        int count = 20_000;
        for (int id = 0; id < count; id++) {
            topics.producer().send(topics.product(id, "product " + id));
        }
        topics.producer().flush();
        KafkaCatalogFeed<String> feed =
                topics.feed(
                        topics.builder(catalog)
                                .consumerProperties(
                                        Map.of(
                                                "max.poll.records", 50,
                                                "max.partition.fetch.bytes", 5_000)));
        feed.start();
        await().until(() -> feed.status().recordCount() >= 1_000);
        topics.broker.restart();
        feed.awaitReady(LIMIT);
        assertThat(catalog.productCount()).isEqualTo(count);
        assertThat(catalog.version()).as("one refresh").isOne();
    }

    @Test
    void noAcknowledgedDeltaIsLostWhileTheBrokerComesAndGoes(FeedTopics topics) throws Exception {
        KafkaCatalogFeed<String> feed = topics.startFeed(catalog);
        Map<Long, String> acknowledged = new ConcurrentHashMap<>();
        AtomicBoolean done = new AtomicBoolean();
        Thread deltas =
                new Thread(
                        () -> {
                            for (int i = 0; !done.get(); i++) {
                                long id = i % 50;
                                String value = "delta " + i;
                                topics.send(topics.product(id, value)); // acks=all, awaited
                                acknowledged.put(id, value);
                            }
                        });
        deltas.start();
        for (int round = 0; round < 3; round++) {
            long read = feed.status().recordCount();
            await().until(() -> feed.status().recordCount() > read + 20);
            topics.broker.restart();
        }
        long read = feed.status().recordCount();
        await().until(() -> feed.status().recordCount() > read + 20);
        done.set(true);
        deltas.join();
        await().untilAsserted(
                        () -> {
                            Map<Long, String> seen = new HashMap<>();
                            catalog.<@Nullable Void>read(
                                    view -> {
                                        view.forEachProduct(seen::put);
                                        return null;
                                    });
                            assertThat(seen).isEqualTo(acknowledged);
                        });
        await().until(() -> feed.status().state() == FeedState.LIVE);
    }

    @Test
    void aPasswordThatIsNoLongerRightIsWaitedFor(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"));
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        topics.builder(catalog)
                                .bootstrapServers(topics.broker.saslServers())
                                .consumerProperties(FeedTopics.sasl("secret"))
                                .staleAfter(Duration.ofSeconds(1)));
        topics.broker.restart("another password");
        await().until(() -> feed.status().state() == FeedState.STALE);
        await().until(() -> reason(feed) == Reason.NO_ACCESS);
        assertThat(feed.status().cause()).hasMessageContaining("Authentication failed");
        assertThat(catalog.product(1)).isEqualTo("tea");

        topics.broker.restart();
        topics.send(topics.product(1, "green tea"));
        await().until(() -> "green tea".equals(catalog.product(1)));
        await().until(() -> feed.status().state() == FeedState.LIVE);
    }

    private static @Nullable Reason reason(KafkaCatalogFeed<String> feed) {
        FeedException cause = feed.status().cause();
        return cause == null ? null : cause.reason();
    }

    @Test
    void aFeedThatMayNotComeInFailsAndSaysWhy(FeedTopics topics) {
        KafkaCatalogFeed<String> feed =
                topics.feed(
                        topics.builder(catalog)
                                .bootstrapServers(topics.broker.saslServers())
                                .consumerProperties(FeedTopics.sasl("wrong")));
        assertStartFails(feed, Reason.NO_ACCESS).hasMessageContaining("Authentication failed");
        assertThat(catalog.version()).isZero();
    }

    @Test
    void aFeedThatSaysWhoItIsWhereNobodyAsksFails(FeedTopics topics) {
        KafkaCatalogFeed<String> feed =
                topics.feed(topics.builder(catalog).consumerProperties(FeedTopics.sasl("secret")));
        assertStartFails(feed, Reason.NO_ACCESS)
                .hasMessageContaining("Unexpected handshake request with client mechanism PLAIN");
    }

    @Test
    void aFeedThatMayComeInReads(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"));
        topics.startFeed(
                topics.builder(catalog)
                        .bootstrapServers(topics.broker.saslServers())
                        .consumerProperties(FeedTopics.sasl("secret")));
        assertThat(catalog.product(1)).isEqualTo("tea");
    }

    @Test
    void aTopicNameThatKafkaRefusesFailsTheStart(FeedTopics topics) {
        KafkaCatalogFeed<String> feed =
                topics.feed(topics.builder(catalog).catalogTopic("not a topic"));
        assertStartFails(feed, Reason.NO_TOPIC).hasMessageContaining("not a topic");
    }
}
