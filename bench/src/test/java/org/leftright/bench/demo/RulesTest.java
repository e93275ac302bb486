// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Stream and replay read the rules alike, on files of all kinds of lines. Run alone: {@code mvn -pl
 * bench -am test -Dtest=RulesTest}.
 */
class RulesTest {
    private static final int FILES = 1_000;
    private static final String HEADER =
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

    private static final List<String> CODES =
            List.of(
                    "22423",
                    "22423 ",
                    "22423a",
                    "22423A",
                    "47503J ",
                    "84029E",
                    "1234",
                    "123456",
                    "gift_0001_20",
                    "gift_",
                    "GIFT_1",
                    "DCGS0070",
                    "DCGSSBOY",
                    "dcgs1",
                    "PADS",
                    "PADSX",
                    "SP1002",
                    "SP",
                    "SPX",
                    "sp1",
                    "m",
                    "M",
                    "C2",
                    "C3",
                    "D",
                    "S",
                    "B",
                    "POST",
                    "DOT",
                    "ADJUST",
                    "ADJUST2",
                    "TEST001",
                    "BANK CHARGES",
                    "AMAZONFEE");

    /** Most lines are about few products, so that sales and cancellations meet. */
    private static final List<String> OFTEN = List.of("22423", "84029E", "SP1002");

    private static final List<String> INVOICES =
            List.of("536365", "536365", "536365", "C536379", "C536379", "", "A563185", "c1", "C");
    private static final List<String> QUANTITIES =
            List.of("1", "2", "3.0", "0", "-1", "-2", "-3.0", "1000000", "-2147483648");
    private static final List<String> PRICES =
            List.of("2.55", "2.550", "4.95", "4.95", "0", "0.00", "-11062.06", "0.00000001");
    private static final List<String> DESCRIPTIONS = List.of("TEA", "TRAY", " ", "", "check");
    private static final List<String> COUNTRIES = List.of("France", "Spain", "EIRE");

    private static String any(Random random, List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static String generate(Random random) {
        StringBuilder text = new StringBuilder(HEADER);
        for (int i = random.nextInt(60) + 1; i > 0; i--) {
            int minute = random.nextInt(60);
            String time =
                    random.nextBoolean()
                            ? String.format("2011-01-04T10:%02d", minute)
                            : String.format("1/4/2011 10:%02d", minute);
            text.append(any(random, INVOICES)).append(',');
            text.append(any(random, random.nextInt(3) == 0 ? CODES : OFTEN)).append(',');
            text.append(any(random, DESCRIPTIONS)).append(',');
            text.append(any(random, QUANTITIES)).append(',');
            text.append(time).append(',');
            text.append(any(random, PRICES)).append(",,");
            text.append(any(random, COUNTRIES)).append('\n');
        }
        return text.toString();
    }

    @Test
    void streamAndReplayAgreeOnAllKindsOfLines() throws IOException {
        for (int seed = 0; seed < FILES; seed++) {
            Random random = new Random(seed);
            String text = generate(random);
            int variants = 1 + random.nextInt(3);

            RetailData data = RetailFile.read(text.getBytes(StandardCharsets.UTF_8));
            List<RetailLine> lines = data.lines();
            Check check =
                    Check.compare(
                            Served.all(lines, variants),
                            Replay.of(lines, variants),
                            new Ids(lines),
                            variants);

            assertThat(data.bad()).isEmpty();
            assertThat(check.differences())
                    .as("seed %d, %d variants: %s", seed, variants, text)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "22423,true",
        "47503J,true",
        "123456,true",
        "1234,false",
        "gift_0001_20,true",
        "GIFT_1,false",
        "DCGS0070,true",
        "PADS,true",
        "PADSX,false",
        "SP1002,true",
        "SP,false",
        "m,false",
        "M,false",
        "C3,false",
        "ADJUST,false",
        "TEST001,false",
        "BANK CHARGES,false"
    })
    void goodsAreKnownByTheirCode(String code, boolean goods) {
        List<RetailLine> lines = new Lines().sale(code, "TEA", 1, "1", "France").list();

        assertThat(LineKind.of(lines.get(0))).isEqualTo(goods ? LineKind.SALE : LineKind.SERVICE);
        assertThat(Replay.of(lines, 1).products()).hasSize(goods ? 1 : 0);
    }
}
