// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a {@link ProductCatalog} equal to compacted Kafka topics. Needs {@code kafka-clients}.
 *
 * <pre>{@code
 * try (KafkaCatalogFeed<Product> feed =
 *         KafkaCatalogFeed.builder(catalog, new ProductDeserializer())
 *                 .bootstrapServers("kafka:9092")
 *                 .productsTopic("products")
 *                 .catalogTopic("catalog-entries")
 *                 .build()) {
 *     feed.start();
 *     feed.awaitReady(Duration.ofMinutes(1));
 *     serve(catalog);
 * }
 * }</pre>
 *
 * <p>Each feed reads all partitions (or those {@linkplain KafkaCatalogFeedBuilder#partitions it was
 * told}) for itself, without a consumer group and from the beginning, so any number of replicas
 * follow the same topics and end equal. First it reads up to the ends that stood at the start,
 * which become visible by one refresh; what the catalog held before is visible until then and
 * replaced by it. Then it is ready, and refreshes as the records come, see {@link
 * KafkaCatalogFeedBuilder#refreshEachPoll}. Each version carries the {@link CatalogOffsets} that it
 * was read up to as its {@link ProductCatalog#attachment}.
 *
 * <ul>
 *   <li>Only records of committed transactions are read. What is read in one poll becomes visible
 *       whole or not at all; records that one poll did not return together (as it may happen to
 *       those of several partitions) may become visible by one refresh after another. For batches
 *       that span partitions or topics there are {@linkplain CatalogMarker markers}.
 *   <li>Records that come twice, or are read again, change nothing.
 *   <li>While the broker is away, or a topic missing, readers go on with what they have; the feed
 *       calls itself {@link CatalogFeedState#STALE} and resumes by itself.
 *   <li>If a topic is truncated beyond what was read, or re-created under the same name, then all
 *       topics are read from the beginning on the hidden side, and readers go on with what they
 *       have until one refresh shows the result. A topic that was lost so and is still empty is
 *       waited for. The feed knows a topic by its id, for which it asks the broker once a second,
 *       or each quarter of {@code staleAfter} if that is shorter, and never on the way from a poll
 *       to its refresh. So a new topic that is already longer than what was read of the old one may
 *       be shown on top of the old for that long. With markers it never is: the broker confirms the
 *       ids before each batch. To have a refill appear whole, fill the topic in one transaction and
 *       one partition, or end it with markers; without either it appears as it is filled.
 *   <li>A partition without a leader delays no other. What is written there is not seen until it
 *       has a leader again; until then staleness grows.
 *   <li>Partitions that are added are followed. Adding partitions to a compacted topic moves keys
 *       to other partitions, and Kafka keeps no order between partitions: a key's old value, left
 *       in its old partition, may then be read after its new one. Create such a topic again
 *       instead.
 *   <li>If the feed fails, what it has not refreshed is taken back, readers go on with the last
 *       version, and the feed {@linkplain KafkaCatalogFeedBuilder#restartAfter starts again} by
 *       itself, at growing intervals. It fails if more than {@linkplain
 *       KafkaCatalogFeedBuilder#skipPoisonUpTo a few} records cannot be decoded; if its password
 *       was never right; if the broker or a topic is not found, or may not be read, within {@link
 *       KafkaCatalogFeedBuilder#startTimeout}. A permission that is taken away later is waited for,
 *       as the broker is.
 * </ul>
 *
 * <p>With {@link KafkaCatalogFeedBuilder#checkpoint} a feed keeps what readers see in a local file,
 * and the next start reads only what came after it. {@link #status} tells an operator how the feed
 * is doing: {@link CatalogFeedStatus#isReady} for a readiness probe, {@link
 * CatalogFeedStatus#isHealthy} for an alarm, lags and ages for a dashboard. The log says each thing
 * once.
 *
 * <p>The feed writes in a daemon thread of its own. It should be the only one that writes to its
 * catalog: others' pending ops would be refreshed, or taken back, with its own. The deserializer is
 * called in that thread alone; it is the caller's to configure and to close. In addition to its
 * consumer, a feed has one Kafka admin client, with the same properties, and its thread.
 *
 * <p>Any thread may call any method.
 *
 * @param <P> the products
 */
public final class KafkaCatalogFeed<P> implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(KafkaCatalogFeed.class.getName());
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final FeedSettings<P> settings;
    private final FeedLoop<P> loop;
    private final Object lifecycle = new Object();
    private @Nullable Thread thread; // under lifecycle
    private boolean closed; // under lifecycle
    private final List<Runnable> closeActions = new ArrayList<>(); // under lifecycle

    KafkaCatalogFeed(FeedSettings<P> settings) {
        this.settings = settings;
        this.loop = new FeedLoop<>(settings);
    }

    /**
     * Begins to make a feed.
     *
     * @param catalog the catalog to be kept up to date
     * @param productDeserializer makes a product of a record's value
     * @param <P> the products
     * @return a builder
     */
    public static <P> KafkaCatalogFeedBuilder<P> builder(
            ProductCatalog<P> catalog, Deserializer<? extends P> productDeserializer) {
        return new KafkaCatalogFeedBuilder<>(catalog, productDeserializer);
    }

    /**
     * Begins to read, in the feed's thread; returns at once.
     *
     * @throws IllegalStateException if the feed was started or closed before
     */
    public void start() {
        synchronized (lifecycle) {
            if (closed) {
                throw new IllegalStateException(settings.name() + " is closed");
            }
            if (thread != null) {
                throw new IllegalStateException(settings.name() + " was started before");
            }
            Thread starting = new Thread(loop, settings.name());
            starting.setDaemon(true);
            thread = starting;
            starting.start();
        }
    }

    /**
     * Completes with the first refresh, when readers see all that the topics held at the start (or,
     * while the content guard objects to that, a complete version of before); or exceptionally with
     * a {@link CatalogFeedException} if the feed fails or is closed before. When a feed that has
     * failed starts again, there is a new future.
     *
     * @return a future of the offsets; what depends on it runs in the feed's thread unless told
     *     otherwise
     */
    public CompletableFuture<CatalogOffsets> ready() {
        return loop.ready().copy();
    }

    /**
     * Waits until the feed is ready.
     *
     * @param limit how long at most, zero or more
     * @throws TimeoutException if it takes longer; the feed goes on
     * @throws CatalogFeedException if the feed has failed or was closed
     * @throws InterruptedException if the thread is interrupted
     */
    public void awaitReady(Duration limit) throws TimeoutException, InterruptedException {
        Objects.requireNonNull(limit, "limit");
        if (limit.isNegative()) {
            throw new IllegalArgumentException("limit must not be negative: " + limit);
        }
        try {
            loop.ready().get(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new TimeoutException(
                    settings.name() + " is not ready within " + limit + ": " + status());
        } catch (ExecutionException e) {
            @Nullable Throwable cause = e.getCause();
            String message = cause == null ? null : cause.getMessage();
            // A new one, so that its trace shows who has waited.
            throw new CatalogFeedException(String.valueOf(message), cause);
        }
    }

    /**
     * How the feed is doing.
     *
     * @return the figures of this moment
     */
    public CatalogFeedStatus status() {
        return loop.status();
    }

    /**
     * Shows what the {@linkplain KafkaCatalogFeedBuilder#contentGuard content guard} holds back
     * now, within a moment: for an operator who knows that it is right. What the guard objects to
     * is shown from then on, until it has no objection; after that, its objections count again.
     * Without effect if nothing is held back, or if the hold ends before.
     *
     * @return whether anything was held back
     */
    public boolean showHeld() {
        return loop.showHeld();
    }

    /**
     * Stops the feed: what it has not refreshed is taken back, and readers go on with the last
     * version. Waits for the feed's thread to end, for some seconds at most, and not at all if
     * called by that thread; an interrupt ends the wait, and the flag is kept. Does nothing if the
     * feed is closed.
     */
    @Override
    public void close() {
        @Nullable Thread running;
        boolean first;
        List<Runnable> actions;
        synchronized (lifecycle) {
            running = thread;
            first = !closed;
            closed = true;
            actions = List.copyOf(closeActions);
            closeActions.clear();
        }
        try {
            end(running, first);
        } finally {
            actions.forEach(Runnable::run);
        }
    }

    private void end(@Nullable Thread running, boolean first) {
        if (running == null) {
            if (first) {
                loop.becomeClosed();
            }
            return;
        }
        loop.stop();
        if (running == Thread.currentThread()) {
            return;
        }
        try {
            running.join(CLOSE_LIMIT.toMillis());
            if (running.isAlive()) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0} has not ended within {1}; it ends when what it waits for returns",
                        settings.name(),
                        CLOSE_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String name() {
        return settings.name();
    }

    ProductCatalog<P> catalog() {
        return settings.catalog();
    }

    boolean keepsCheckpoint() {
        return settings.checkpoint() != null;
    }

    FeedFigures figures() {
        return loop.figures();
    }

    /** Runs an action when the feed is closed; at once if it is. */
    void onClose(Runnable action) {
        synchronized (lifecycle) {
            if (!closed) {
                closeActions.add(action);
                return;
            }
        }
        action.run();
    }

    /** Tells of each partition that the feed follows, now or later; of some twice. */
    void onPartition(Consumer<TopicPartition> listener) {
        loop.onPartition(listener);
    }

    @Override
    public String toString() {
        return settings.name() + "[" + status().state() + "]";
    }
}
