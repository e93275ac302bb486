// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoakTest {
    @ParameterizedTest
    @ValueSource(strings = {"--duration", "--seed", "--heap", "--mutation", "--mode"})
    void anOptionWithoutItsValueIsNamed(String option) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Soak().parse(new String[] {"--seed", "17", option}))
                .withMessage("no value for " + option);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--mode", "17"})
    void anUnknownOptionIsNamed(String option) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Soak().parse(new String[] {option, "stress"}))
                .withMessage("unknown option " + option);
    }
}
