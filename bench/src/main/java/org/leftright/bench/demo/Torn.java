// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

/**
 * What readers saw that no version of the catalog had.
 *
 * @param prices pages with prices that no version had together: of two price lists
 * @param absent pages on which a catalog names a product that is not there
 * @param totals counts of products and of a catalog that no version had together
 */
record Torn(long prices, long absent, long totals) {
    /** Nothing. */
    static final Torn NONE = new Torn(0, 0, 0);

    /** Returns both together. */
    Torn plus(Torn other) {
        return new Torn(prices + other.prices, absent + other.absent, totals + other.totals);
    }

    /** Returns all that was seen. */
    long all() {
        return prices + absent + totals;
    }
}
