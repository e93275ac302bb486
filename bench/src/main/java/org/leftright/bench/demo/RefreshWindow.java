// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Says whether a batch is being applied, so that reads can be told apart.
 *
 * <p>Begins when records have arrived and ends when they are applied and visible, for either
 * subject. One thread begins and ends, all readers look.
 */
final class RefreshWindow {
    private volatile boolean open;
    private long beganNs;
    private final List<long[]> spans = new CopyOnWriteArrayList<>();

    /** A batch has arrived. */
    void begin() {
        if (!open) {
            beganNs = System.nanoTime();
            open = true;
        }
    }

    /** The batch is visible and paid for. */
    void end() {
        if (open) {
            open = false;
            spans.add(new long[] {beganNs, System.nanoTime()});
        }
    }

    /** Returns whether a batch is being applied now. */
    boolean isOpen() {
        return open;
    }

    /** Returns when each batch arrived and when it was visible, in the clock's nanoseconds. */
    List<long[]> spans() {
        return spans;
    }
}
