// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a file has its columns, and how a field is read. Blanks around a field are no part of it.
 */
final class RetailColumns {
    private static final Pattern PRICE = Pattern.compile("-?\\d{1,12}(\\.\\d{1,20})?");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern(
                            "[uuuu-MM-dd'T'HH:mm[:ss]][uuuu-MM-dd HH:mm[:ss]][M/d/uuuu H:mm[:ss]]",
                            Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);

    private final int count;
    private final int invoice;
    private final int code;
    private final int description;
    private final int quantity;
    private final int time;
    private final int price;
    private final int country;

    /**
     * Finds the columns.
     *
     * @param header the first row
     * @throws IOException if there is none of some kind; the message says which, and what is there
     */
    RetailColumns(CsvRecord header) throws IOException {
        List<String> names = header.getFields().stream().map(String::strip).toList();
        count = names.size();
        invoice = find(names, "InvoiceNo", "Invoice");
        code = find(names, "StockCode");
        description = find(names, "Description");
        quantity = find(names, "Quantity");
        time = find(names, "InvoiceDate");
        price = find(names, "UnitPrice", "Price");
        country = find(names, "Country");
    }

    private static int find(List<String> names, String... accepted) throws IOException {
        for (String name : accepted) {
            for (int i = 0; i < names.size(); i++) {
                if (names.get(i).equalsIgnoreCase(name)) {
                    return i;
                }
            }
        }
        throw new IOException(
                "no column "
                        + String.join(" or ", accepted)
                        + ": the first line must name the columns, and names "
                        + names);
    }

    /**
     * Reads a row.
     *
     * @param number the place of the line
     * @param row the row
     * @return the line
     * @throws IllegalArgumentException if it cannot be used; the message says why
     */
    RetailLine line(int number, CsvRecord row) {
        if (row.getFieldCount() != count) {
            throw new IllegalArgumentException(
                    row.getFieldCount() + " fields where the header has " + count);
        }
        return new RetailLine(
                number,
                row.getField(invoice).strip(),
                code(row.getField(code).strip()),
                row.getField(description).strip(),
                quantity(row.getField(quantity).strip()),
                time(row.getField(time).strip()),
                price(row.getField(price).strip()),
                country(row.getField(country).strip()));
    }

    private static String code(String text) {
        if (text.isEmpty() || text.indexOf('~') >= 0) {
            throw new IllegalArgumentException(
                    text.isEmpty() ? "no stock code" : "a stock code with a ~: " + text);
        }
        return text;
    }

    private static String country(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("no country");
        }
        return text;
    }

    private static int quantity(String text) {
        try {
            return new BigDecimal(text).intValueExact(); // 1.0 is one
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("the quantity is no whole number: " + text, e);
        }
    }

    private static LocalDateTime time(String text) {
        try {
            return LocalDateTime.parse(text, TIME);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "the date is neither like 2010-12-01T10:03 nor, month first, like 12/1/2010"
                            + " 10:03: "
                            + text,
                    e);
        }
    }

    private static BigDecimal price(String text) {
        if (!PRICE.matcher(text).matches()) {
            throw new IllegalArgumentException("the price is no plain number: " + text);
        }
        return new BigDecimal(text);
    }
}
