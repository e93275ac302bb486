// SPDX-License-Identifier: Apache-2.0
package shop.catalog;

import io.micrometer.core.instrument.binder.MeterBinder;
import org.leftright.catalog.LeftRightMetrics;
import org.leftright.catalog.ProductCatalog;
import org.leftright.kafka.FeedException;
import org.leftright.kafka.FeedStatus;
import org.leftright.kafka.FeedWait;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The catalog, its meters, and what the health endpoint tells of it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CatalogProperties.class)
class CatalogConfiguration {
    @Bean
    <P> ProductCatalog<P> catalog() {
        return ProductCatalog.create();
    }

    @Bean
    MeterBinder catalogMeters(ProductCatalog<?> catalog) {
        return LeftRightMetrics.of("catalog", catalog, ProductCatalog::stats);
    }

    /** Whether the catalog holds all that the topics held at the start, however old. */
    @Bean
    HealthIndicator catalogComplete(ProductCatalog<?> catalog) {
        return () ->
                (catalog.attachment() == null ? Health.outOfService() : Health.up())
                        .withDetail("version", catalog.version())
                        .build();
    }

    /** Whether what readers see is fresh. */
    @Bean
    HealthIndicator catalogFresh(CatalogFeed<?> feed, CatalogProperties properties) {
        return () -> {
            FeedStatus status = feed.status();
            FeedException cause = status.cause();
            return (status.isHealthy(properties.unhealthyAfter()) ? Health.up() : Health.down())
                    .withDetail("state", status.state())
                    .withDetail("staleness", String.valueOf(status.staleness()))
                    .withDetail("lag", status.lag())
                    .withDetail("waits", status.waits().stream().map(FeedWait::toString).toList())
                    .withDetail("reason", cause == null ? "NONE" : cause.reason())
                    .withDetail("cause", cause == null ? "" : cause.getMessage())
                    .build();
        };
    }
}
