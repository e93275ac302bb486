package org.leftright.catalog;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * What a feed was built with.
 *
 * @param refreshEvery zero: as soon as everything there is has been read
 * @param poisonHandler null: the feed fails
 */
record FeedSettings<P>(
        ProductCatalog<P> catalog,
        Deserializer<? extends P> productDeserializer,
        Map<String, Object> consumerProperties,
        @Nullable String productsTopic,
        @Nullable String catalogTopic,
        Duration refreshEvery,
        @Nullable PoisonHandler poisonHandler,
        Duration startTimeout,
        Duration staleAfter,
        String name,
        CatalogFeedListener listener) {}
