// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * One invoice line of the file.
 *
 * @param number the line's place in the order of time, from 0
 * @param invoice the invoice number; a leading C is a cancellation
 * @param code the stock code
 * @param description the description, perhaps empty
 * @param quantity how many, mostly negative on cancellations and stock corrections
 * @param time when, in the shop's local time
 * @param unitPrice the price of one, perhaps zero
 * @param country the customer's country
 */
public record RetailLine(
        int number,
        String invoice,
        String code,
        String description,
        int quantity,
        LocalDateTime time,
        BigDecimal unitPrice,
        String country) {

    /** The length of a window in seconds: all lines of one half hour make one delta batch. */
    static final int WINDOW_SECONDS = 1800;

    /** Returns this line with another number. */
    RetailLine numbered(int other) {
        return other == number
                ? this
                : new RetailLine(
                        other, invoice, code, description, quantity, time, unitPrice, country);
    }

    /**
     * The number of the half-hour window this line belongs to.
     *
     * @return it, counted from 1970
     */
    public long window() {
        return Math.floorDiv(time.toEpochSecond(ZoneOffset.UTC), WINDOW_SECONDS);
    }
}
