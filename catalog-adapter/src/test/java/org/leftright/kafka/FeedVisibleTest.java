// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.leftright.catalog.ProductCatalog;

/** Whoever has written waits until readers see it. */
@ExtendWith(BrokerExtension.class)
class FeedVisibleTest {
    private final ProductCatalog<String> catalog = ProductCatalog.create();

    @Test
    void whoHasWrittenReadsWhatItWrote(FeedTopics topics) throws Exception {
        RecordMetadata before = send(topics, topics.product(1, "tea"));
        KafkaCatalogFeed<String> feed = topics.feed(topics.builder(catalog));
        CompletableFuture<Void> early = feed.awaitVisible(before);
        feed.start();
        get(early);
        assertThat(catalog.product(1)).isEqualTo("tea");
        for (int i = 0; i < 50; i++) {
            RecordMetadata product = send(topics, topics.product(1, "tea " + i));
            RecordMetadata entry = send(topics, topics.entry(7, i, true));
            get(feed.awaitVisible(product, entry));
            assertThat(catalog.product(1)).isEqualTo("tea " + i);
            assertThat(catalog.catalogContains(7, i)).isTrue();
        }
        assertThat(feed.awaitVisible(before)).as("seen long ago").isCompleted();

        CompletableFuture<Void> never =
                feed.awaitVisible(before.topic(), before.partition(), 1_000_000);
        assertThat(never).isNotDone();
        feed.close();
        assertThatThrownBy(() -> get(never))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(FeedException.class);
        assertThatThrownBy(
                        () -> get(feed.awaitVisible(before.topic(), before.partition(), 1_000_000)))
                .hasMessageContaining("is closed");
        assertThat(feed.awaitVisible(before)).isCompleted();
    }

    /** The topic may be another by the time that it is followed again. */
    @Test
    void whileAFeedWaitsToStartAgainNothingIsKnownToBeVisible(FeedTopics topics) throws Exception {
        RecordMetadata tea = send(topics, topics.product(1, "tea"));
        Gate again = new Gate();
        List<Boolean> ends = new CopyOnWriteArrayList<>();
        AtomicReference<KafkaCatalogFeed<String>> started = new AtomicReference<>();
        KafkaCatalogFeed<String> feed =
                topics.feed(
                        topics.builder(catalog, FeedTopics.PICKY)
                                .failOnPoison()
                                .restartAfter(Duration.ofMillis(1))
                                .listener(
                                        Listening.onState(
                                                state -> {
                                                    KafkaCatalogFeed<String> it = started.get();
                                                    if (it != null && state == FeedState.STARTING) {
                                                        ends.add(it.ready().isDone());
                                                        ends.add(it.awaitVisible(tea).isDone());
                                                        again.pass();
                                                    }
                                                })));
        feed.start();
        feed.awaitReady(BrokerExtension.LIMIT);
        assertThat(feed.awaitVisible(tea)).isCompleted();
        started.set(feed);
        topics.send(topics.product(2, "x"));
        again.awaitReached();
        again.open();
        assertThat(ends).startsWith(false, false);
        assertThat(catalog.product(1)).isEqualTo("tea");
    }

    @Test
    void eachWaitsForItsOwnOffset() {
        TopicPartition one = new TopicPartition("topic", 0);
        TopicPartition other = new TopicPartition("topic", 1);
        FeedVisible visible = new FeedVisible();
        CompletableFuture<Void> ten = visible.await(one, 10);
        CompletableFuture<Void> five = visible.await(one, 5);
        CompletableFuture<Void> zero = visible.await(other, 0);
        visible.shows(Map.of(one, 5L, other, 0L));
        assertThat(five).as("5 is read next").isNotDone();
        assertThat(zero).isNotDone();
        visible.shows(Map.of(one, 6L, other, 0L));
        assertThat(five).isCompleted();
        assertThat(ten).isNotDone();
        visible.shows(Map.of(one, 11L, other, 1L));
        assertThat(ten).isCompleted();
        assertThat(zero).isCompleted();
    }

    @Test
    void offsetsOfATopicThatIsReadAgainAreNotThoseThatWereShown() {
        TopicPartition lost = new TopicPartition("lost", 0);
        TopicPartition other = new TopicPartition("other", 0);
        FeedVisible visible = new FeedVisible();
        visible.shows(Map.of(lost, 5L, other, 5L));
        visible.forget(Set.of("lost"));
        CompletableFuture<Void> again = visible.await(lost, 3);
        assertThat(again).isNotDone();
        assertThat(visible.await(other, 3)).isCompleted();
        visible.shows(Map.of(lost, 4L, other, 5L));
        assertThat(again).isCompleted();
    }

    @Test
    void whoGivesUpIsForgotten(FeedTopics topics) {
        KafkaCatalogFeed<String> feed = topics.feed(topics.builder(catalog));
        RecordMetadata sent =
                new RecordMetadata(new TopicPartition(topics.products, 0), 9, 0, 0, 8, 8);
        WeakReference<?> one = givenUp(feed.awaitVisible(topics.products, 0, 9));
        WeakReference<?> several = givenUp(feed.awaitVisible(sent));
        await().until(
                        () -> {
                            System.gc();
                            return one.get() == null && several.get() == null;
                        });
        feed.close();
    }

    private static WeakReference<?> givenUp(CompletableFuture<Void> waiting) {
        waiting.cancel(false);
        return new WeakReference<>(waiting);
    }

    @Test
    void whatIsNotFollowedIsRefused(FeedTopics topics) {
        KafkaCatalogFeed<String> feed =
                topics.feed(topics.builder(catalog).partitions(partition -> partition == 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> feed.awaitVisible(topics.products, 1, 0))
                .withMessageContaining("is not followed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> feed.awaitVisible("other", 0, 0))
                .withMessageContaining("other-0 is not followed");
        RecordMetadata unknown =
                new RecordMetadata(new TopicPartition(topics.products, 0), -1, 0, 0, 8, 8);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> feed.awaitVisible(unknown))
                .withMessageContaining("acks=0");
    }

    private static RecordMetadata send(FeedTopics topics, ProducerRecord<byte[], byte[]> record)
            throws Exception {
        return topics.producer().send(record).get();
    }

    private static void get(CompletableFuture<Void> future) throws Exception {
        future.get(BrokerExtension.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
