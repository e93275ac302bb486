// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.leftright.catalog.ProductCatalog;

/** What an operator sees of a feed: its status, and its log. */
@ExtendWith(BrokerExtension.class)
class FeedStatusTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final ProductCatalog<String> catalog = ProductCatalog.create();

    @Test
    void aFeedThatWasNotStartedHasNothingToShow(FeedTopics topics) {
        FeedStatus status = topics.feed(topics.builder(catalog)).status();
        assertThat(status.state()).isEqualTo(FeedState.STARTING);
        assertThat(status.isReady()).isFalse();
        assertThat(status.isHealthy(LONG)).isFalse();
        assertThat(status.offsets()).isNull();
        assertThat(status.cause()).isNull();
        assertThat(status.lags()).isEmpty();
        assertThat(status.lag()).isZero();
        assertThat(status.staleness()).isNull();
        assertThat(status.recordAge()).isNull();
        assertThat(status.catchUpTimeLeft()).isNull();
        assertThat(status.sinceContact()).isZero();
    }

    @Test
    void catchingUpHasProgressAndATimeLeft(FeedTopics topics) throws Exception {
        for (int id = 0; id < 1_000; id++) {
            topics.producer().send(topics.product(id, "tea"));
        }
        topics.producer().flush();
        List<FeedStatus> seen = new ArrayList<>();
        AtomicReference<KafkaCatalogFeed<String>> self = new AtomicReference<>();
        KafkaCatalogFeed<String> feed =
                topics.feed(
                        topics.builder(catalog)
                                .consumerProperties(Map.of("max.poll.records", 100))
                                .listener(
                                        Listening.onProgress(
                                                (read, total) -> seen.add(self.get().status()))));
        self.set(feed);
        feed.start();
        feed.awaitReady(LONG);

        assertThat(seen).hasSizeGreaterThanOrEqualTo(10);
        assertThat(seen)
                .allSatisfy(
                        status -> {
                            assertThat(status.state()).isEqualTo(FeedState.CATCHING_UP);
                            assertThat(status.isReady()).isFalse();
                            assertThat(status.isHealthy(LONG)).isFalse();
                            assertThat(status.catchUpTotalCount()).isEqualTo(1_000);
                        });
        assertThat(seen)
                .extracting(FeedStatus::catchUpReadCount)
                .isSorted()
                .last()
                .isEqualTo(1_000L);
        assertThat(seen)
                .filteredOn(status -> status.catchUpReadCount() > 0)
                .extracting(FeedStatus::catchUpTimeLeft)
                .allSatisfy(left -> assertThat(left).isGreaterThanOrEqualTo(Duration.ZERO))
                .last()
                .isEqualTo(Duration.ZERO);
        assertThat(feed.status().catchUpTimeLeft()).isNull();
        assertThat(feed.status().isReady()).isTrue();
    }

    @Test
    void lagIsCountedForEachPartitionUntilReadersSeeTheRecords(FeedTopics topics) throws Exception {
        KafkaCatalogFeed<String> feed =
                topics.startFeed(topics.builder(catalog).refreshEveryRecords(5));
        TopicPartition partition = new TopicPartition(topics.products, 1);
        for (int id = 0; id < 3; id++) {
            topics.send(FeedTopics.product(topics.products, 1, id, "tea"));
        }
        await().until(() -> feed.status().lag() == 3);
        assertThat(feed.status().lags()).hasSize(4).containsEntry(partition, 3L);

        topics.send(topics.product(8, "tea"), topics.product(9, "tea"));
        await().until(() -> feed.status().lag() == 0);
        assertThat(feed.status().lags()).hasSize(4).containsEntry(partition, 0L);
        assertThat(catalog.productCount()).isEqualTo(5);
    }

    @Test
    void stalenessGrowsWhileRecordsWaitAndEndsWithTheRefresh(FeedTopics topics) throws Exception {
        KafkaCatalogFeed<String> feed =
                topics.startFeed(topics.builder(catalog).refreshEveryRecords(2));
        await().until(() -> feed.status().isHealthy(LONG));

        topics.send(topics.product(1, "tea"));
        await().until(() -> feed.status().lag() == 1);
        Duration first = staleness(feed);
        Duration limit = first.plusSeconds(3);
        await().until(() -> staleness(feed).compareTo(limit) > 0);
        assertThat(feed.status().isHealthy(limit)).isFalse();
        assertThat(feed.status().state()).isEqualTo(FeedState.LIVE);

        topics.send(topics.product(2, "milk"));
        await().until(() -> feed.status().isHealthy(limit));
        await().until(() -> staleness(feed).compareTo(limit) < 0);
    }

    @Test
    void anAbortedTransactionLeavesNoLag(FeedTopics topics) throws Exception {
        KafkaCatalogFeed<String> feed = topics.startFeed(catalog);
        KafkaProducer<byte[], byte[]> producer =
                topics.newProducer(Map.of("transactional.id", topics.entries));
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(topics.product(1, "tea"));
        producer.flush();
        producer.abortTransaction();
        topics.send(topics.product(2, "milk"));
        await().until(() -> catalog.containsProduct(2));
        await().until(() -> feed.status().lag() == 0 && feed.status().isHealthy(LONG));
        assertThat(catalog.containsProduct(1)).isFalse();
    }

    @Test
    void anOpenTransactionIsNotWaitedFor(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"));
        KafkaProducer<byte[], byte[]> producer =
                topics.newProducer(Map.of("transactional.id", topics.products));
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(topics.product(2, "milk"));
        producer.flush();
        KafkaCatalogFeed<String> feed = topics.startFeed(catalog);
        assertThat(catalog.product(1)).isEqualTo("tea");
        assertThat(catalog.containsProduct(2)).isFalse();
        producer.commitTransaction();
        await().until(() -> catalog.containsProduct(2));
        await().until(() -> feed.status().lag() == 0);
    }

    @Test
    void theAgeOfTheRecordsIsThatOfTheNewestThatReadersSee(FeedTopics topics) throws Exception {
        Instant old = Instant.now().minus(Duration.ofHours(2));
        Instant newer = old.plus(Duration.ofHours(1));
        topics.send(at(topics, 1, newer), at(topics, 2, old));
        KafkaCatalogFeed<String> feed = topics.startFeed(catalog);

        assertThat(feed.status().offsets()).isNotNull();
        assertThat(feed.status().offsets().recordTime().toEpochMilli())
                .isEqualTo(newer.toEpochMilli());
        assertThat(feed.status().recordAge())
                .isBetween(Duration.ofHours(1), Duration.ofMinutes(90));
        assertThat(feed.status().isHealthy(LONG)).as("nothing newer is there").isTrue();

        topics.send(topics.product(3, "new"));
        await().until(() -> catalog.containsProduct(3));
        assertThat(feed.status().recordAge()).isLessThan(Duration.ofHours(1));

        topics.send(at(topics, 4, Instant.now().plus(Duration.ofMinutes(30))));
        await().until(() -> catalog.containsProduct(4));
        assertThat(feed.status().recordAge()).as("of the future").isZero();
    }

    private static ProducerRecord<byte[], byte[]> at(FeedTopics topics, long id, Instant time) {
        return new ProducerRecord<>(
                topics.products,
                0,
                time.toEpochMilli(),
                FeedTopics.key(id),
                FeedTopics.bytes("tea"));
    }

    @Test
    void theLogSaysWhatHappenedOnce(FeedTopics topics) throws Exception {
        List<String> said;
        try (FeedLog log = new FeedLog()) {
            said = log.lines();
            // 1,000 bad records, a listener that always throws, a broker that goes and comes back
            for (int i = 0; i < 1_000; i++) {
                topics.producer()
                        .send(new ProducerRecord<>(topics.products, new byte[1], new byte[1]));
            }
            topics.producer().flush();
            KafkaCatalogFeed<String> feed =
                    topics.startFeed(
                            topics.builder(catalog)
                                    .skipPoison((record, cause) -> {})
                                    .listener(new Thrower()));
            topics.broker.stop();
            await().until(() -> feed.status().state() == FeedState.STALE);
            assertThat(feed.status().isHealthy(LONG)).isFalse();
            assertThat(feed.status().cause()).hasMessage("the broker has not answered for PT3S");
            topics.broker.restart();
            topics.send(topics.product(1, "tea"));
            await().until(() -> feed.status().state() == FeedState.LIVE);
            assertThat(feed.status().cause()).isNull();
            assertThat(feed.status().skippedCount()).isEqualTo(1_000);
            feed.close();
        }
        for (String once : List.of("the listener has thrown", "skips a record")) {
            assertThat(said).filteredOn(line -> line.contains(once)).hasSize(1);
        }
        assertThat(said.stream().distinct()) // on a busy machine it may be silent again
                .filteredOn(line -> !line.contains("leader")) // while the broker goes
                .filteredOn(line -> !line.contains("waits at the start"))
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("the listener has thrown"),
                        line -> assertThat(line).contains("skips a record, and will only count"),
                        line -> assertThat(line).contains("is live: read 1000 records"),
                        line -> assertThat(line).contains("the broker has not answered for PT3S"),
                        line -> assertThat(line).contains("the broker is back"));
    }

    private static final class Thrower implements FeedListener {
        @Override
        public void onState(FeedState state) {
            throw new IllegalStateException("not mine");
        }

        @Override
        public void onRecords(int recordCount) {
            throw new IllegalStateException("not mine");
        }

        @Override
        public void onRefresh(TopicOffsets offsets) {
            throw new IllegalStateException("not mine");
        }
    }

    private static Duration staleness(KafkaCatalogFeed<String> feed) {
        Duration staleness = feed.status().staleness();
        assertThat(staleness).isNotNull();
        return staleness;
    }
}
