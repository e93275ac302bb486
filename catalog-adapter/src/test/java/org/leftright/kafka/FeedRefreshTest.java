// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.leftright.catalog.ProductCatalog;

/** When a feed refreshes, but for markers. */
@ExtendWith(BrokerExtension.class)
class FeedRefreshTest {
    private final ProductCatalog<String> catalog = ProductCatalog.create();

    @Test
    void bySizeARefreshComesWithTheRecordThatCompletesIt(FeedTopics topics) throws Exception {
        KafkaCatalogFeed<String> feed =
                topics.startFeed(topics.builder(catalog).refreshEveryRecords(10));
        for (int id = 0; id < 9; id++) {
            topics.send(topics.product(id, "tea"));
        }
        await().until(() -> feed.status().recordCount() == 9);
        await().until(() -> feed.status().lag() == 9);
        assertThat(catalog.productCount()).as("read, not refreshed").isZero();

        topics.send(topics.entry(7, 1, true));
        await().until(() -> catalog.productCount() == 9 && catalog.catalogContains(7, 1));
        await().until(() -> feed.status().lag() == 0);
    }

    @Test
    void bySizeAndIntervalTheFirstCounts(FeedTopics topics) throws Exception {
        topics.startFeed(
                topics.builder(catalog)
                        .refreshEveryRecords(1_000_000)
                        .refreshEvery(Duration.ofMillis(50)));
        topics.send(topics.product(1, "tea"));
        await().until(() -> catalog.containsProduct(1));

        ProductCatalog<String> other = ProductCatalog.create();
        topics.startFeed(
                topics.builder(other).refreshEvery(Duration.ofDays(1)).refreshEveryRecords(2));
        topics.send(topics.product(2, "milk"), topics.product(3, "beer"));
        await().until(() -> other.productCount() == 3);
    }

    @Test
    void byIntervalAllOfAnIntervalIsShownByOneRefresh(FeedTopics topics) throws Exception {
        KafkaCatalogFeed<String> feed =
                topics.startFeed(topics.builder(catalog).refreshEvery(Duration.ofDays(1)));
        for (int id = 0; id < 50; id++) {
            topics.send(topics.product(id, "tea"));
        }
        await().until(() -> feed.status().recordCount() == 50);
        assertThat(catalog.version()).as("a day has not passed").isOne();
        feed.close();
        assertThat(catalog.productCount()).as("taken back").isZero();
        assertThat(catalog.writer().pendingOpCount()).isZero();
    }

    /** The feed asks once a second, whatever comes: a question is two requests for offsets. */
    @Test
    void noRefreshWaitsForAQuestionToTheBroker(FeedTopics topics) throws Exception {
        topics.startFeed(topics.builder(catalog).staleAfter(Duration.ofDays(1)));
        long requestsBefore = offsetRequests();
        long beganNs = System.nanoTime();
        int deltaCount = 200;
        for (int i = 0; i < deltaCount; i++) {
            String value = "tea " + i;
            topics.send(topics.product(1, value));
            await().pollInterval(Duration.ofMillis(1))
                    .until(() -> value.equals(catalog.product(1)));
        }
        long seconds = Duration.ofNanos(System.nanoTime() - beganNs).toSeconds();
        assertThat(offsetRequests() - requestsBefore).isLessThanOrEqualTo(2 * (seconds + 2));
    }

    private static long offsetRequests() throws Exception {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        ObjectName all =
                new ObjectName(
                        "kafka.network:type=RequestMetrics,name=RequestsPerSec,"
                                + "request=ListOffsets,*");
        long count = 0;
        for (ObjectName one : beans.queryNames(all, null)) {
            count += (long) beans.getAttribute(one, "Count");
        }
        return count;
    }

    @Test
    void allThatWasReadyIsShownByOneRefresh(FeedTopics topics) throws Exception {
        topics.startFeed(
                topics.builder(catalog).consumerProperties(Map.of("max.poll.records", 10)));
        KafkaProducer<byte[], byte[]> producer = topics.newProducer(Map.of("linger.ms", 60_000));
        for (int id = 0; id < 100; id++) { // one partition and one request
            producer.send(inPartition(topics, id, "tea"));
        }
        producer.flush();
        await().until(() -> catalog.productCount() == 100);
        assertThat(catalog.version()).isEqualTo(2);
    }

