// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.lincheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearizabilityTest {
    /** Lincheck does not say if there is none of that name. */
    @Test
    void theMethodsWithoutASwitchAreThere() throws ClassNotFoundException {
        assertThat(Class.forName("org.leftright.ReaderRegistry").getDeclaredMethods())
                .extracting(Method::getName)
                .contains(Linearizability.WITHOUT_SWITCH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--mode", "--iterations", "--invocations", "--scenario"})
    void anOptionWithoutItsValueIsNamed(String option) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Linearizability.run(new String[] {"SectionOperations", option}))
                .withMessage("no value for " + option);
    }
}
