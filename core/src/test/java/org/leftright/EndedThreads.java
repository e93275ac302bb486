// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Threads that have ended, and that nothing may keep alive. */
final class EndedThreads {
    private final Queue<WeakReference<Thread>> threads = new ConcurrentLinkedQueue<>();

    void addCurrent() {
        threads.add(new WeakReference<>(Thread.currentThread()));
    }

    /** Waits until all threads, and their handles, are garbage, while batches are written. */
    void awaitGarbage(Accounts accounts) {
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(
                        () -> {
                            System.gc();
                            accounts.writeBatch();
                            threads.removeIf(thread -> thread.get() == null);
                            assertThat(threads).isEmpty();
                            assertThat(accounts.map.stats().handleCount()).isZero();
                        });
    }
}
