// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Run alone: {@code mvn -pl bench -am test -Dtest=CodecTest}. */
class CodecTest {

    @Test
    void aKeyComesBackAsItWas() {
        assertThat(Codec.productId(Codec.productKey(12_000_003))).isEqualTo(12_000_003);
        assertThat(Codec.memberKey(1, 2))
                .containsExactly(0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2);
    }
}
