// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.leftright.stress.lincheck.Linearizability;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * The same tests on builds of the library that are broken on purpose: a test must be able to fail.
 */
class TwinsIT {
    @Test
    void everyWeakenedTwinShowsItsForbiddenOutcomeAndNoControlDoes() throws Exception {
        StressJar.Outcome outcome = StressJar.run(Twins.class);

        System.out.println(outcome.output());
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    }

    @Test
    void everyStressTestKillsAtLeastOneTwin() {
        Set<String> killers =
                Mutations.ALL.stream()
                        .filter(mutation -> !mutation.isControl())
                        .flatMap(mutation -> mutation.killers().stream())
                        .filter(killer -> killer.tool() == Tool.JCSTRESS)
                        .map(killer -> Jcstress.fullName(killer.test()))
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(killers).containsExactlyInAnyOrderElementsOf(TestList.tests());
    }

    /** What kills a twin is known to pass on the shipped classes. */
    @Test
    void everyScenarioThatKillsATwinIsRunOnTheShippedClassesToo() {
        assertThat(Mutations.ALL.stream().flatMap(mutation -> mutation.killers().stream()))
                .filteredOn(killer -> killer.tool() == Tool.LINCHECK)
                .isNotEmpty()
                .allMatch(killer -> Linearizability.names(killer.test(), killer.shows()));
    }
}
