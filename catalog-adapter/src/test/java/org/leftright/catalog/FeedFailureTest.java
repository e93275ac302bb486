package org.leftright.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A broker that goes away, or was never there; topics that are missing, or are not the same. */
@ExtendWith(BrokerExtension.class)
class FeedFailureTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final ProductCatalog<String> catalog = ProductCatalog.create();

    @Test
    void aFeedOutlivesItsBrokerAndResumesByItself(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"), topics.entry(7, 1, true));
        List<CatalogFeedState> states = new CopyOnWriteArrayList<>();
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        topics.builder(catalog)
                                .listener(
                                        new CatalogFeedListener() {
                                            @Override
                                            public void onState(CatalogFeedState state) {
                                                states.add(state);
                                            }
                                        }));

        topics.broker.stop();
        await().atMost(LIMIT).until(() -> feed.status().state() == CatalogFeedState.STALE);
        assertThat(feed.status().sinceContact()).isGreaterThan(Duration.ofSeconds(1));
        assertThat(catalog.product(1)).as("goes on serving").isEqualTo("tea");

        topics.broker.restart();
        topics.send(topics.product(1, null), topics.product(2, "milk"), topics.entry(7, 2, true));
        await().atMost(LIMIT)
                .until(() -> catalog.containsProduct(2) && catalog.catalogContains(7, 2));
        await().atMost(LIMIT).until(() -> feed.status().state() == CatalogFeedState.LIVE);
        assertThat(catalog.containsProduct(1)).isFalse();
        assertThat(states)
                .containsExactly(
                        CatalogFeedState.CATCHING_UP,
                        CatalogFeedState.LIVE,
                        CatalogFeedState.STALE,
                        CatalogFeedState.LIVE);
        await().atMost(LIMIT).until(() -> feed.status().lag() == 0);
    }

    @Test
    void topicsThatWereCreatedAnewFailTheFeed(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"), topics.product(2, "milk"));
        KafkaCatalogFeed<String> feed = topics.startFeed(catalog);

        topics.deleteTopics();
        topics.createTopics(2);
        await().atMost(LIMIT).until(() -> feed.status().state() == CatalogFeedState.FAILED);
        assertThat(feed.status().cause())
                .hasMessageContaining("truncated or created anew")
                .hasMessageContaining(topics.products);
        assertThat(catalog.product(1)).as("goes on serving").isEqualTo("tea");
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
            feed.start();
            assertThatThrownBy(() -> feed.awaitReady(LIMIT))
                    .isInstanceOf(CatalogFeedException.class)
                    .hasMessage(
                            "no answer from the Kafka broker at 127.0.0.1:"
                                    + port
                                    + " within PT0.5S");
            assertThat(feed.status().state()).isEqualTo(CatalogFeedState.FAILED);
            assertThat(feed.status().isReady()).isFalse();
        }
        assertThat(catalog.product(1)).isEqualTo("tea");
    }

    @Test
    void aMissingTopicFailsTheStart(FeedTopics topics) {
        KafkaCatalogFeed<String> feed =
                topics.feed(topics.builder(catalog).catalogTopic("no-such-topic"));
        feed.start();
        assertThatThrownBy(() -> feed.awaitReady(LIMIT))
                .isInstanceOf(CatalogFeedException.class)
                .hasMessage("there is no topic no-such-topic");
    }

    @Test
    void aHostThatIsNotKnownFailsTheStart(FeedTopics topics) {
        KafkaCatalogFeed<String> feed =
                topics.feed(topics.builder(catalog).bootstrapServers("no-such-host.invalid:9092"));
        feed.start();
        assertThatThrownBy(() -> feed.awaitReady(LIMIT))
                .isInstanceOf(CatalogFeedException.class)
                .hasMessageContaining("bootstrap");
        assertThat(feed.status().state()).isEqualTo(CatalogFeedState.FAILED);
    }
}
