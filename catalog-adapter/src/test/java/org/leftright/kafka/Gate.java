// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds whoever comes to it until it is opened. */
final class Gate {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    /** Waits here. */
    void pass() {
        reached.countDown();
        waitFor(opened);
    }

    /** Waits until somebody waits. */
    void awaitReached() {
        waitFor(reached);
    }

    void open() {
        opened.countDown();
    }

    static void waitFor(CountDownLatch latch) {
        try {
            if (!latch.await(BrokerExtension.LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("nothing has happened for " + BrokerExtension.LIMIT);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
