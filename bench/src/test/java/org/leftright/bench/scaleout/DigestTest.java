// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.scaleout;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.leftright.bench.demo.Product;

/** Run alone: {@code mvn -pl bench -am test -Dtest=DigestTest}. */
class DigestTest {
    private static final Product TEA = product("tea", "3.00");

    private static Product product(String description, String price) {
        return new Product(
                "22960",
                description,
                new BigDecimal(price),
                LocalDateTime.parse("2011-01-04T10:00"));
    }

    private static Digest of(Consumer<Digest.Adder> contents) {
        Digest.Adder adder = new Digest.Adder();
        contents.accept(adder);
        return adder.total();
    }

    @Test
    void theOrderDoesNotMatter() {
        assertThat(
                        of(
                                adder -> {
                                    adder.product(1, TEA);
                                    adder.entry(7, 1);
                                }))
                .isEqualTo(
                        of(
                                adder -> {
                                    adder.entry(7, 1);
                                    adder.product(1, TEA);
                                }));
    }

    @Test
    void anyDifferenceMatters() {
        assertThat(of(adder -> adder.product(1, TEA)))
                .isNotEqualTo(of(adder -> adder.product(2, TEA)))
                .isNotEqualTo(of(adder -> adder.product(1, product("Tea", "3.00"))))
                .isNotEqualTo(of(adder -> adder.product(1, product("tea", "3.01"))));
        assertThat(of(adder -> adder.entry(7, 1))).isNotEqualTo(of(adder -> adder.entry(1, 7)));
    }

    @Test
    void partsAddUpToTheWhole() {
        Digest part = of(adder -> adder.product(1, TEA));
        Digest rest = of(adder -> adder.entry(7, 1));

        assertThat(part.plus(rest))
                .isEqualTo(
                        of(
                                adder -> {
                                    adder.product(1, TEA);
                                    adder.entry(7, 1);
                                }));
        assertThat(Digest.NONE.plus(part)).isEqualTo(part);
    }
}
