// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The {@link CatalogFeedStatus} of a feed, as meters. Needs {@code micrometer-core}. Those of the
 * catalog itself: {@link LeftRightMetrics}; those of Kafka's consumer: Micrometer's own binder.
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
 *     KafkaCatalogFeedMetrics.of(feed).bindTo(registry);
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
 *       {@code starting}, {@code catching_up}, {@code live}, {@code stale}, {@code failed}, {@code
 *       closed}</td></tr>
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
 * </table>
 *
 * <p>Alert on {@code staleness} (or on {@code state} other than {@code live}) and on {@code
 * records.skipped}. The meters do not keep the feed from being collected.
 */
public final class KafkaCatalogFeedMetrics implements MeterBinder {
    private final KafkaCatalogFeed<?> feed;
    private final Tags tags;

    private KafkaCatalogFeedMetrics(KafkaCatalogFeed<?> feed) {
        this.feed = Objects.requireNonNull(feed, "feed");
        this.tags = Tags.of("feed", feed.name());
    }

    /**
     * Makes a binder.
     *
     * @param feed the feed; its name is the tag
     * @return a binder
     */
    public static KafkaCatalogFeedMetrics of(KafkaCatalogFeed<?> feed) {
        return new KafkaCatalogFeedMetrics(feed);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (CatalogFeedState state : CatalogFeedState.values()) {
            gauge(
                            "state",
                            "1 for the state that the feed is in",
                            null,
                            s -> s.state() == state ? 1 : 0)
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        seconds(registry, "staleness", "age of what readers see", CatalogFeedStatus::staleness);
        seconds(
                registry,
                "record.age",
                "age of the newest record that readers see",
                CatalogFeedStatus::recordAge);
        seconds(
                registry,
                "broker.silence",
                "time since the broker has answered",
                CatalogFeedStatus::sinceContact);
        gauge(
                        "catchup.remaining",
                        "offsets still to be read before the feed is live",
                        "offsets",
                        KafkaCatalogFeedMetrics::remaining)
                .register(registry);
        counter(registry, "records", "records read", CatalogFeedStatus::recordCount);
        counter(
                registry,
                "records.skipped",
                "records that could not be decoded",
                CatalogFeedStatus::skippedCount);
        counter(
                registry,
                "rebuilds",
                "times the topics had to be read again",
                CatalogFeedStatus::rebuildCount);
        feed.onPartition(partition -> lag(registry, partition));
    }

    /** Any thread: as soon as the feed knows of the partition. */
    private void lag(MeterRegistry registry, TopicPartition partition) {
        gauge(
                        "lag",
                        "offsets that readers do not see yet",
                        "offsets",
                        status -> {
                            Long behind = status.lags().get(partition);
                            return behind == null ? Double.NaN : behind;
                        })
                .tag("topic", partition.topic())
                .tag("partition", Integer.toString(partition.partition()))
                .register(registry);
    }

    private static double remaining(CatalogFeedStatus status) {
        return status.state() == CatalogFeedState.CATCHING_UP
                ? Math.max(0, status.catchUpTotalCount() - status.catchUpReadCount())
                : 0;
    }

    private Gauge.Builder<KafkaCatalogFeed<?>> gauge(
            String name,
            String description,
            @Nullable String unit,
            ToDoubleFunction<CatalogFeedStatus> value) {
        return Gauge.<KafkaCatalogFeed<?>>builder(
                        "leftright.feed." + name, feed, f -> value.applyAsDouble(f.status()))
                .description(description)
                .baseUnit(unit)
                .tags(tags);
    }

    private void seconds(
            MeterRegistry registry,
            String name,
            String description,
            Function<CatalogFeedStatus, @Nullable Duration> value) {
        TimeGauge.builder(
                        "leftright.feed." + name,
                        feed,
                        TimeUnit.SECONDS,
                        f -> {
                            Duration duration = value.apply(f.status());
                            return duration == null ? Double.NaN : duration.toNanos() / 1e9;
                        })
                .description(description)
                .tags(tags)
                .register(registry);
    }

    private void counter(
            MeterRegistry registry,
            String name,
            String description,
            ToDoubleFunction<CatalogFeedStatus> value) {
        FunctionCounter.builder(
                        "leftright.feed." + name, feed, f -> value.applyAsDouble(f.status()))
                .description(description)
                .baseUnit(name.startsWith("records") ? "records" : "rebuilds")
                .tags(tags)
                .register(registry);
    }
}
