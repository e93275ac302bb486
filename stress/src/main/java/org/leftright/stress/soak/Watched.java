// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.leftright.stress.soak.Report.Count;

/** A subject with its model, and what all that work on it share. */
final class Watched {
    final Subject subject;
    final Model model = new Model();
    final Report report;
    final Faults faults;
    final HeapPressure heap;

    final AtomicLong writerProgress = new AtomicLong();

    /** The writer's thread, set once, before the faults begin. */
    volatile @Nullable Thread writerThread;

    /** How many interrupts the writer has found in its flag. */
    final AtomicLong interruptsSeen = new AtomicLong();

    /** Whether somebody is about to interrupt the writer: one at a time, so that each is seen. */
    final AtomicBoolean interrupting = new AtomicBoolean();

    /** Whether the soak is to end. */
    volatile boolean ending;

    Watched(Subject subject, Report report, HeapPressure heap) {
        this.subject = subject;
        this.report = report;
        this.faults = report.faults;
        this.heap = heap;
    }

    void count(Count kind) {
        report.count(kind, 1);
    }

    /** Judges what a read threw: on purpose, because memory ended, or wrongly. */
    void thrownByRead(Throwable thrown) {
        if (!faults.isExpected(thrown, Fault.OUT_OF_MEMORY_IN_READ)) {
            report.violation(subject.name(), "a read threw", thrown);
        }
    }

    void thrownByWrite(Throwable thrown) {
        if (!faults.isExpected(thrown, Fault.OUT_OF_MEMORY_IN_WRITE)) {
            report.violation(subject.name(), "a write threw", thrown);
        }
    }
}
