// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.lincheck;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearizabilityTest {
    @ParameterizedTest
    @ValueSource(strings = {"--mode", "--iterations", "--invocations", "--scenario"})
    void anOptionWithoutItsValueIsNamed(String option) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Linearizability.run(new String[] {"SectionOperations", option}))
                .withMessage("no value for " + option);
    }
}
