// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import org.apache.kafka.common.serialization.Deserializer;
import org.leftright.catalog.ProductCatalog;

/**
 * Keeps a {@link ProductCatalog} equal to compacted Kafka topics: a {@link KafkaFeed}, which says
 * what a feed does and what happens when something fails, with the topics and appliers of a
 * catalog. Needs {@code kafka-clients}.
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
 * <p>Each version carries the {@link TopicOffsets} that it was read up to as its {@link
 * ProductCatalog#attachment}. The feed should be the only one that writes to its catalog.
 *
 * @param <P> the products
 */
public final class KafkaCatalogFeed<P> extends KafkaFeed {
    private final ProductCatalog<P> catalog;

    KafkaCatalogFeed(FeedSettings settings, ProductCatalog<P> catalog) {
        super(settings);
        this.catalog = catalog;
    }

    /**
     * Begins to make a feed.
     *
     * @param catalog the catalog to be kept up to date
     * @param productDeserializer makes an immutable product of a value's bytes, which are not null;
     *     null removes the product. What the deserializer throws makes the record one that cannot
     *     be decoded. The feed's thread alone calls the deserializer; the caller configures and
     *     closes it
     * @param <P> the products
     * @return a builder
     */
    public static <P> KafkaCatalogFeedBuilder<P> builder(
            ProductCatalog<P> catalog, Deserializer<? extends P> productDeserializer) {
        return new KafkaCatalogFeedBuilder<>(catalog, productDeserializer);
    }

    ProductCatalog<P> catalog() {
        return catalog;
    }
}
