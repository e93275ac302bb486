// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.lincheck;

import org.jetbrains.kotlinx.lincheck.execution.ExecutionResult;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.verifier.LinearizabilityVerifier;
import org.jetbrains.lincheck.datastructures.verifier.Verifier;
import org.jspecify.annotations.Nullable;

/**
 * Lincheck's verifier, which also counts: a run that verified nothing must not pass for one that
 * found nothing. Lincheck makes the instance, so the fields are static.
 */
public final class CountingVerifier implements Verifier {
    private static int scenarioCount;
    private static long invocationCount;
    private static @Nullable ExecutionScenario lastScenario;
    private static Runnable atViolation = () -> {};

    private final Verifier verifier;

    public CountingVerifier(Class<?> specification) {
        verifier = new LinearizabilityVerifier(specification);
    }

    @Override
    public boolean verifyResults(ExecutionScenario scenario, ExecutionResult results) {
        count(scenario);
        boolean isLinearizable = verifier.verifyResults(scenario, results);
        if (!isLinearizable) {
            atViolation.run();
        }
        return isLinearizable;
    }

    private static synchronized void count(ExecutionScenario scenario) {
        if (scenario != lastScenario) {
            lastScenario = scenario;
            scenarioCount++;
        }
        invocationCount++;
    }

    /** Counts from zero, and runs this when an execution is not linearizable. */
    static synchronized void reset(Runnable whenNotLinearizable) {
        atViolation = whenNotLinearizable;
        scenarioCount = 0;
        invocationCount = 0;
        lastScenario = null;
    }

    static synchronized int scenarioCount() {
        return scenarioCount;
    }

    static synchronized long invocationCount() {
        return invocationCount;
    }
}
