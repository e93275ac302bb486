// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The topic that tells of source transactions.
 *
 * @param transactions reads its records, and in the others the transaction that each is of
 */
record TransactionTopic(String name, SourceTransactions transactions) {
    /** Applies nothing: its records are read by {@link #transactions}. */
    private static final FeedTopic<byte[], byte[]> READ_ELSEWHERE =
            new FeedTopic<>((topic, key) -> key, record -> null, (key, value) -> {});

    TransactionTopic {
        FeedChecks.notBlank(name, "refreshAtSourceTransactions");
        Objects.requireNonNull(transactions, "transactions");
    }

    boolean holds(ConsumerRecord<?, ?> record) {
        return name.equals(record.topic());
    }

    /**
     * Adds it to the topics that a feed reads.
     *
     * @param followed null: all partitions
     */
    void addTo(Map<String, FeedTopic<?, ?>> topics, @Nullable IntPredicate followed) {
        if (followed != null) {
            throw new IllegalArgumentException(
                    "refreshAtSourceTransactions counts the events in all partitions, and"
                            + " partitions(...) leaves some out: use one or the other");
        }
        if (topics.putIfAbsent(name, READ_ELSEWHERE) != null) {
            throw new IllegalArgumentException(
                    "the topic "
                            + name
                            + " cannot be that of the source transactions, too: it has records to"
                            + " be applied");
        }
    }
}
