// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.leftright.LeftRightGroup;

/**
 * Keeps the members of a {@link LeftRightGroup} equal to any number of compacted Kafka topics. Each
 * topic has an applier, which writes what a record says to one member or several, so that an index
 * changes in the same version as what it indexes. Needs {@code kafka-clients}. For products and
 * sets of product ids there is a ready-made case, {@link KafkaCatalogFeed}.
 *
 * <pre>{@code
 * LeftRightGroupBuilder members = LeftRightGroup.builder();
 * GroupLongMap<Product> products = members.longMap();
 * GroupMap<String, Integer> rates = members.map();
 * LeftRightGroup shop = members.build();
 *
 * LongWriteHandle<Product> product = products.writer();
 * WriteHandle<String, Integer> rate = rates.writer();
 * RecordApplier<Long, Product> applyProduct =
 *         (id, value) -> product.compute(id, (same, before) -> value);   // null removes
 * RecordApplier<String, Integer> applyRate =
 *         (currency, value) -> rate.compute(currency, (same, before) -> value);
 * try (KafkaFeed feed =
 *         KafkaFeed.builder(shop)
 *                 .bootstrapServers("kafka:9092")
 *                 .topic("products", new LongDeserializer(), new ProductDeserializer(), applyProduct)
 *                 .topic("rates", new StringDeserializer(), new IntegerDeserializer(), applyRate)
 *                 .build()) {
 *     feed.start();
 *     feed.awaitReady(Duration.ofMinutes(1));
 *     shop.read(view -> view.of(products).size() + view.of(rates).size());
 * }
 * }</pre>
 *
 * <p>Each feed reads all partitions (or those {@linkplain KafkaFeedBuilder#partitions it was told})
 * for itself, without a consumer group and from the beginning, so any number of replicas follow the
 * same topics and end equal. First it reads up to the ends that stood at the start, which become
 * visible by one refresh; what the group held before is visible until then and replaced by it. Then
 * it is ready, and refreshes as the records come, see {@link KafkaFeedBuilder#refreshEachPoll}.
 * Each version carries the {@link TopicOffsets} that it was read up to as its {@linkplain
 * LeftRightGroup#attachment attachment}.
 *
 * <ul>
 *   <li>Only records of committed transactions are read. By default, a refresh shows all that the
 *       broker had ready, often several polls; under a steady stream, what came within a second. So
 *       a batch may appear in several parts. A poll is split only at markers and between
 *       transactions of a database. For batches that span partitions or topics there are
 *       {@linkplain BatchMarker markers}, {@link KafkaFeedBuilder#refreshBetweenTransactions}, and
 *       for changes of a database {@link SourceTransactions}.
 *   <li>Records that come twice, or are read again, change nothing.
 *   <li>While the broker is away, or a topic missing, readers go on with what they have; the feed
 *       calls itself {@link FeedState#STALE} and resumes by itself.
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
 *       version, and the feed {@linkplain KafkaFeedBuilder#restartAfter starts again} by itself, at
 *       growing intervals. It does not start again if {@code restartAfter} is zero, if its thread
 *       was interrupted, or if an error of the JVM, such as an {@link OutOfMemoryError}, ended it:
 *       restart the process then. It fails if more than {@linkplain KafkaFeedBuilder#skipPoisonUpTo
 *       a few} records cannot be decoded; if an applier throws; if its password was never right; if
 *       the broker or a topic is not found, or may not be read, within {@link
 *       KafkaFeedBuilder#startTimeout}. A permission that is taken away later is waited for, as the
 *       broker is.
 * </ul>
 *
 * <p>With {@link KafkaFeedBuilder#checkpoint} a feed keeps what readers see in a local file, and
 * the next start reads only what came after it. {@link #status} tells an operator how the feed is
 * doing: {@link FeedStatus#isReady} for a readiness probe, {@link FeedStatus#isHealthy} for an
 * alarm, lags and ages for a dashboard. The log says each thing once.
 *
 * <p>The feed writes in a daemon thread of its own. It should be the only one that writes to its
 * group: others' pending ops would be refreshed, or taken back, with its own, and when the topics
 * are read from the beginning, all members are emptied. Deserializers and appliers are called in
 * that thread alone; the former are the caller's to configure and to close. In addition to its
 * consumer, a feed has one Kafka admin client, with the same properties, and its thread.
 *
 * <p>Any thread may call any method.
 */
public sealed class KafkaFeed implements AutoCloseable permits KafkaCatalogFeed {
    private static final System.Logger LOG = System.getLogger(KafkaFeed.class.getName());
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

