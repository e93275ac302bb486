// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.target;

import org.leftright.bench.CpuTime;

/** What is taken from a measurement. */
enum Metric {
    /** Processor time of the measuring thread: for what one thread does by itself. */
    THREADS(CpuTime.THREADS),
    /** Processor time of the JVM: for what virtual threads do. */
    JVM(CpuTime.JVM),
    /** Time on the clock: for what several threads do, and where each op needs a set-up. */
    ELAPSED(""),
    /** Bytes allocated for each op. */
    ALLOCATED("gc.alloc.rate.norm"),
    /** Lookups. */
    LOOKUPS("lookups"),
    /** Lookups that were repeated in a section. */
    FALLBACKS("fallbacks"),
    /** What a map weighs. */
    BYTES("bytes");

    /** Its name in JMH's results; empty for the primary one. */
    final String key;

    Metric(String key) {
        this.key = key;
    }
}
