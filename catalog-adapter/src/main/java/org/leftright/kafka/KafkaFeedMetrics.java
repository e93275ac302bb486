// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.leftright.meters.BoundMeters;

/**
 * The {@link FeedStatus} of a feed, as meters. Needs {@code micrometer-core}. Those of the catalog
 * itself: {@link org.leftright.catalog.LeftRightMetrics}; those of Kafka's consumer: Micrometer's
 * own binder.
 *
 * <pre>{@code
 * import io.micrometer.core.instrument.MeterRegistry;
 * import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
 *
 * MeterRegistry registry = new SimpleMeterRegistry(); // or that of your monitoring system
 * try (KafkaCatalogFeed<Product> feed =
 *         KafkaCatalogFeed.builder(catalog, new ProductDeserializer())
 *                 .bootstrapServers("kafka:9092")
 *                 .productsTopic("products")
 *                 .build()) {
 *     KafkaFeedMetrics.of(feed).bindTo(registry);
 *     feed.start();
 *     feed.awaitReady(Duration.ofMinutes(1));
 *     serve(catalog);
 * }
 * }</pre>
 *
 * <table border="1">
 *   <caption>The meters, each with the tag {@code feed}</caption>
 *   <tr><th>name</th><th>type</th><th>what it counts or shows</th></tr>
 *   <tr><td>{@code leftright.feed.state}</td><td>gauge</td>
 *       <td>1 for the state that the feed is in, 0 for the others, by the tag {@code state}:
 *       {@code starting}, {@code catching_up}, {@code live}, {@code stale}, {@code held}, {@code
 *       failed}, {@code closed}</td></tr>
 *   <tr><td>{@code leftright.feed.staleness}</td><td>time gauge</td>
 *       <td>readers see all that the topics held so long ago; NaN before the first refresh</td></tr>
 *   <tr><td>{@code leftright.feed.record.age}</td><td>time gauge</td>
 *       <td>age of the newest record that readers see; NaN if they see none</td></tr>
 *   <tr><td>{@code leftright.feed.broker.silence}</td><td>time gauge</td>
 *       <td>how long ago the broker has answered last</td></tr>
 *   <tr><td>{@code leftright.feed.lag}</td><td>gauge</td>
 *       <td>offsets that readers do not see yet, by the tags {@code topic} and {@code partition};
 *       NaN for a partition that is no more</td></tr>
 *   <tr><td>{@code leftright.feed.catchup.remaining}</td><td>gauge</td>
 *       <td>offsets still to be read before the feed is live; 0 when it is</td></tr>
 *   <tr><td>{@code leftright.feed.records}</td><td>counter</td><td>records read</td></tr>
 *   <tr><td>{@code leftright.feed.records.skipped}</td><td>counter</td>
 *       <td>records that could not be decoded</td></tr>
 *   <tr><td>{@code leftright.feed.rebuilds}</td><td>counter</td>
 *       <td>times the topics had to be read again</td></tr>
 *   <tr><td>{@code leftright.feed.held}</td><td>time gauge</td>
 *       <td>how long the content guard has held back what was read; 0 if it does not</td></tr>
 *   <tr><td>{@code leftright.feed.products}</td><td>gauge</td>
 *       <td>products that readers see; of a feed of a catalog only, as are the catalogs</td></tr>
 *   <tr><td>{@code leftright.feed.catalogs}</td><td>gauge</td>
 *       <td>catalogs that readers see</td></tr>
 *   <tr><td>{@code leftright.feed.pending}</td><td>gauge</td>
 *       <td>keys that the records since the last refresh change; without those held behind a
 *       marker</td></tr>
 *   <tr><td>{@code leftright.feed.refresh}</td><td>timer: count and total</td>
 *       <td>how long it took to apply what was read and to make it visible</td></tr>
 *   <tr><td>{@code leftright.feed.refresh.records}</td><td>gauge</td>
 *       <td>records that the last refresh made visible</td></tr>
 *   <tr><td>{@code leftright.feed.checkpoint.age}</td><td>time gauge</td>
 *       <td>age of what the checkpoint holds; NaN if there is none yet. Only with a checkpoint, as
 *       are the two that follow</td></tr>
 *   <tr><td>{@code leftright.feed.checkpoint.size}</td><td>gauge</td><td>bytes of the file</td></tr>
 *   <tr><td>{@code leftright.feed.checkpoint.failures}</td><td>counter</td>
 *       <td>times it could not be written</td></tr>
 * </table>
 *
 * <p>When the feed is closed, its meters are removed from the registry. If another feed of the same
 * name is bound before, since the first has failed, the meters are that feed's from then on.
 *
 * <p>Alert on {@code staleness} (or on {@code state} other than {@code live}), on {@code
 * records.skipped}, and with a checkpoint on {@code checkpoint.age}. The meters do not keep the
 * feed from being collected.
 */
public final class KafkaFeedMetrics implements MeterBinder {
    private final KafkaFeed feed;
    private final Tags tags;

    private KafkaFeedMetrics(KafkaFeed feed) {
        this.feed = Objects.requireNonNull(feed, "feed");
        this.tags = Tags.of("feed", feed.name());
    }

    /**
     * Makes a binder.
     *
     * @param feed the feed; its name is the tag
     * @return a binder
     */
    public static KafkaFeedMetrics of(KafkaFeed feed) {
        return new KafkaFeedMetrics(feed);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        new Binding(registry).bind();
    }

    private static double remaining(FeedStatus status) {
        return status.state() == FeedState.CATCHING_UP
                ? Math.max(0, status.catchUpTotalCount() - status.catchUpReadCount())
                : 0;
    }

