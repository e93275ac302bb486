package org.leftright.stress.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
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
                        .map(mutation -> "org.leftright.stress." + mutation.killer())
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(killers).containsExactlyInAnyOrderElementsOf(TestList.tests());
    }
}
