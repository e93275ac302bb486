// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends the deltas that come while serving, at even distances, and ends a batch of them twice a
 * second; runs in a thread of its own.
 */
final class Pacer implements Runnable {
    /** A feed asks the broker once for each batch between markers, so these are not many. */
    private static final long BATCH_NS = 500_000_000;

    private final DeltaProducer producer;
    private final DeltaStream deltas;
    private final Backlog backlog;
    private final int count;
    private final Duration duration;
    private volatile @Nullable Exception failure;

    /**
     * Creates a pacer.
     *
     * @param producer sends
     * @param deltas what is left of the file
     * @param backlog is told of each batch
     * @param count how many deltas are left
     * @param duration how long they shall take
     */
    Pacer(
            DeltaProducer producer,
            DeltaStream deltas,
            Backlog backlog,
            int count,
            Duration duration) {
        this.producer = producer;
        this.deltas = deltas;
        this.backlog = backlog;
        this.count = count;
        this.duration = duration;
    }

    @Override
    public void run() {
        long start = System.nanoTime();
        long marked = start;
        try {
            for (int i = 0; deltas.hasNext(); i++) {
                long due = start + (long) ((double) duration.toNanos() * i / count);
                if (due - System.nanoTime() > 0) {
                    // Only when nothing is due: a producer that is late does not wait as well.
                    producer.flush();
                }
                for (long early = due - System.nanoTime();
                        early > 0;
                        early = due - System.nanoTime()) {
                    if (Thread.interrupted()) {
                        return;
                    }
                    LockSupport.parkNanos(early);
                }
                producer.send(deltas.next());
                if (System.nanoTime() - marked >= BATCH_NS || !deltas.hasNext()) {
                    producer.mark();
                    backlog.sent(producer.sent());
                    marked = System.nanoTime();
                }
            }
            producer.flush();
        } catch (DemoException | RuntimeException e) {
            failure = e;
        }
    }

    /**
     * Throws what has ended the thread early, if anything.
     *
     * @throws Exception the failure
     */
    void checkFailure() throws Exception {
        Exception failed = failure;
        if (failed != null) {
            throw failed;
        }
    }
}
