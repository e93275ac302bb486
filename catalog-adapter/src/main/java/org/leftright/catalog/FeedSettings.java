// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a feed was built with.
 *
 * @param followed tells of the number of a partition whether it is followed
 * @param clients who makes its Kafka clients
 * @param guard null: whatever was read is shown
 * @param restartAfter zero: a feed that has failed stays so
 * @param maxAge how long ago a partition may have been read to its end and still be read on
 * @param checkpoint null: none is kept
 */
record FeedSettings<P>(
        ProductCatalog<P> catalog,
        Map<String, Object> consumerProperties,
        FeedClients clients,
        @Nullable String productsTopic,
        @Nullable String catalogTopic,
        IntPredicate followed,
        FeedRefresh refresh,
        RecordSettings<P> records,
        @Nullable CatalogGuard<P> guard,
        Duration startTimeout,
        Duration restartAfter,
        Duration staleAfter,
        Duration maxAge,
        String name,
        CatalogFeedListener listener,
        @Nullable CheckpointSettings<P> checkpoint) {

    List<String> topics() {
        return Stream.of(productsTopic, catalogTopic).filter(Objects::nonNull).toList();
    }
}