    private static double seconds(@Nullable Duration duration) {
        return duration == null ? Double.NaN : duration.toNanos() / 1e9;
    }

    private static double heldSeconds(@Nullable FeedHold hold) {
        return hold == null
                ? 0
                : Math.max(0, seconds(Duration.between(hold.since(), Instant.now())));
    }

    private final class Binding {
        private final MeterRegistry registry;
        private final BoundMeters meters = new BoundMeters();

        Binding(MeterRegistry registry) {
            this.registry = registry;
        }

        void bind() {
            ofStatus();
            ofRefreshes();
            if (feed.keepsCheckpoint()) {
                ofCheckpoint();
            }
            feed.onPartition(this::lag);
            feed.onClose(meters::close);
        }

        private void ofStatus() {
            for (FeedState state : FeedState.values()) {
                gauge(
                        "state",
                        "1 for the state that the feed is in",
                        Tags.of("state", state.name().toLowerCase(Locale.ROOT)),
                        f -> f.status().state() == state ? 1 : 0);
            }
            seconds(
                    "staleness",
                    "age of what readers see",
                    f -> KafkaFeedMetrics.seconds(f.status().staleness()));
            seconds(
                    "record.age",
                    "age of the newest record that readers see",
                    f -> KafkaFeedMetrics.seconds(f.status().recordAge()));
            seconds(
                    "broker.silence",
                    "time since the broker has answered",
                    f -> KafkaFeedMetrics.seconds(f.status().sinceContact()));
            gauge(
                    "catchup.remaining",
                    "offsets still to be read before the feed is live",
                    Tags.empty(),
                    f -> remaining(f.status()));
            counter("records", "records read", f -> f.status().recordCount());
            counter(
                    "records.skipped",
                    "records that could not be decoded",
                    f -> f.status().skippedCount());
            counter(
                    "rebuilds",
                    "times the topics had to be read again",
                    f -> f.status().rebuildCount());
        }

        private void ofRefreshes() {
            seconds(
                    "held",
                    "time that the content guard has held back what was read",
                    f -> heldSeconds(f.status().hold()));
            if (feed instanceof KafkaCatalogFeed<?>) {
                gauge(
                        "products",
                        "products that readers see",
                        Tags.empty(),
                        f -> ((KafkaCatalogFeed<?>) f).catalog().productCount());
                gauge(
                        "catalogs",
                        "catalogs that readers see",
                        Tags.empty(),
                        f -> ((KafkaCatalogFeed<?>) f).catalog().catalogCount());
            }
            gauge(
                    "pending",
                    "changes read and not yet visible",
                    Tags.empty(),
                    f -> f.figures().pendingCount());
            gauge(
                    "refresh.records",
                    "records that the last refresh made visible",
                    Tags.empty(),
                    f -> f.figures().refreshedRecordCount());
            add(
                    "refresh",
                    Tags.empty(),
                    (name, all) ->
                            FunctionTimer.builder(
                                            name,
                                            feed,
                                            f -> f.figures().refreshCount(),
                                            f -> f.figures().refreshNs(),
                                            TimeUnit.NANOSECONDS)
                                    .description("applying what was read, and making it visible")
                                    .tags(all)
                                    .register(registry));
        }

        private void ofCheckpoint() {
            seconds(
                    "checkpoint.age",
                    "age of what the checkpoint holds",
                    f -> KafkaFeedMetrics.seconds(f.figures().checkpointAge()));
            add(
                    "checkpoint.size",
                    Tags.empty(),
                    (name, all) ->
                            Gauge.builder(name, feed, f -> f.figures().checkpointBytes())
                                    .description("size of the checkpoint")
                                    .baseUnit("bytes")
                                    .tags(all)
                                    .register(registry));
            counter(
                    "checkpoint.failures",
                    "checkpoints that could not be written",
                    f -> f.figures().checkpointFailureCount());
        }

        /** Any thread: as soon as the feed knows of the partition. */
        private void lag(TopicPartition partition) {
            gauge(
                    "lag",
                    "offsets that readers do not see yet",
                    Tags.of(
                            "topic",
                            partition.topic(),
                            "partition",
                            Integer.toString(partition.partition())),
                    f -> {
                        Long behind = f.status().lags().get(partition);
                        return behind == null ? Double.NaN : behind;
                    });
        }

        private void gauge(
                String name, String description, Tags more, ToDoubleFunction<KafkaFeed> value) {
            add(
                    name,
                    more,
                    (full, all) ->
                            Gauge.<KafkaFeed>builder(full, feed, value)
                                    .description(description)
                                    .tags(all)
                                    .register(registry));
        }

        private void seconds(String name, String description, ToDoubleFunction<KafkaFeed> value) {
            add(
                    name,
                    Tags.empty(),
                    (full, all) ->
                            TimeGauge.<KafkaFeed>builder(full, feed, TimeUnit.SECONDS, value)
                                    .description(description)
                                    .tags(all)
                                    .register(registry));
        }

        private void counter(String name, String description, ToDoubleFunction<KafkaFeed> value) {
            add(
                    name,
                    Tags.empty(),
                    (full, all) ->
                            FunctionCounter.<KafkaFeed>builder(full, feed, value)
                                    .description(description)
                                    .tags(all)
                                    .register(registry));
        }

        private void add(String name, Tags more, BiFunction<String, Tags, Meter> register) {
            String full = "leftright.feed." + name;
            Tags all = tags.and(more);
            meters.add(registry, full, all, () -> register.apply(full, all));
        }
    }
}
