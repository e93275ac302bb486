// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * How a feed reads records.
 *
 * @param poisonHandler null: the feed fails
 */
record RecordSettings<P>(
        RecordRule rule,
        Deserializer<Long> productKeys,
        Deserializer<CatalogEntry> entryKeys,
        Deserializer<? extends P> products,
        @Nullable PoisonHandler poisonHandler) {

    /** As Kafka means it: a tombstone removes. */
    static final RecordRule TOMBSTONES =
            record -> record.value() == null ? RecordAction.REMOVE : RecordAction.PUT;
}