    @Test
    void aSteadyStreamIsShownBeforeItEnds(FeedTopics topics) throws Exception {
        AtomicReference<KafkaCatalogFeed<String>> self = new AtomicReference<>();
        Gate gate = new Gate();
        List<Integer> shownWithin = new CopyOnWriteArrayList<>();
        KafkaCatalogFeed<String> feed =
                topics.feed(
                        topics.builder(catalog)
                                .consumerProperties(Map.of("max.partition.fetch.bytes", 1_000))
                                .listener(
                                        new FeedListener() {
                                            private int pollCount;

                                            @Override
                                            public void onRecords(int recordCount) {
                                                pollCount++;
                                                if (pollCount == 1) {
                                                    gate.pass();
                                                } else if (pollCount == 5) {
                                                    awaitStaleness(self.get());
                                                }
                                            }

                                            @Override
                                            public void onRefresh(TopicOffsets offsets) {
                                                if (pollCount >= 5) {
                                                    shownWithin.add(catalog.productCount());
                                                }
                                            }
                                        }));
        self.set(feed);
        feed.start();
        feed.awaitReady(BrokerExtension.LIMIT);
        String large = "x".repeat(2_000); // so that each is fetched alone
        for (int id = 0; id < 100; id++) {
            topics.send(inPartition(topics, id, large));
        }
        gate.open();
        await().until(() -> catalog.productCount() == 100);
        assertThat(shownWithin.get(0)).isLessThan(100);
    }

    /** Longer than a refresh may wait for the end of a stream. */
    private static void awaitStaleness(KafkaCatalogFeed<String> feed) {
        await().until(() -> feed.status().staleness().compareTo(Duration.ofSeconds(3)) > 0);
    }

    private static ProducerRecord<byte[], byte[]> inPartition(
            FeedTopics topics, long id, String value) {
        return FeedTopics.product(topics.products, 0, id, value);
    }

    @Test
    void aBatchLargerThanAFetchAndThanAPollIsReadWhole(FeedTopics topics) throws Exception {
        topics.startFeed(
                topics.builder(catalog)
                        .consumerProperties(
                                Map.of(
                                        "max.poll.records", 7,
                                        "fetch.max.bytes", 1_000,
                                        "max.partition.fetch.bytes", 1_000)));
        String large = "x".repeat(900_000);
        topics.send(topics.product(1, large), topics.product(2, large));
        for (int id = 3; id < 1_000; id++) {
            topics.producer().send(topics.product(id, "small"));
        }
        topics.send(topics.product(1_000, "small"));
        await().until(() -> catalog.productCount() == 1_000);
        assertThat(catalog.product(1)).isEqualTo(large);
        assertThat(catalog.product(2)).isEqualTo(large);
    }

    @Test
    void aReaderThatStaysKeepsItsVersionAndDelaysNobody(FeedTopics topics) throws Exception {
        ProductCatalog<String> strict =
                ProductCatalog.<String>builder()
                        .stallTimeout(Duration.ofMillis(10))
                        .stragglerListener(straggler -> {})
                        .build();
        topics.send(topics.product(1, "tea 0"));
        KafkaCatalogFeed<String> feed = topics.startFeed(strict);
        Gate gate = new Gate();
        AtomicReference<String> seen = new AtomicReference<>();
        Thread slow =
                new Thread(
                        () ->
                                strict.read(
                                        view -> {
                                            gate.pass();
                                            seen.set(view.product(1) + view.containsProduct(2));
                                            return null;
                                        }));
        slow.start();
        gate.awaitReached();
        for (int round = 1; round <= 5; round++) {
            String value = "tea " + round;
            topics.send(topics.product(1, value), topics.product(2, "milk"));
            await().until(() -> value.equals(strict.product(1)));
        }
        assertThat(feed.status().state()).isEqualTo(FeedState.LIVE);
        gate.open();
        slow.join();
        assertThat(seen).hasValue("tea 0false");
    }
}
