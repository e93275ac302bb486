// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CopierTest {
    @Test
    void aCopierThatReturnsTheStateItselfIsRefused() {
        LeftRight<int[]> leftRight = LeftRight.create(new int[1], state -> state);
        assertThatThrownBy(() -> leftRight.write(state -> ++state[0]))
                .isInstanceOf(IllegalStateException.class);
        assertThat(leftRight.<Integer>read(state -> state[0])).isZero();
    }

    @Test
    void aCopierThatReturnsNullIsRefused() {
        LeftRight<int[]> leftRight = LeftRight.create(new int[1], state -> null);
        assertThatThrownBy(() -> leftRight.write(state -> ++state[0]))
                .isInstanceOf(IllegalStateException.class);
    }
}
