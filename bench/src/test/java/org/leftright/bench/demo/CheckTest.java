// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Run alone: {@code mvn -pl bench -am test -Dtest=CheckTest}. */
class CheckTest {
    private static List<RetailLine> lines = List.of();

    @BeforeAll
    static void readTheFile() throws IOException {
        lines = RetailFile.readShipped();
    }

    private static Check check(MapContents served, int variants) {
        return Check.compare(served, Replay.of(lines, variants), new Ids(lines), variants);
    }

    private static long anyProduct(MapContents served) {
        return served.products().keySet().iterator().next();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void theDeltasOfTheFileEndWhereTheReplayEnds(int variants) {
        Check check = check(Served.all(lines, variants), variants);

        assertThat(check.differences()).isEmpty();
        assertThat(check.equal()).isTrue();
        assertThat(check.productCount()).isGreaterThan(3_000 * variants);
    }

    @Test
    void aMissingProductIsFound() {
        MapContents served = Served.all(lines, 1);
        served.products().remove(anyProduct(served));

        assertThat(check(served, 1).equal()).isFalse();
    }

    @Test
    void aWrongPriceIsFound() {
        MapContents served = Served.all(lines, 1);
        long id = anyProduct(served);
        Product right = Objects.requireNonNull(served.products().get(id));
        BigDecimal wrong = right.unitPrice().add(BigDecimal.ONE);
        served.products()
                .put(id, new Product(right.code(), right.description(), wrong, right.lastSeen()));

        assertThat(check(served, 1).differences())
                .singleElement()
                .asString()
                .contains(right.code());
    }

    @Test
    void aProductTooManyIsFound() {
        MapContents served = Served.all(lines, 1);
        Product product = Objects.requireNonNull(served.products().get(anyProduct(served)));
        served.products().put(77 * Ids.VARIANT_STRIDE, product);

        assertThat(check(served, 1).equal()).isFalse();
    }

    @Test
    void aMissingEntryIsFound() {
        MapContents served = Served.all(lines, 1);
        Served.entries(served, 1).remove(served.productIds(1)[0]);

        assertThat(check(served, 1).differences())
                .singleElement()
                .asString()
                .contains("1 missing, 0 too many");
    }

    @Test
    void anEntryTooManyIsFound() {
        MapContents served = Served.all(lines, 1);
        long stranger = new Ids(lines).productId("POST", 0);
        Served.entries(served, 1).add(stranger);

        assertThat(check(served, 1).summary()).startsWith("NOT equal");
    }
}
