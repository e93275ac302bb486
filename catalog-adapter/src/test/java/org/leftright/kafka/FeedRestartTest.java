// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.leftright.catalog.ProductCatalog;

/** A feed that has failed starts again by itself; a few bad records do not make it fail. */
@ExtendWith(BrokerExtension.class)
class FeedRestartTest {
    private final ProductCatalog<String> catalog = ProductCatalog.create();
    private final AtomicBoolean refusing = new AtomicBoolean(true);
    private final Deserializer<String> strings = new StringDeserializer();
    private final Deserializer<String> picky =
            (topic, bytes) -> {
                String text = strings.deserialize(topic, bytes);
                if (refusing.get() && text.startsWith("bad")) {
                    throw new SerializationException("I refuse");
                }
                return text;
            };

    @Test
    void aFeedThatHasFailedStartsAgainUntilItSucceeds(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"));
        List<FeedState> states = new CopyOnWriteArrayList<>();
        List<FeedStatus> catchingUp = new CopyOnWriteArrayList<>();
        AtomicReference<KafkaCatalogFeed<String>> told = new AtomicReference<>();
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        topics.builder(catalog, picky)
                                .failOnPoison()
                                .restartAfter(Duration.ofMillis(100))
                                .listener(
                                        Listening.onState(
                                                state -> {
                                                    states.add(state);
                                                    if (told.get() != null
                                                            && state == FeedState.CATCHING_UP) {
                                                        catchingUp.add(told.get().status());
                                                    }
                                                })));
        told.set(feed);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        KafkaFeedMetrics.of(feed).bindTo(registry);
        List<Meter> meters = registry.getMeters();
        long version = catalog.version();
        topics.send(topics.product(2, "bad milk"));
        await().until(() -> states.stream().filter(FeedState.FAILED::equals).count() >= 2);
        assertThat(feed.status().isReady()).as("the catalog is whole").isTrue();
        assertThat(feed.status().cause()).hasMessageContaining("cannot decode the record at");
        assertThat(catalog.version()).isEqualTo(version);
        assertThat(catalog.product(1)).isEqualTo("tea");

        await().until(() -> !catchingUp.isEmpty());
        refusing.set(false);
        await().until(() -> "bad milk".equals(catalog.product(2)));
        await().until(() -> feed.status().state() == FeedState.LIVE);
        assertThat(catchingUp)
                .allSatisfy(
                        status ->
                                assertThat(status.cause())
                                        .as("until the feed is live")
                                        .hasMessageContaining("cannot decode the record at"));
        assertThat(feed.status().cause()).isNull();
        assertThat(registry.getMeters()).as("under the same name").isEqualTo(meters);
        assertThat(registry.get("leftright.feed.state").tag("state", "live").gauge().value())
                .isOne();
        feed.awaitReady(BrokerExtension.LIMIT);
        assertThat(catalog.product(1)).isEqualTo("tea");
        assertThat(states)
                .containsSubsequence(
                        FeedState.LIVE,
                        FeedState.FAILED,
                        FeedState.STARTING,
                        FeedState.CATCHING_UP,
                        FeedState.LIVE);
    }

    @Test
    void aFeedThatWaitsToStartAgainMayBeClosed(FeedTopics topics) {
        topics.send(topics.product(1, "bad tea"));
        KafkaCatalogFeed<String> feed = topics.feed(topics.builder(catalog, picky).failOnPoison());
        feed.start();
        assertThatThrownBy(() -> feed.awaitReady(BrokerExtension.LIMIT))
                .hasMessageContaining("cannot decode the record at");
        long beganNs = System.nanoTime();
        feed.close();
        assertThat(Duration.ofNanos(System.nanoTime() - beganNs))
                .as("less than close waits for a feed that does not end")
                .isLessThan(Duration.ofSeconds(9));
        assertThat(feed.status().state()).isEqualTo(FeedState.FAILED);
    }

    @Test
    void whoFollowsAFeedThatWasLiveIsReadyFromTheBeginning(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"));
        topics.startFeed(catalog).close();
        KafkaCatalogFeed<String> next = topics.feed(topics.builder(catalog));
        assertThat(next.status().isReady()).isTrue();
        assertThat(next.awaitVisible(topics.products, 0, 0))
                .as("of a topic that may be another by now")
                .isNotDone();
        KafkaCatalogFeedBuilder<String> other =
                topics.builder(catalog).productsTopic(topics.products + "-other");
        assertThat(topics.feed(other).status().isReady()).as("of other topics").isFalse();
    }

    @Test
    void aFewBadRecordsAreSkippedAndManyEndTheFeed(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "bad tea"), topics.product(2, "milk"));
        KafkaCatalogFeed<String> feed = topics.startFeed(topics.builder(catalog, picky));
        assertThat(feed.status().skippedCount()).as("by default").isOne();
        assertThat(catalog.product(2)).isEqualTo("milk");

        ProductCatalog<String> other = ProductCatalog.create();
        KafkaCatalogFeed<String> strict =
                topics.startFeed(
                        topics.builder(other, picky).skipPoisonUpTo(3, Duration.ofHours(1)));
        for (int i = 0; i < 3; i++) {
            topics.send(topics.product(1, "bad tea"));
        }
        await().until(() -> strict.status().state() == FeedState.FAILED);
        assertThat(strict.status().cause())
                .hasMessageContaining("more than 3 records within PT1H cannot be decoded");
        await().until(() -> feed.status().skippedCount() == 4);
        await().until(() -> feed.status().state() == FeedState.LIVE);
    }

    @Test
    void badRecordsOfLongAgoDoNotCount() {
        AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
        PoisonLimit limit = new PoisonLimit(2, Duration.ofNanos(10), clock::get);
        Exception cause = new SerializationException("I refuse");
        for (int i = 0; i < 100; i++) {
            limit.skipped(null, cause);
            clock.addAndGet(6);
        }
        limit.skipped(null, cause);
        assertThatThrownBy(() -> limit.skipped(null, cause)).hasMessageContaining("more than 2");
    }

    @Test
    void theWaitDoublesUpToTenMinutesAndBeginsAgainAfterALongLife() {
        AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);
        FeedRestarts restarts = new FeedRestarts(Duration.ofSeconds(30), clock::get, () -> 0);
        for (long seconds : new long[] {30, 60, 120, 240, 480, 600, 600}) {
            assertThat(restarts.next()).isEqualTo(Duration.ofSeconds(seconds));
        }
        restarts.isLive();
        clock.addAndGet(Duration.ofMinutes(9).toNanos());
        assertThat(restarts.next())
                .as("it was not live for long")
                .isEqualTo(Duration.ofMinutes(10));
        restarts.isLive();
        clock.addAndGet(Duration.ofMinutes(11).toNanos());
        assertThat(restarts.next()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aWaitIsUpToAFifthShorterAtRandom() {
        FeedRestarts restarts = new FeedRestarts(Duration.ofSeconds(30), () -> 0, () -> 0.5);

        assertThat(restarts.next()).isEqualTo(Duration.ofSeconds(27));
        assertThat(restarts.next()).isEqualTo(Duration.ofSeconds(54));
    }
}
