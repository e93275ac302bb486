// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Gets the records that a {@link KafkaFeed} skips because they cannot be decoded. */
@FunctionalInterface
public interface PoisonHandler {
    /**
     * Called in the feed's thread before the other records of the same poll are applied; again for
     * the same record when the topic is read again after a restart. If it throws, whatever it
     * throws, the feed fails.
     *
     * @param record the record as it came
     * @param cause why it cannot be decoded; an {@link Error} comes as the cause of a {@link
     *     org.apache.kafka.common.errors.SerializationException}
     */
    void skipped(ConsumerRecord<byte[], byte[]> record, Exception cause);
}
