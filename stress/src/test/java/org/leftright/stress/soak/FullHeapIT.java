// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A heap in which there is no space for one more object. */
class FullHeapIT {
    @Test
    void nothingIsLostOrLeftOpenOrFailsLateWhenMemoryEnds() throws Exception {
        SoakFork.Outcome outcome =
                SoakFork.run(
                        "full-heap",
                        FullHeap.class,
                        List.of("-Xmx24m", "-XX:+UseSerialGC"),
                        List.of());

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("GREEN");
    }

    /** Tests what the soak rests on, with the flag that it gives its JVM. */
    @Test
    void noFinallyBlockIsSkippedWhereNoAllocationIsEliminated() throws Exception {
        SoakFork.Outcome outcome =
                SoakFork.run(
                        "lost-finally",
                        LostFinally.class,
                        List.of("-Xmx24m", "-XX:+UseSerialGC", "-XX:-EliminateAllocations"),
                        List.of());

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("memory ended in the try block; 0 finally");
    }
}
