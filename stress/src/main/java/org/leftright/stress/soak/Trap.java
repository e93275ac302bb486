// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import java.util.concurrent.atomic.AtomicInteger;

/** A place in a user's code that throws once, some calls after it was set. */
final class Trap {
    private final Faults faults;
    private final Fault fault;
    private final AtomicInteger callsLeft = new AtomicInteger();

    Trap(Faults faults, Fault fault) {
        this.faults = faults;
        this.fault = fault;
    }

    void set(int calls) {
        callsLeft.set(calls);
    }

    void pass() {
        if (callsLeft.get() > 0 && callsLeft.decrementAndGet() == 0) {
            faults.raise(fault);
        }
    }
}
