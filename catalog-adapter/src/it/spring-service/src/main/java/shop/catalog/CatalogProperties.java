// SPDX-License-Identifier: Apache-2.0
package shop.catalog;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the catalog is fed from.
 *
 * @param bootstrapServers Addresses of the Kafka brokers to begin with: host:port, separated by
 *     commas
 * @param productsTopic Compacted topic of the products
 * @param catalogTopic Compacted topic of the catalogs' entries
 * @param consumer Further properties of Kafka's consumer, such as those for TLS and authentication
 * @param startTimeout How long to look for the brokers and the topics at the start before the feed
 *     fails
 * @param staleAfter How long the brokers may be silent before the feed calls itself stale
 * @param unhealthyAfter How old the data may become before the group "feed" of the health endpoint
 *     is down
 * @param skipBadRecords Whether to skip and count records that cannot be decoded, up to 100 in a
 *     minute; otherwise, and beyond, the feed fails, and the catalog stays as it was
 */
@ConfigurationProperties("leftright")
record CatalogProperties(
        @DefaultValue("localhost:9092") String bootstrapServers,
        @DefaultValue("products") String productsTopic,
        @DefaultValue("catalog-entries") String catalogTopic,
        @DefaultValue Map<String, String> consumer,
        @DefaultValue("5m") Duration startTimeout,
        @DefaultValue("10s") Duration staleAfter,
        @DefaultValue("2m") Duration unhealthyAfter,
        @DefaultValue("true") boolean skipBadRecords) {}
