// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The soak for half a minute, and on a library broken on purpose. Alone: {@code mvn -pl stress -am
 * verify -Dit.test=SoakIT -DfailIfNoSpecifiedTests=false}.
 */
class SoakIT {
    @Test
    void aShortSoakWithAllKindsOfFaultsIsClean() throws Exception {
        SoakFork.Outcome outcome = soak("clean", List.of("--duration", "30s"));

        System.out.println(outcome.output());
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).contains("GREEN").doesNotContain("VIOLATION");
    }

    @Test
    void aPlantedViolationIsFound() throws Exception {
        SoakFork.Outcome outcome =
                soak(
                        "planted",
                        List.of("--duration", "30s", "--mutation", "straggler-overwritten"));

        assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(1);
        assertThat(outcome.output()).contains("VIOLATION").contains("RED");
    }

    private static SoakFork.Outcome soak(String name, List<String> args) throws Exception {
        return SoakFork.run(name, Soak.class, List.of(), args);
    }
}
