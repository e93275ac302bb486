// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;

/** The heap, who allocates, and the collections that stop everything. */
final class Memory {
    private Memory() {}

    /**
     * Collections that have stopped everything.
     *
     * @param count how many
     * @param ms how long they took, in milliseconds
     */
    record Collections(long count, long ms) {
        /** Returns those since an earlier look. */
        Collections minus(Collections before) {
            return new Collections(count - before.count, ms - before.ms);
        }
    }

    /** Returns how much of the heap is in use. */
    static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** Returns how much of the heap is in use after a full collection. */
    static long live() {
        System.gc();
        return used();
    }

    /**
     * Returns what a thread has allocated so far.
     *
     * @param threadName its name
     * @throws IllegalStateException if there is none, or this virtual machine does not count it
     */
    static long allocatedBy(String threadName) {
        if (ManagementFactory.getThreadMXBean() instanceof ThreadMXBean beans) {
            for (ThreadInfo info : beans.getThreadInfo(beans.getAllThreadIds())) {
                if (info != null && info.getThreadName().equals(threadName)) {
                    return beans.getThreadAllocatedBytes(info.getThreadId());
                }
            }
        }
        throw new IllegalStateException("cannot tell what " + threadName + " allocates");
    }

    /** Returns the collections so far. */
    static Collections collections() {
        long count = 0;
        long ms = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (!collector.getName().contains("Concurrent")
                    && !collector.getName().contains("Cycles")) {
                count += Math.max(0, collector.getCollectionCount());
                ms += Math.max(0, collector.getCollectionTime());
            }
        }
        return new Collections(count, ms);
    }
}
