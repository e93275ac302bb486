// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options, starting and closing. */
@ExtendWith(BrokerExtension.class)
@Timeout(180)
class FeedLifecycleTest {
    private final ProductCatalog<String> catalog = ProductCatalog.create();

    private KafkaCatalogFeedBuilder<String> builder() {
        return KafkaCatalogFeed.builder(catalog, new StringDeserializer());
    }

    @Test
    void missingOptionsAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().bootstrapServers("127.0.0.1:9092").build())
                .withMessage("the feed needs productsTopic or catalogTopic");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().productsTopic("products").build())
                .withMessage("the feed needs bootstrapServers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().productsTopic("a").catalogTopic("a").build())
                .withMessage("productsTopic and catalogTopic are both a");
    }

    @Test
    void optionsThatCannotBeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().refreshEvery(Duration.ZERO))
                .withMessage("refreshEvery must be more than zero: PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().startTimeout(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().consumerProperties(Map.of("group.id", "shop")))
                .withMessageContaining("group.id cannot be shop");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                builder()
                                        .consumerProperties(
                                                Map.of("isolation.level", "read_uncommitted")))
                .withMessageContaining("needs read_committed");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                builder()
                                        .bootstrapServers("127.0.0.1:9092")
                                        .productsTopic("products")
                                        .consumerProperties(Map.of("max.poll.records", "many"))
                                        .build())
                .withMessageContaining("max.poll.records");
    }

    @Test
    void aFeedIsStartedOnce(FeedTopics topics) throws Exception {
        KafkaCatalogFeed<String> feed = topics.startFeed(catalog);
        assertThatThrownBy(feed::start).isInstanceOf(IllegalStateException.class);
        feed.close();
        assertThatThrownBy(feed::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("catalog-feed is closed");
    }

    @Test
    void aFeedThatWasNotStartedCanBeClosed(FeedTopics topics) {
        KafkaCatalogFeed<String> feed = topics.feed(topics.builder(catalog));
        assertThat(feed.status().state()).isEqualTo(CatalogFeedState.STARTING);
        feed.close();
        feed.close();
        assertThat(feed.status().state()).isEqualTo(CatalogFeedState.CLOSED);
        assertThat(feed.ready()).isCompletedExceptionally();
    }

    @Test
    void aWaitForReadyIsBounded(FeedTopics topics) {
        KafkaCatalogFeed<String> feed = topics.feed(topics.builder(catalog));
        assertThatThrownBy(() -> feed.awaitReady(Duration.ofMillis(10)))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("catalog-feed is not ready within PT0.01S");
    }

    @Test
    void aClosedFeedLeavesItsDataAndNoThread(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"));
        KafkaCatalogFeed<String> feed = topics.startFeed(topics.builder(catalog).name("tea-feed"));
        assertThat(threads()).contains("tea-feed");
        feed.close();
        assertThat(feed.status().state()).isEqualTo(CatalogFeedState.CLOSED);
        assertThat(threads()).doesNotContain("tea-feed");
        assertThat(catalog.product(1)).isEqualTo("tea");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aFeedCanBeClosedAtAnyMoment(int moment, FeedTopics topics) {
        for (int id = 0; id < 3_000; id++) {
            topics.producer().send(topics.product(id, "product " + id));
        }
        topics.producer().flush();
        CountDownLatch reached = new CountDownLatch(1);
        AtomicReference<KafkaCatalogFeed<String>> self = new AtomicReference<>();
        KafkaCatalogFeed<String> feed =
                topics.feed(
                        topics.builder(catalog)
                                .consumerProperties(Map.of("max.poll.records", 100))
                                .listener(
                                        new CatalogFeedListener() {
                                            @Override
                                            public void onRecords(int recordCount) {
                                                reached.countDown();
                                                if (moment == 2) {
                                                    self.get().close(); // by the feed's thread
                                                }
                                            }
                                        }));
        self.set(feed);
        feed.start();
        if (moment > 0) {
            await().until(() -> reached.getCount() == 0);
        }
        if (moment == 3) {
            feed.ready().join();
        }
        feed.close();
        await().until(() -> feed.status().state() == CatalogFeedState.CLOSED);
        assertThat(feed.ready()).isDone();
        assertThat(catalog.productCount()).isIn(0, 3_000);
        assertThat(catalog.writer().pendingOpCount()).isZero();
        assertThat(catalog.version()).isLessThanOrEqualTo(1);
    }

    @Test
    void closingDoesNotWaitForABrokerThatIsNotThere() {
        KafkaCatalogFeed<String> feed =
                builder().bootstrapServers("127.0.0.1:1").productsTopic("products").build();
        feed.start();
        assertThat(feed.ready()).isNotDone();
        feed.close();
        assertThat(feed.status().state()).isEqualTo(CatalogFeedState.CLOSED);
    }

    @Test
    void aListenerThatThrowsIsIgnored(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"));
        topics.startFeed(
                topics.builder(catalog)
                        .listener(
                                new CatalogFeedListener() {
                                    @Override
                                    public void onState(CatalogFeedState state) {
                                        throw new IllegalStateException("not mine");
                                    }
                                }));
        assertThat(catalog.product(1)).isEqualTo("tea");
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }
}
