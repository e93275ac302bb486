// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

/** Run alone: {@code mvn -pl bench -am test -Dtest=CodecTest}. */
class CodecTest {

    @Test
    void aProductComesBackAsItWas() {
        Product product =
                new Product(
                        "gift_0001_40",
                        "Voucher £40.00",
                        new BigDecimal("34.040"),
                        LocalDateTime.parse("2010-12-20T10:14"));

        assertThat(Codec.read("products", Codec.write(product))).isEqualTo(product);
    }

    @Test
    void bytesThatAreNoProductAreRefusedByTopic() {
        assertThatThrownBy(() -> Codec.read("products", new byte[] {0, 9, 1}))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("products");
    }

    @Test
    void aKeyComesBackAsItWas() {
        assertThat(Codec.productId(Codec.productKey(12_000_003))).isEqualTo(12_000_003);
        assertThat(Codec.memberKey(1, 2))
                .containsExactly(0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2);
    }
}
