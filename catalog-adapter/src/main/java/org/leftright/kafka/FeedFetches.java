// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.jspecify.annotations.Nullable;

/**
 * Tells from the consumer's own metrics whether its fetches return at once without a record; a poll
 * that returns nothing does not tell that. Used by the feed's thread alone.
 */
final class FeedFetches {
    /** How many fetches of a connection may come back too soon. */
    private static final double SPARE = 2;

    private final @Nullable Metric fetches;
    private final @Nullable Metric connections;
    private final double maxWaitNs;
    private double fetchCount;
    private double allowance; // how many fetches more may come back with nothing
    private long lookedNs;
    private boolean connected;

    FeedFetches(Consumer<?, ?> consumer, Map<String, Object> properties) {
        this.fetches = find(consumer.metrics(), "consumer-fetch-manager-metrics", "fetch-total");
        this.connections = find(consumer.metrics(), "consumer-metrics", "connection-count");
        Object wait =
                properties.getOrDefault(
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        ConsumerConfig.DEFAULT_FETCH_MAX_WAIT_MS);
        this.maxWaitNs = 1e6 * Math.max(1, Double.parseDouble(wait.toString()));
        forget();
    }

    /** The metric of a whole client; null if this client has none of that name. */
    static @Nullable Metric find(
            Map<MetricName, ? extends Metric> ofClient, String group, String name) {
        for (Map.Entry<MetricName, ? extends Metric> metric : ofClient.entrySet()) {
            MetricName key = metric.getKey();
            if (key.group().equals(group)
                    && key.name().equals(name)
                    && key.tags().keySet().stream().allMatch("client-id"::equals)) {
                return metric.getValue();
            }
        }
        return null;
    }

    /**
     * Looks at a poll that has brought nothing.
     *
     * @return whether the last connection is gone, or fetches come back with nothing more often
     *     than a broker returns them that waits for records
     */
    boolean returnNothing() {
        long nowNs = System.nanoTime();
        double connectionCount = value(connections);
        double before = fetchCount;
        fetchCount = value(fetches);
        double inTime = connectionCount * (nowNs - lookedNs) / maxWaitNs;
        allowance = Math.min(SPARE * connectionCount, allowance + inTime) - (fetchCount - before);
        lookedNs = nowNs;
        boolean isLost = connected && connectionCount == 0;
        connected = connectionCount > 0;
        return isLost || allowance < 0;
    }

    /** Begins again to count: the last poll has brought something, or there was a wait. */
    void forget() {
        fetchCount = value(fetches);
        lookedNs = System.nanoTime();
        allowance = SPARE * value(connections);
    }

    static double value(@Nullable Metric metric) {
        return metric != null && metric.metricValue() instanceof Number number
                ? number.doubleValue()
                : 0;
    }
}
