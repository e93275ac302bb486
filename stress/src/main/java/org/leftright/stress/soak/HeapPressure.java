// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import java.lang.ref.Reference;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Makes memory short for all threads at once, except while there are virtual threads: the JDK may
 * lose one of those for good when there is no memory to wake it.
 */
final class HeapPressure {
    private static final int BLOCK = 1 << 16;
    private static final long MOST_NS = TimeUnit.SECONDS.toNanos(1);

    private final ReentrantReadWriteLock calm = new ReentrantReadWriteLock(true);

    /** Runs a task in a heap with space. */
    void calmly(Runnable task) {
        calm.readLock().lock();
        try {
            task.run();
        } finally {
            calm.readLock().unlock();
        }
    }

    /** Runs a task that may use up the heap, unless now is not the time. */
    boolean tryUsingUp(Runnable task) {
        if (!calm.writeLock().tryLock()) {
            return false;
        }
        try {
            task.run();
        } finally {
            calm.writeLock().unlock();
        }
        return true;
    }

    /**
     * Fills the heap, waits, and releases it. Not for long: what the other threads throw away is
     * just enough to go on and on with a collection for each block.
     */
    void fillFor(long ns) {
        calm.writeLock().lock();
        try {
            fill(ns);
        } finally {
            calm.writeLock().unlock();
        }
    }

    private static void fill(long holdNs) {
        long fromNs = System.nanoTime();
        byte[][] blocks = new byte[(int) (Runtime.getRuntime().maxMemory() / BLOCK) + 1][];
        try {
            for (int i = 0; i < blocks.length && System.nanoTime() - fromNs < MOST_NS; i++) {
                blocks[i] = new byte[BLOCK];
            }
        } catch (OutOfMemoryError full) {
            LockSupport.parkNanos(holdNs);
        } finally {
            Reference.reachabilityFence(blocks);
        }
    }
}
