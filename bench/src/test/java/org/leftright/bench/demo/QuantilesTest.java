// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Run alone: {@code mvn -pl bench -am test -Dtest=QuantilesTest}. */
class QuantilesTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 ns",
        "999, 999 ns",
        "1000, 1.0 us",
        "54321, 54 us",
        "2345678, 2.3 ms",
        "45678901, 46 ms"
    })
    void aTimeIsShort(long ns, String text) {
        assertThat(Quantiles.time(ns)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"42, 42", "12345, 12.3 k", "12345678, 12.35 M", "4200000000, 4.20 G"})
    void aNumberIsShort(double value, String text) {
        assertThat(Quantiles.number(value)).isEqualTo(text);
    }
}
