// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.leftright.catalog.ProductCatalog;

/** Reads that refuse data which is older than a limit. */
@ExtendWith(BrokerExtension.class)
class FeedFreshTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(1_500);

    private final ProductCatalog<String> catalog = ProductCatalog.create();

    @Test
    void dataIsRefusedThatHasWaitedForARefreshForTooLong(FeedTopics topics) throws Exception {
        topics.send(topics.product(1, "tea"));
        KafkaCatalogFeed<String> feed =
                topics.startFeed(topics.builder(catalog).refreshEvery(LONG).name("shop"));
        feed.requireFresh(LONG);
        topics.send(topics.product(1, "coffee"));
        await().until(() -> refusal(feed, SHORT) != null && feed.status().lag() > 0);
        StaleDataException stale = refusal(feed, SHORT);
        assertThat(feed.status().state()).as("the broker is there").isEqualTo(FeedState.LIVE);
        assertThat(stale.limit()).isEqualTo(SHORT);
        assertThat(stale.staleness()).isGreaterThan(SHORT);
        assertThat(stale)
                .hasMessage(
                        "shop: readers see what the topics held "
                                + stale.staleness()
                                + " ago, and the limit is PT1.5S; the feed is LIVE");
        feed.requireFresh(LONG);
        feed.requireFresh(Duration.ofSeconds(Long.MAX_VALUE));
    }

    @Test
    void dataOfAnUnknownAgeIsRefusedAndThatOfAClosedFeedWhenItHasAged(FeedTopics topics)
            throws Exception {
        topics.send(topics.product(1, "tea"));
        KafkaCatalogFeed<String> feed = topics.feed(topics.builder(catalog).name("shop"));
        StaleDataException early = refusal(feed, LONG);
        assertThat(early.staleness()).isNull();
        assertThat(early)
                .hasMessage(
                        "shop: readers have not seen all of the topics yet, and the limit is PT1H;"
                                + " the feed is STARTING");
        feed.start();
        feed.awaitReady(BrokerExtension.LIMIT);
        feed.requireFresh(LONG);
        feed.close();
        feed.requireFresh(LONG);
        await().until(() -> refusal(feed, Duration.ofMillis(1)) != null);
        assertThat(refusal(feed, Duration.ofMillis(1))).hasMessageEndingWith("the feed is CLOSED");
    }

    @Test
    void whoeverIsLetThroughReadsAllThatWasAcknowledgedBefore(FeedTopics topics) throws Exception {
        int count = 200;
        AtomicLongArray acknowledgedNs = new AtomicLongArray(count);
        topics.send(topics.product(1, "0"));
        KafkaCatalogFeed<String> feed =
                topics.startFeed(
                        topics.builder(catalog)
                                .staleAfter(Duration.ofMillis(200))
                                .refreshEvery(Duration.ofMillis(100)));
        Duration limit = Duration.ofMillis(150);
        Thread producer =
                new Thread(
                        () -> {
                            for (int i = 1; i < count; i++) {
                                topics.send(topics.product(1, Integer.toString(i)));
                                acknowledgedNs.set(i, System.nanoTime());
                            }
                        });
        producer.start();
        int freshCount = 0;
        int newest = 0; // that must be visible
        while (producer.isAlive() || freshCount == 0) {
            long beforeNs = System.nanoTime() - limit.toNanos();
            while (newest + 1 < count
                    && acknowledgedNs.get(newest + 1) != 0
                    && acknowledgedNs.get(newest + 1) - beforeNs < 0) {
                newest++;
            }
            if (refusal(feed, limit) == null) {
                freshCount++;
                assertThat(Integer.parseInt(catalog.product(1))).isGreaterThanOrEqualTo(newest);
            }
        }
        producer.join();
        assertThat(newest).isPositive();
    }

    @Test
    void theCheckAllocatesNothing(FeedTopics topics) throws Exception {
        KafkaCatalogFeed<String> feed = topics.startFeed(catalog);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int count = 100_000;
        long before = 0;
        for (int i = 0; i < 2 * count; i++) {
            if (i == count) {
                before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            }
            feed.requireFresh(LONG);
        }
        long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        assertThat(after - before).as("bytes in %d calls", count).isLessThan(count);
    }

    @Test
    void aLimitOfNothingIsRefused(FeedTopics topics) {
        KafkaCatalogFeed<String> feed = topics.feed(topics.builder(catalog));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> feed.requireFresh(Duration.ZERO))
                .withMessage("limit must be more than zero: PT0S");
    }

    private static StaleDataException refusal(KafkaCatalogFeed<String> feed, Duration limit) {
        return catchThrowableOfType(StaleDataException.class, () -> feed.requireFresh(limit));
    }
}
