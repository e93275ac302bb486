// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads what change data capture, such as Debezium with {@code provide.transaction.metadata}, tells
 * of the transactions of a database: a record at the begin and at the end of each, in a topic of
 * their own, and in each event the transaction that it is of. A feed built with {@link
 * KafkaFeedBuilder#refreshAtSourceTransactions} shows each of these transactions whole, in however
 * many topics and partitions its events are. The library parses no JSON and no Avro: this is where
 * the feed asks.
 *
 * <p>What a feed does: it takes the transactions in the order of their topic, each until all events
 * that its end counts are there, and refreshes between two. Records without a transaction, such as
 * those of a snapshot, tombstones and those of other producers, belong to what precedes them in
 * their partition. Topics that the feed does not follow do not count.
 *
 * <p>What a feed cannot know: compaction takes events away whose keys have a later value. Then the
 * count is not reached, and nothing says which later transaction has that value. So a transaction
 * that is not whole is no moment to refresh at. The feed goes on, and refreshes after the first
 * transaction at which it has shown all that the topics held when it found the gap: the later value
 * is among that. It knows of a gap at once if all partitions of the topic have come to later
 * transactions. Otherwise an event might be on its way, and is waited for as below.
 *
 * <p>What does not come, the end of a transaction or an event, is waited for until the timeout has
 * passed since the last record of the transaction was read, and {@link FeedStatus#waits} names the
 * partition. Then what there is becomes visible. So an end that was never written delays one
 * refresh, and an end that comes later than that lets readers see a part of its transaction.
 *
 * <p>A connector that starts again may send transactions again, whole or from somewhere in their
 * middle, and their begins and ends. All of that is applied, as the topics have it, and nothing is
 * shown before the last transaction that was known has come again.
 *
 * <p>At the start the feed reads what the topics hold, whatever the transactions in it, and then on
 * to the first moment between two of them. Called by the feed's thread alone, for each record; the
 * answers must depend on the record alone. What they throw makes the record one that cannot be
 * decoded.
 */
public interface SourceTransactions {
    /**
     * Says what a record of the transactions' topic means.
     *
     * @param record the record; its value is not null
     * @return the begin or the end of a transaction, null if it is neither
     */
    @Nullable Boundary boundary(ConsumerRecord<byte[], byte[]> record);

    /**
     * Says which transaction a record of another topic is of. Not asked of records without a value.
     *
     * @param record the record
     * @return its event, null if it is of no transaction
     */
    @Nullable Event event(ConsumerRecord<byte[], byte[]> record);

    /**
     * The begin or the end of a transaction.
     *
     * @param id the same for the begin, the end and all events of a transaction. Debezium's id of a
     *     PostgreSQL transaction, such as {@code 571:53195832}, has it before the colon only: what
     *     follows is a place in the log, another one for the begin and the end
     * @param counts how many events the transaction has in each topic that has any; null at the
     *     begin. Debezium counts by table: the topic is its prefix, a dot and the table
     */
    record Boundary(String id, @Nullable Map<String, Long> counts) {
        /**
         * Makes one.
         *
         * @param id the transaction
         * @param counts is copied
         */
        public Boundary {
            Objects.requireNonNull(id, "id");
            counts = counts == null ? null : Map.copyOf(counts);
        }
    }

    /**
     * An event of a transaction.
     *
     * @param id as in its {@link Boundary}
     * @param order greater than that of all earlier events of the transaction in the same topic, as
     *     Debezium's {@code total_order} and {@code data_collection_order} both are; tells an event
     *     that was sent again from another
     */
    record Event(String id, long order) {
        /**
         * Makes one.
         *
         * @param id the transaction
         * @param order its order
         */
        public Event {
            Objects.requireNonNull(id, "id");
        }
    }
}
