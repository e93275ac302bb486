// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Run alone: {@code mvn -pl bench -am test -Dtest=IdsTest}. */
class IdsTest {
    private final Ids ids =
            new Ids(
                    new Lines()
                            .sale("22423", "TEA", 1, "1", "France")
                            .sale("POST", "POSTAGE", 1, "1", "Spain")
                            .sale("84029E", "TRAY", 1, "1", "France")
                            .sale("84029e", "TRAY", 1, "1", "France")
                            .list());

    @Test
    void idsFollowTheOrderOfFirstAppearanceWhateverTheLineIs() {
        assertThat(ids.productId("22423", 0)).isEqualTo(1);
        assertThat(ids.productId("84029E", 0)).isEqualTo(3);
        assertThat(ids.catalogId("France")).isEqualTo(1);
        assertThat(ids.catalogId("Spain")).isEqualTo(2);
    }

    @Test
    void upperAndLowerCaseDiffer() {
        assertThat(ids.productId("84029e", 0)).isEqualTo(4);
    }

    @Test
    void aVariantsIdNamesItsCode() {
        assertThat(ids.productId("84029E", 12)).isEqualTo(12_000_003);
        assertThat(ids.code(12_000_003)).isEqualTo("84029E~12");
        assertThat(ids.code(3)).isEqualTo("84029E");
    }

    @Test
    void anUnknownCodeIsRefused() {
        assertThatThrownBy(() -> ids.productId("X", 0)).hasMessageContaining("X");
    }
}
