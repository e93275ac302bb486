// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.Set;

/** What a line of the file is to the catalog; the package's documentation gives the reasons. */
enum LineKind {
    /** Sets the product and puts it into its country's catalog. */
    SALE,
    /** Takes a quantity back. */
    CANCELLATION,
    /** Postage, fees and the like: no product. */
    SERVICE,
    /** A stock correction or a give-away: no news of the product. */
    ADJUSTMENT;

    private static final Set<String> SERVICE_CODES =
            Set.of(
                    "POST", // postage
                    "DOT", // postage of the web shop
                    "C2", // carriage
                    "M", // manual entry
                    "D", // discount
                    "S", // samples
                    "B", // bad debt
                    "BANK CHARGES",
                    "AMAZONFEE",
                    "CRUK"); // commission to a charity

    /**
     * Says what a line is. The service code decides first: a cancelled postage is still postage.
     *
     * @param line the line
     * @return its kind
     */
    static LineKind of(RetailLine line) {
        if (SERVICE_CODES.contains(line.code())) {
            return SERVICE;
        }
        if (line.invoice().startsWith("C")) {
            return CANCELLATION;
        }
        return line.quantity() > 0 && line.unitPrice().signum() > 0 ? SALE : ADJUSTMENT;
    }
}
