// SPDX-License-Identifier: Apache-2.0
package compared;

import java.util.function.LongFunction;

/**
 * What a request reads: a catalog and its products, each with the number of its price list. A batch
 * gives a catalog and all its products one new number, so a whole answer has one number alone.
 *
 * @param oldest the least number
 * @param newest the greatest number
 */
record Answer(int oldest, int newest) {
    /** The number of a part that is missing, which makes an answer torn, too. */
    static final int MISSING = -1;

    static Answer of(Listing listing, LongFunction<Product> products) {
        if (listing == null) {
            return new Answer(MISSING, 0);
        }
        int oldest = listing.priceList();
        int newest = oldest;
        for (long id : listing.products()) {
            Product product = products.apply(id);
            int number = product == null ? MISSING : product.priceList();
            oldest = Math.min(oldest, number);
            newest = Math.max(newest, number);
        }
        return new Answer(oldest, newest);
    }

    boolean isTorn() {
        return oldest != newest;
    }
}