    private final FeedSettings settings;
    private final FeedLoop loop;
    private final Object lifecycle = new Object();
    private @Nullable Thread thread; // under lifecycle
    private boolean closed; // under lifecycle
    private final List<Runnable> closeActions = new ArrayList<>(); // under lifecycle

    KafkaFeed(FeedSettings settings) {
        this.settings = settings;
        this.loop = new FeedLoop(settings);
    }

    /**
     * Begins to make a feed.
     *
     * @param group the maps to be kept up to date, which the feed has for itself
     * @return a builder
     */
    public static KafkaFeedBuilder builder(LeftRightGroup group) {
        return new KafkaFeedBuilder(group);
    }

    /**
     * Begins to read, in the feed's thread; returns at once.
     *
     * @throws IllegalStateException if the feed was started or closed before
     */
    public final void start() {
        synchronized (lifecycle) {
            if (closed) {
                throw new IllegalStateException(settings.name() + " is closed");
            }
            if (thread != null) {
                throw new IllegalStateException(settings.name() + " was started before");
            }
            Thread starting = new Thread(loop, settings.name());
            starting.setDaemon(true);
            starting.start(); // fails if there can be no more threads
            thread = starting;
        }
    }

    /**
     * Completes with the first refresh, when readers see all that the topics held at the start (or,
     * while the content guard objects to that, a complete version of before); or exceptionally with
     * a {@link FeedException} if the feed fails or is closed before. When a feed that has failed
     * starts again, there is a new future.
     *
     * @return a future of the offsets; what depends on it runs in the feed's thread unless told
     *     otherwise
     */
    public final CompletableFuture<TopicOffsets> ready() {
        return loop.ready().copy();
    }

