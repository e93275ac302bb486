// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Says what a record means, for topics whose deletes are not all tombstones, or that hold records
 * of other kinds. Called in the feed's thread alone, for each record of both topics but markers,
 * before its key and value are decoded. The answer must depend on the record alone: records are
 * read again after a restart.
 */
@FunctionalInterface
public interface RecordRule {
    /**
     * Decides on one record.
     *
     * @param record the record as it came; its topic tells products from catalog entries
     * @return what it says of its key. If this throws, or is null, or is {@link RecordAction#PUT}
     *     for a product without a value, the record counts as one that cannot be decoded
     */
    RecordAction actionOf(ConsumerRecord<byte[], byte[]> record);
}
