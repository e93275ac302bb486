// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Run alone: {@code mvn -pl bench -am test -Dtest=PopularityTest}. */
class PopularityTest {
    private static final int PICKS = 200_000;

    private static Map<String, Integer> picks(List<RetailLine> lines, int variants) {
        Popularity popularity = new Popularity(lines, new Ids(lines), variants);
        Map<String, Integer> picks = new HashMap<>();
        long random = 88_172_645_463_325_252L;
        for (int i = 0; i < PICKS; i++) {
            random = Popularity.xorshift(random);
            int sale = popularity.sale(random);
            String pick = Popularity.catalogId(sale) + ":" + popularity.productId(sale, random);
            picks.merge(pick, 1, Integer::sum);
        }
        return picks;
    }

    private static double share(Map<String, Integer> picks, String pick) {
        return picks.getOrDefault(pick, 0) / (double) PICKS;
    }

    @Test
    void aPairComesAsOftenAsItWasSold() {
        Lines lines = new Lines();
        lines.sale("10001", "", 1, "1", "France").sale("10002", "", 1, "1", "France");
        lines.sale("10001", "", 9, "1", "France").sale("10001", "", 1, "1", "Spain");

        Map<String, Integer> picks = picks(lines.list(), 1);

        assertThat(share(picks, "1:1")).isCloseTo(0.5, Offset.offset(0.01));
        assertThat(share(picks, "1:2")).isCloseTo(0.25, Offset.offset(0.01));
        assertThat(share(picks, "2:1")).isCloseTo(0.25, Offset.offset(0.01));
    }

    @Test
    void whatIsNoSaleIsNeverPicked() {
        Lines lines =
                new Lines().sale("10001", "", 1, "1", "France").cancelled("10002", 1, "1", "Spain");
        lines.sale("POST", "", 1, "1", "France");

        assertThat(picks(lines.list(), 1)).containsOnlyKeys("1:1");
    }

    @Test
    void variantsAreEquallyPopular() {
        Map<String, Integer> picks =
                picks(new Lines().sale("10001", "", 1, "1", "France").list(), 4);

        assertThat(picks).containsOnlyKeys("1:1", "1:1000001", "1:2000001", "1:3000001");
        assertThat(share(picks, "1:3000001")).isCloseTo(0.25, Offset.offset(0.01));
    }
}
