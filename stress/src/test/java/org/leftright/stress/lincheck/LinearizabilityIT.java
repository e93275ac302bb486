// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.lincheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leftright.stress.run.StressJar;

/**
 * The Lincheck tests, all of them, on the shipped classes: within a minute or two, since each
 * scenario gets few invocations. A longer run is a command away, see {@link Linearizability}.
 */
class LinearizabilityIT {
    /** Runs all at once: each keeps about one processor busy. */
    private static final int MODEL_CHECKERS = 2;

    @ParameterizedTest
    @CsvSource({"model, 1, 250", "stress, 3, 1000"})
    void everyExecutionIsLinearizable(String mode, String randomScenarios, String invocations)
            throws Exception {
        // Stress has two threads of its own.
        ExecutorService pool =
                Executors.newFixedThreadPool(mode.equals("model") ? MODEL_CHECKERS : 1);
        try {
            List<Future<StressJar.Outcome>> outcomes =
                    Subject.ALL.stream()
                            .map(
                                    subject ->
                                            pool.submit(
                                                    () ->
                                                            run(
                                                                    subject.title(),
                                                                    mode,
                                                                    randomScenarios,
                                                                    invocations)))
                            .toList();
            for (Future<StressJar.Outcome> future : outcomes) {
                StressJar.Outcome outcome = future.get();
                System.out.println(outcome.output());
                assertThat(outcome.exitCode()).as(outcome.output()).isZero();
                assertThat(outcome.output().lines()).anyMatch(line -> line.startsWith("PASSED"));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static StressJar.Outcome run(
            String test, String mode, String randomScenarios, String invocations) throws Exception {
        return StressJar.run(
                test + "-" + mode,
                // Short runs: C2 would cost more than it gains, except under stress.
                mode.equals("model") ? List.of("-XX:TieredStopAtLevel=1") : List.of(),
                Linearizability.class,
                "--mode",
                mode,
                "--iterations",
                randomScenarios,
                "--invocations",
                invocations,
                test);
    }
}
