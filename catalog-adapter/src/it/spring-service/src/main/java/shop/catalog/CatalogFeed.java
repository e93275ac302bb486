// SPDX-License-Identifier: Apache-2.0
package shop.catalog;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.common.serialization.Deserializer;
import org.leftright.catalog.ProductCatalog;
import org.leftright.kafka.FeedState;
import org.leftright.kafka.FeedStatus;
import org.leftright.kafka.KafkaCatalogFeed;
import org.leftright.kafka.KafkaCatalogFeedBuilder;
import org.leftright.kafka.KafkaFeedMetrics;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Feeds the catalog from before the web server starts until after it has stopped. */
@Component
class CatalogFeed<P> implements SmartLifecycle {
    private final KafkaCatalogFeedBuilder<P> builder;
    private final MeterRegistry meters;
    private volatile KafkaCatalogFeed<P> feed;

    CatalogFeed(
            ProductCatalog<P> catalog,
            Deserializer<P> deserializer,
            CatalogProperties properties,
            MeterRegistry meters) {
        this.meters = meters;
        this.builder =
                KafkaCatalogFeed.builder(catalog, deserializer)
                        .name("catalog-feed") // also of its meters, whenever it is started again
                        .bootstrapServers(properties.bootstrapServers())
                        .productsTopic(properties.productsTopic())
                        .catalogTopic(properties.catalogTopic())
                        .consumerProperties(properties.consumer())
                        .startTimeout(properties.startTimeout())
                        .staleAfter(properties.staleAfter());
        if (!properties.skipBadRecords()) {
            builder.failOnPoison();
        } // else some are skipped, counted and logged; more than 100 in a minute are a failure
    }

    /** Makes another feed each time: a feed is started once, a context may be started again. */
    @Override
    public void start() {
        feed = builder.build();
        KafkaFeedMetrics.of(feed).bindTo(meters);
        feed.start(); // returns at once: the readiness group tells when the catalog is complete
    }

    @Override
    public void stop() {
        feed.close(); // and its meters go with it
    }

    @Override
    public boolean isRunning() {
        return feed != null && status().state() != FeedState.CLOSED;
    }

    /** Far below the phase of the web server, which starts later and stops earlier. */
    @Override
    public int getPhase() {
        return 0;
    }

    FeedStatus status() {
        return feed.status();
    }
}
