// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.strategy;

import org.jspecify.annotations.Nullable;

/** Applies batches back to back in a thread of its own. */
final class BackToBack implements Runnable {
    private final Strategy<Object> strategy;
    private final Workload.Batches batches;
    private volatile long applied;
    private volatile boolean stopped;
    private volatile @Nullable Throwable failure;

    BackToBack(Strategy<Object> strategy, Workload.Batches batches) {
        this.strategy = strategy;
        this.batches = batches;
    }

    @Override
    public void run() {
        try {
            for (long count = 1; !stopped; count++) {
                batches.advance();
                strategy.apply(batches.ids, batches.values);
                applied = count;
            }
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    /** How many batches have landed. */
    long applied() {
        Throwable failed = failure;
        if (failed != null) {
            throw new IllegalStateException("the writer has failed", failed);
        }
        return applied;
    }

    void stop() {
        stopped = true;
    }
}
