// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.leftright.bench.demo.Delta.MemberChange;
import org.leftright.bench.demo.Delta.ProductChange;

/** How half a batch is found. Run alone: {@code mvn -pl bench -am test -Dtest=TornTest}. */
class TornTest {
    private static final Product OLD = product("1.00");
    private static final Product NEW = product("2.00");

    /** Products 1 and 2 get a new price together, then 3 comes, then 1 has its old price again. */
    private static final Delta OPENING =
            delta(List.of(change(1, OLD), change(2, OLD)), List.of(member(1), member(2)));

    private static final List<Delta> BATCHES =
            List.of(
                    delta(List.of(change(1, NEW), change(2, NEW)), List.of()),
                    delta(List.of(change(3, OLD)), List.of(member(3))),
                    delta(List.of(change(1, OLD)), List.of()));

    private final Page page = new Page(new PriceLists(OPENING, BATCHES));

    private static Product product(String price) {
        return new Product(
                "22423", "TEA", new BigDecimal(price), LocalDateTime.parse("2011-01-04T10:00"));
    }

    private static ProductChange change(long id, Product product) {
        return new ProductChange(id, product);
    }

    private static MemberChange member(long id) {
        return new MemberChange(1, id, true);
    }

    private static Delta delta(List<ProductChange> products, List<MemberChange> members) {
        return new Delta(0, products, members);
    }

    private boolean isTorn(Product first, Product second) {
        page.clear();
        page.add(1, first);
        page.add(2, second);
        return page.showsTwoPriceLists();
    }

    @Test
    void pricesOfOneVersionBelongTogether() {
        assertThat(isTorn(OLD, OLD)).isFalse();
        assertThat(isTorn(NEW, NEW)).isFalse();
        assertThat(isTorn(OLD, NEW)).as("the last version").isFalse();
    }

    @Test
    void pricesOfTwoListsAreFound() {
        assertThat(isTorn(NEW, OLD)).isTrue();
        assertThat(isTorn(product("3.00"), NEW)).as("a price of no version").isTrue();
    }

    @Test
    void anAbsentProductIsFound() {
        page.clear();
        page.add(3, null);

        assertThat(page.namesAbsent()).isTrue();
        assertThat(page.count()).isZero();
    }

    @Test
    void totalsOfOneVersionBelongTogether() {
        VersionTotals totals = new VersionTotals(List.of(OPENING, BATCHES.get(0), BATCHES.get(1)));

        assertThat(totals.has(1, 2, 2)).isTrue();
        assertThat(totals.has(1, 3, 3)).isTrue();
        assertThat(totals.has(1, 3, 2)).isFalse();
        assertThat(totals.has(2, 3, 0)).isTrue();
    }
}
