// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

/** What a line of the file is to the catalog; the package's documentation gives the rules. */
enum LineKind {
    /** Sets the product and puts it into its country's catalog. */
    SALE,
    /** Takes a quantity back. */
    CANCELLATION,
    /** Postage, fees and the like: no goods. */
    SERVICE,
    /** A stock correction or a give-away: no news of the product. */
    ADJUSTMENT;

    private static final int DIGITS = 5;

    /**
     * Says what a line is. The code decides first: a cancelled postage is still postage.
     *
     * @param line the line
     * @return its kind
     */
    static LineKind of(RetailLine line) {
        if (!isGoods(line.code())) {
            return SERVICE;
        }
        if (line.invoice().startsWith("C")) {
            return CANCELLATION;
        }
        return line.quantity() > 0 && line.unitPrice().signum() > 0 ? SALE : ADJUSTMENT;
    }

    private static boolean isGoods(String code) {
        return digitsAt(code, 0) >= DIGITS
                || code.startsWith("gift_")
                || code.startsWith("DCGS")
                || (code.startsWith("SP") && digitsAt(code, 2) > 0)
                || code.equals("PADS");
    }

    private static int digitsAt(String code, int begin) {
        int end = begin;
        while (end < code.length() && code.charAt(end) >= '0' && code.charAt(end) <= '9') {
            end++;
        }
        return end - begin;
    }
}
