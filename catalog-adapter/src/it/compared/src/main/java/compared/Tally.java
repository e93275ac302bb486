// SPDX-License-Identifier: Apache-2.0
package compared;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Counts answers, and those that are torn. */
final class Tally {
    long answers;
    long torn;

    void count(Answer answer) {
        answers++;
        if (answer.isTorn()) {
            torn++;
        }
    }

    /** Counts the answers of the base line while a batch is applied to it, record by record. */
    static Tally ofAHalfAppliedBatch() {
        Tally tally = new Tally();
        PlainMaps maps = new PlainMaps();
        for (int list = 1; list <= 2; list++) {
            String catalog = new Listing(list, new long[] {7}).json();
            String product = new Product("tea", 250, list).json();
            maps.apply(new ConsumerRecord<>(Shop.CATALOGS, 0, 0, 1L, catalog));
            tally.count(maps.answer(1));
            maps.apply(new ConsumerRecord<>(Shop.PRODUCTS, 0, 0, 7L, product));
            tally.count(maps.answer(1));
        }
        return tally;
    }
}
