// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import org.jspecify.annotations.Nullable;

/**
 * A page of a shop: products that a catalog has, with their prices. One thread's; used again for
 * each page.
 */
final class Page {
    /** How many products a page shows at most. */
    static final int SIZE = 20;

    private final PriceLists priceLists;
    private final long[] versions;
    private int count;
    private boolean twoPriceLists;
    private boolean absent;

    /**
     * Creates an empty page.
     *
     * @param priceLists which versions had which prices
     */
    Page(PriceLists priceLists) {
        this.priceLists = priceLists;
        this.versions = priceLists.allVersions();
    }

    /** Begins with an empty page. */
    void clear() {
        priceLists.reset(versions);
        count = 0;
        twoPriceLists = false;
        absent = false;
    }

    /**
     * Adds a product that the catalog names.
     *
     * @param productId its id
     * @param product the product, null if it is not there
     */
    void add(long productId, @Nullable Product product) {
        if (product == null) {
            absent = true;
            return;
        }
        count++;
        twoPriceLists |= !priceLists.narrow(versions, productId, product.unitPrice());
    }

    /** Returns how many products it shows. */
    int count() {
        return count;
    }

    /** Returns whether no version had all its prices. */
    boolean showsTwoPriceLists() {
        return twoPriceLists;
    }

    /** Returns whether the catalog named a product that is not there. */
    boolean namesAbsent() {
        return absent;
    }
}
