// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.List;

/**
 * Picks keys as the shop's customers did: a random sale of the file names a product and a country,
 * so that both, and their pairs, come as often as they were sold. All variants of a product are
 * equally popular.
 *
 * <p>A pick is an array read and two multiplications; it allocates nothing and is safe to share.
 */
final class Popularity {
    private static final int PRODUCT_BITS = 16;

    private final int[] sales; // country << 16 | product number
    private final int variants;

    /**
     * Gathers the sales of the file.
     *
     * @param lines the file
     * @param ids the ids of its codes and countries
     * @param variants how many variants each code has
     */
    Popularity(List<RetailLine> lines, Ids ids, int variants) {
        if (ids.codeCount() >= 1 << PRODUCT_BITS) {
            throw new IllegalArgumentException("too many codes: " + ids.codeCount());
        }
        this.sales =
                lines.stream()
                        .filter(line -> LineKind.of(line) == LineKind.SALE)
                        .mapToInt(
                                line ->
                                        ids.catalogId(line.country()) << PRODUCT_BITS
                                                | ids.productNumber(line.code()))
                        .toArray();
        this.variants = variants;
    }

    /** Returns a sale for 64 random bits. */
    int sale(long random) {
        return sales[(int) (((random >>> 32) * sales.length) >>> 32)];
    }

    /** Returns the product id of a sale; the variant is picked by other bits of the same random. */
    long productId(int sale, long random) {
        int variant = (int) (((random & 0xFFFF_FFFFL) * variants) >>> 32);
        return Ids.productId(sale & ((1 << PRODUCT_BITS) - 1), variant);
    }

    /** Returns the id of the first product of the page that shows a product. */
    static long pageOf(long productId) {
        return productId - (productId % Ids.VARIANT_STRIDE - 1) % Page.SIZE;
    }

    /** Returns the catalog id of a sale. */
    static int catalogId(int sale) {
        return sale >>> PRODUCT_BITS;
    }

    /** Returns the successor of a random state that is not zero (Marsaglia's xorshift64). */
    static long xorshift(long state) {
        long x = state;
        x ^= x << 13;
        x ^= x >>> 7;
        x ^= x << 17;
        return x;
    }
}
