// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Run alone: {@code mvn -pl bench -am test -Dtest=ProductJsonTest}. */
class ProductJsonTest {
    private static final Product VOUCHER =
            new Product(
                    "gift_0001_40",
                    "Voucher £40.00",
                    new BigDecimal("34.040"),
                    LocalDateTime.parse("2010-12-20T10:14"));

    private static final String JSON =
            "{\"code\":\"gift_0001_40\",\"description\":\"Voucher £40.00\",\"unitPrice\":34.040,"
                    + "\"lastSeen\":\"2010-12-20T10:14:00\"}";

    private static Product read(String json) {
        return ProductJson.read("products", json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aProductIsWrittenAsAPersonWouldWriteIt() {
        assertThat(new String(ProductJson.write("products", VOUCHER), StandardCharsets.UTF_8))
                .isEqualTo(JSON);
    }

    @Test
    void aProductComesBackAsItWas() {
        assertThat(ProductJson.read("products", ProductJson.write("products", VOUCHER)))
                .isEqualTo(VOUCHER);
    }

    @Test
    void aFieldThatIsNotKnownIsPassedOver() {
        assertThat(read(JSON.replace("{", "{\"colour\":\"red\","))).isEqualTo(VOUCHER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "tea",
                "[]",
                "{\"code\":\"gift_0001_40\",\"descr",
                "{\"code\":\"a\",\"description\":\"b\",\"unitPrice\":1,\"lastSeen\":null}",
                "{\"code\":\"a\",\"description\":\"b\",\"unitPrice\":1}",
                "{\"code\":\"a\",\"description\":\"b\",\"unitPrice\":1,\"lastSeen\":\"today\"}",
                "{\"code\":\"a\",\"description\":\"b\",\"unitPrice\":\"x\",\"lastSeen\":\"2010-12-20T10:14\"}",
            })
    void whatIsNoProductIsRefusedByTopic(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("products");
    }

    @Test
    void whatGoesOnAfterTheProductIsRefused() {
        assertThatThrownBy(() -> read(JSON + JSON)).isInstanceOf(SerializationException.class);
    }
}
