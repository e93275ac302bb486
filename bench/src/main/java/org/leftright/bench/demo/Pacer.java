// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Sends the batches that come while serving, at even distances; in a thread of its own. */
final class Pacer implements Runnable {
    private final DeltaProducer producer;
    private final Plan plan;
    private final Backlog backlog;
    private volatile @Nullable Exception failure;

    /**
     * Creates a pacer.
     *
     * @param producer sends
     * @param plan the batches
     * @param backlog is told of each batch
     */
    Pacer(DeltaProducer producer, Plan plan, Backlog backlog) {
        this.producer = producer;
        this.plan = plan;
        this.backlog = backlog;
    }

    @Override
    public void run() {
        long due = System.nanoTime() + plan.intervalNs() / 2;
        try {
            for (Delta batch : plan.batches()) {
                for (long early = due - System.nanoTime();
                        early > 0;
                        early = due - System.nanoTime()) {
                    if (Thread.interrupted()) {
                        return;
                    }
                    LockSupport.parkNanos(early);
                }
                producer.send(batch);
                producer.mark();
                producer.flush();
                backlog.sent(producer.sent());
                due += plan.intervalNs();
            }
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
