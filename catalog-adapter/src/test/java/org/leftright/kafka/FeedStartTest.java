// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.leftright.catalog.ProductCatalog;

/** What may come yet is waited for; permissions that are taken away; a thread that is stuck. */
@ExtendWith(BrokerExtension.class)
class FeedStartTest {
    private static final Duration LIMIT = BrokerExtension.LIMIT;

    private final ProductCatalog<String> catalog = ProductCatalog.create();

    @Test
    void aTopicThatIsNotThereYetIsWaitedFor(FeedTopics topics) throws Exception {
        String later = topics.products + "-later";
        KafkaCatalogFeed<String> feed = topics.feed(topics.builder(catalog).productsTopic(later));
        feed.start();
        awaitCause(feed, "there is no topic " + later);
        assertThat(feed.status().state()).isEqualTo(FeedState.STARTING);
        assertThatThrownBy(() -> feed.awaitReady(Duration.ofSeconds(5)))
                .as("longer than a new topic needs to be known")
                .isInstanceOf(FeedException.class)
                .hasMessageContaining("is not ready within PT5S");
        topics.broker.createTopic(later, 1, Map.of());
        feed.awaitReady(LIMIT);
        assertThat(feed.status().cause()).isNull();
    }

    @Test
    void aHostNameThatIsNotKnownYetIsWaitedFor(FeedTopics topics) {
        KafkaCatalogFeed<String> feed =
                topics.feed(topics.builder(catalog).bootstrapServers("no-such-host.invalid:9092"));
        feed.start();
        awaitCause(feed, "none of the bootstrap host names is known: no-such-host.invalid:9092");
        assertThat(feed.status().state()).isEqualTo(FeedState.STARTING);
        feed.close();
        assertThat(feed.status().state()).isEqualTo(FeedState.CLOSED);
    }

    private KafkaCatalogFeedBuilder<String> withPassword(FeedTopics topics) {
        return topics.builder(catalog)
                .bootstrapServers(topics.broker.saslServers())
                .consumerProperties(FeedTopics.sasl("secret"));
    }

    @Test
    void aPermissionThatIsMissingIsWaitedForAndMayBeTakenAwayForAWhile(FeedTopics topics)
            throws Exception {
        topics.send(topics.product(1, "tea"));
        topics.deny(topics.products);
        KafkaCatalogFeed<String> feed = topics.feed(withPassword(topics));
        String refusal = "Not authorized to access topics: [" + topics.products + "]";
        try {
            feed.start();
            awaitCause(feed, refusal);
            assertThat(feed.status().state()).isEqualTo(FeedState.STARTING);
            assertThat(feed.status().cause().reason()).isEqualTo(FeedException.Reason.NO_ACCESS);
            topics.allow(topics.products);
            feed.awaitReady(LIMIT);

            topics.deny(topics.products);
            topics.send(topics.product(1, "milk"));
            await().until(() -> feed.status().state() == FeedState.STALE);
            assertThat(feed.status().cause()).hasMessage(refusal);
            assertThat(feed.status().cause().reason()).isEqualTo(FeedException.Reason.NO_ACCESS);
            assertThat(catalog.containsProduct(1)).as("goes on serving").isTrue();
        } finally {
            topics.allow(topics.products);
        }
        await().until(() -> "milk".equals(catalog.product(1)));
        await().until(() -> feed.status().state() == FeedState.LIVE);
    }

    @Test
    void whoMayAskForATopicAndNotReadItIsToldSo(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"));
        topics.letOnlyDescribe(topics.products);
        KafkaCatalogFeed<String> feed =
                topics.feed(withPassword(topics).staleAfter(Duration.ofMillis(500)));
        feed.start();
        awaitCause(feed, "Not authorized to access topics: [" + topics.products + "]");
        assertThat(feed.status().cause().reason()).isEqualTo(FeedException.Reason.NO_ACCESS);
    }

    /** Kafka's consumer says so only between the records of the other topic. */
    @ParameterizedTest
    @EnumSource(names = {"FAILED", "STALE"})
    void whoMayReadOneOfTwoTopicsIsToldSo(FeedState end, FeedTopics topics) throws Exception {
        topics.letOnlyDescribe(topics.entries);
        if (end == FeedState.FAILED) {
            topics.send(topics.entry(7, 1, true)); // else nothing is missing at the start
        }
        KafkaCatalogFeed<String> feed =
                topics.feed(
                        withPassword(topics)
                                .staleAfter(Duration.ofSeconds(1))
                                .startTimeout(Duration.ofSeconds(5)));
        feed.start();
        AtomicInteger sentCount = new AtomicInteger();
        await().pollInterval(Duration.ofMillis(100))
                .until(
                        () -> {
                            topics.send(topics.product(sentCount.incrementAndGet(), "tea"));
                            return feed.status().state() == end;
                        });
        assertThat(feed.status().cause())
                .hasMessage("Not authorized to access topics: [" + topics.entries + "]")
                .hasFieldOrPropertyWithValue("reason", FeedException.Reason.NO_ACCESS);
    }

