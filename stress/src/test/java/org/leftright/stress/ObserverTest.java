// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ObserverTest {
    private final Observer observer = new Observer();

    @Test
    void whoSeesOnlyItsOwnRefreshesHasMetNobody() {
        for (int number = 0; number < 3; number++) {
            observer.saw(0, number, Long.MAX_VALUE);
            observer.wrote(number + 1);
        }
        assertThat(observer.verdict()).isEqualTo(Verdict.QUIET);
        observer.saw(0, 4, Long.MAX_VALUE);
        assertThat(observer.verdict()).as("the refresh of another").isEqualTo(Verdict.RACED);
    }

    @Test
    void whatWasRefreshedIsNotForgotten() {
        observer.wrote(2);
        observer.saw(0, 1, Long.MAX_VALUE);
        assertThat(observer.verdict()).isEqualTo(Verdict.BACKWARDS);
    }
}