    /**
     * Waits until the feed is ready.
     *
     * <p>After {@link FeedException.Reason#NOT_READY_YET}, call this again. A feed that has failed
     * starts again by itself as a rule. Until it does, this throws at once; {@link #status} says
     * what the feed is doing. Do not call this in the feed's own thread, for instance in a
     * listener: the thread would wait for itself.
     *
     * @param limit how long at most, zero or more
     * @throws FeedException if that takes longer ({@link FeedException.Reason#NOT_READY_YET}, and
     *     the feed goes on), if the feed has failed or was closed before it was ready, or if the
     *     thread is interrupted ({@link FeedException.Reason#INTERRUPTED}, and the flag is kept)
     * @throws IllegalArgumentException if the limit is negative
     */
    public final void awaitReady(Duration limit) {
        Objects.requireNonNull(limit, "limit");
        if (limit.isNegative()) {
            throw new IllegalArgumentException("limit must not be negative: " + limit);
        }
        try {
            loop.ready().get(TimeUnit.NANOSECONDS.convert(limit), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new FeedException(
                    FeedException.Reason.NOT_READY_YET,
                    settings.name() + " is not ready within " + limit + ": " + status(),
                    null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FeedException(
                    FeedException.Reason.INTERRUPTED,
                    "interrupted while " + settings.name() + " was awaited: " + status(),
                    e);
        } catch (ExecutionException e) {
            @Nullable Throwable cause = e.getCause();
            String message = cause == null ? null : cause.getMessage();
            // A new one, so that its trace shows who has waited.
            throw new FeedException(FeedException.Reason.of(cause), String.valueOf(message), cause);
        }
    }

    /**
     * Completes when readers see what was produced at an offset, and all before it in its
     * partition: how whoever has written reads what it wrote. A later record of the same key may
     * have taken its place. In a topic that was created again meanwhile, the offset may never come:
     * give the future a timeout. In the second or so in which the feed does not know of the new
     * topic yet, it takes the offset for one of the old topic. While a feed starts, the first time
     * or again, it knows of no offset that is visible.
     *
     * @param topic one of the feed's
     * @param partition a partition that the feed follows
     * @param offset the record's offset
     * @return a future that completes, in the feed's thread, or fails with a {@link FeedException}
     *     when the feed is closed or has failed for good
     * @throws IllegalArgumentException if the feed does not follow this partition
     */
    public final CompletableFuture<Void> awaitVisible(String topic, int partition, long offset) {
        if (!settings.topics().containsKey(topic)
                || partition < 0
                || !settings.followed().test(partition)) {
            throw new IllegalArgumentException(topic + "-" + partition + " is not followed");
        }
        return loop.report().waiting().await(new TopicPartition(topic, partition), offset);
    }

    /**
     * Completes when readers see records that a producer has sent, as {@link #awaitVisible(String,
     * int, long)}.
     *
     * @param sent what the producer's futures gave
     * @return a future that completes when all of them are visible
     * @throws IllegalArgumentException if the feed does not follow one of the partitions, or the
     *     producer was not told the offset, with {@code acks=0}
     */
    public final CompletableFuture<Void> awaitVisible(RecordMetadata... sent) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (RecordMetadata each : sent) {
            if (!each.hasOffset()) {
                throw new IllegalArgumentException(
                        "the producer was not told an offset, as with acks=0: " + each);
            }
            all.add(awaitVisible(each.topic(), each.partition(), each.offset()));
        }
        CompletableFuture<Void> visible =
                CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]));
        CompletableFuture<Void> unused =
                visible.whenComplete(
                        (done, failure) -> {
                            if (failure != null) { // as by a timeout: nobody waits any more
                                all.forEach(each -> each.cancel(false));
                            }
                        });
        return visible;
    }

    /**
     * Refuses to go on with data that is too old: to be called before reads that must not answer
     * from it.
     *
     * <p>What is read after this has returned is of a version that holds all that the topics held,
     * acknowledged and committed, at some time no longer than the limit before the call; of this
     * version or a later one. How old it is when it is read is for the caller to bound: a thread
     * that is paused between the call and the read reads what has aged meanwhile. Read after the
     * call, not before it, since a refresh between the two would make this true of data that was
     * not read.
     *
     * <p>The feed learns that it is up to date by asking the broker, once a second or each quarter
     * of {@link KafkaFeedBuilder#staleAfter} if that is shorter. Staleness grows while records wait
     * for a refresh or behind an open transaction, and while the broker does not answer. So choose
     * a limit at least two seconds longer than the time from the first record of a batch to its
     * refresh. A long pause between batches needs no longer limit. If records come all the time,
     * use at least twice the refresh interval, and never less than two seconds. A broker that was
     * removed from its cluster and does not know it yet may give old answers until it finds out.
     *
     * <p>Costs a volatile read and a look at the clock: no lock, no allocation. Do not call it for
     * each of many reads, but once before them.
     *
     * @param limit how old the data may be, more than zero
     * @throws StaleDataException if it may be older, because the broker is away, a topic missing, a
     *     transaction open, what was read is held back, or the feed has not caught up yet, has
     *     failed or was closed
     * @throws IllegalArgumentException if the limit is zero or negative
     */
    public final void requireFresh(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException("limit must be more than zero: " + limit);
        }
        if (loop.report().isOlderThan(TimeUnit.NANOSECONDS.convert(limit))) {
            FeedStatus status = status();
            Duration staleness = status.staleness();
            if (staleness == null || staleness.compareTo(limit) > 0) {
                throw stale(status, staleness, limit);
            }
        }
    }

    private StaleDataException stale(
            FeedStatus status, @Nullable Duration staleness, Duration limit) {
        FeedException cause = status.cause();
        return new StaleDataException(
                settings.name()
                        + ": readers "
                        + (staleness == null
                                ? "have not seen all of the topics yet"
                                : "see what the topics held " + staleness + " ago")
                        + ", and the limit is "
                        + limit
                        + "; the feed is "
                        + status.state()
                        + (cause == null ? "" : ": " + cause.getMessage()),
                staleness,
                limit,
                cause);
    }

    /**
     * How the feed is doing.
     *
     * @return the figures of this moment
     */
    public final FeedStatus status() {
        return loop.status();
    }

    /**
     * Shows what the {@linkplain KafkaFeedBuilder#contentGuard content guard} holds back now,
     * within a moment: for an operator who knows that it is right. What the guard objects to is
     * shown from then on, until it has no objection; after that, its objections count again.
     * Without effect if nothing is held back, or if the hold ends before.
     *
     * @return whether anything was held back
     */
    public final boolean showHeld() {
        return loop.showHeld();
    }

    /**
     * Stops the feed: what it has not refreshed is taken back, and readers go on with the last
     * version. Waits for the feed's thread to end, 10 seconds at most. If the thread has not ended
     * then, a warning is logged, and the thread ends when what it waits for returns. Does not wait
     * if called by that thread. An interrupt ends the wait, and the flag is kept. Does nothing if
     * the feed is closed.
     */
    @Override
    public final void close() {
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

    final String name() {
        return settings.name();
    }

    final boolean keepsCheckpoint() {
        return settings.checkpoint() != null;
    }

    final FeedFigures figures() {
        return loop.figures();
    }

    /** Runs an action when the feed is closed; at once if it is. */
    final void onClose(Runnable action) {
        synchronized (lifecycle) {
            if (!closed) {
                closeActions.add(action);
                return;
            }
        }
        action.run();
    }

    /** Tells of each partition that the feed follows, now or later; of some twice. */
    final void onPartition(Consumer<TopicPartition> listener) {
        loop.onPartition(listener);
    }

    @Override
    public final String toString() {
        return settings.name() + "[" + status().state() + "]";
    }
}