    @Test
    void anErrorInsteadOfAnAnswerEndsNothing(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"));
        AtomicBoolean isWrong = new AtomicBoolean();
        CountDownLatch asked = new CountDownLatch(1);
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        topics.builder(catalog)
                                .staleAfter(Duration.ofMillis(400))
                                .adminFactory(
                                        properties ->
                                                ProxiedAdmin.create(
                                                        properties,
                                                        (method, arguments, real) -> {
                                                            if (isWrong.get()
                                                                    && method.equals(
                                                                            "describeTopics")) {
                                                                asked.countDown();
                                                                arguments[0] = List.of("no name!");
                                                            }
                                                            return real.call();
                                                        })));
        isWrong.set(true);
        asked.await();
        await().until(() -> feed.status().state() == FeedState.STALE);
        isWrong.set(false);
        await().until(() -> feed.status().state() == FeedState.LIVE);
        assertThat(feed.status().rebuildCount()).isZero();
        assertThat(feed.status().recordCount()).as("of which none was read again").isOne();
    }

    @Test
    void aFeedWhoseThreadIsStuckIsNotLive(FeedTopics topics) throws Exception {
        AtomicReference<Gate> gate = new AtomicReference<>();
        List<FeedState> states = new CopyOnWriteArrayList<>();
        Deserializer<String> strings = new StringDeserializer();
        Deserializer<String> stuck =
                (topic, bytes) -> {
                    Gate at = gate.get();
                    if (at != null) {
                        at.pass();
                    }
                    return strings.deserialize(topic, bytes);
                };
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        topics.builder(catalog, stuck)
                                .staleAfter(Duration.ofSeconds(3))
                                .listener(Listening.onState(states::add)));
        Gate closed = new Gate();
        gate.set(closed);
        topics.send(topics.product(1, "tea"));
        closed.awaitReached();
        try {
            await().until(() -> feed.status().state() == FeedState.STALE);
            assertThat(feed.status().cause())
                    .hasMessageContaining("the feed's thread has been away from the stream")
                    .hasFieldOrPropertyWithValue("reason", FeedException.Reason.STUCK);
        } finally {
            closed.open();
        }
        await().until(() -> feed.status().state() == FeedState.LIVE);
        await().until(() -> "tea".equals(catalog.product(1)));
        assertThat(states).doesNotContain(FeedState.STALE);
    }

    /** As when the leader that answered first has lost the last records since. */
    @Test
    void aLogThatBecomesShorterMeanwhileIsReadToItsEnd(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"));
        topics.startFeed(topics.builder(catalog).adminFactory(FeedStartTest::exaggeratingAtFirst));
        assertThat(catalog.product(1)).isEqualTo("tea");
    }

    /** Adds a record to each end of what can be read, until the topics are asked for again. */
    private static Admin exaggeratingAtFirst(Map<String, Object> properties) {
        AtomicInteger questions = new AtomicInteger();
        return ProxiedAdmin.create(
                properties,
                (method, arguments, real) -> {
                    if (method.equals("describeTopics")) {
                        questions.incrementAndGet();
                    }
                    Object answer = real.call();
                    return questions.get() == 1
                                    && ProxiedAdmin.asksForEnds(
                                            method, arguments, IsolationLevel.READ_COMMITTED)
                            ? withOneMore(((Map<?, ?>) arguments[0]).keySet(), answer)
                            : answer;
                });
    }

    private static ListOffsetsResult withOneMore(Set<?> partitions, Object answer) {
        Map<TopicPartition, KafkaFuture<ListOffsetsResultInfo>> more = new HashMap<>();
        for (Object partition : partitions) {
            TopicPartition key = (TopicPartition) partition;
            more.put(
                    key,
                    ((ListOffsetsResult) answer)
                            .partitionResult(key)
                            .thenApply(
                                    end ->
                                            new ListOffsetsResultInfo(
                                                    end.offset() + 1,
                                                    end.timestamp(),
                                                    end.leaderEpoch())));
        }
        return new ListOffsetsResult(more);
    }

    private static void awaitCause(KafkaCatalogFeed<String> feed, String message) {
        await().untilAsserted(() -> assertThat(feed.status().cause()).hasMessage(message));
    }
}
