// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Skips records, but no more than so many within a time. The feed's thread alone. */
final class PoisonLimit implements PoisonHandler {
    private final int count;
    private final Duration within;
    private final LongSupplier clock;
    private final ArrayDeque<Long> skippedNs = new ArrayDeque<>();

    PoisonLimit(int count, Duration within, LongSupplier clock) {
        this.count = count;
        this.within = within;
        this.clock = clock;
    }

    @Override
    public void skipped(ConsumerRecord<byte[], byte[]> record, Exception cause) {
        long nowNs = clock.getAsLong();
        while (!skippedNs.isEmpty() && nowNs - skippedNs.peek() > within.toNanos()) {
            skippedNs.remove();
        }
        if (skippedNs.size() >= count) {
            skippedNs.clear(); // a restart begins to count again
            throw new IllegalStateException(
                    "more than " + count + " records within " + within + " cannot be decoded");
        }
        skippedNs.add(nowNs);
    }
}
