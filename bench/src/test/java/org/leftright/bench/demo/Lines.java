// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/** Builds invoice lines for tests, each in a half-hour window of its own unless told otherwise. */
final class Lines {
    private static final LocalDateTime START = LocalDateTime.parse("2011-01-04T10:00");

    private final List<RetailLine> lines = new ArrayList<>();
    private boolean sameWindow;

    /** The next lines share one window. */
    Lines together() {
        sameWindow = true;
        return this;
    }

    Lines sale(String code, String description, int quantity, String price, String country) {
        return add("500001", code, description, quantity, price, country);
    }

    Lines cancelled(String code, int quantity, String price, String country) {
        return add("C500002", code, "OLD NAME", -quantity, price, country);
    }

    Lines add(
            String invoice,
            String code,
            String description,
            int quantity,
            String price,
            String country) {
        int number = lines.size();
        lines.add(
                new RetailLine(
                        number,
                        invoice,
                        code,
                        description,
                        quantity,
                        sameWindow ? START : START.plusMinutes(30L * number),
                        new BigDecimal(price),
                        country));
        return this;
    }

    List<RetailLine> list() {
        return List.copyOf(lines);
    }
}
