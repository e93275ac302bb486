// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of the catalog had which price of a product: so a page can be asked whether any
 * version had all the prices that it shows. Never changed once it is made; any thread may ask.
 */
final class PriceLists {
    private final int words;
    private final Map<Long, List<Price>> changed = new HashMap<>();
    private final long[] all;

    /** A price, and a bit for each version that had it. */
    private static final class Price {
        private final BigDecimal price;
        private final long[] versions;

        Price(BigDecimal price, int words) {
            this.price = price;
            this.versions = new long[words];
        }
    }

    /**
     * Follows the prices of the products that a batch changes.
     *
     * @param opening the first version
     * @param batches each makes a version
     */
    PriceLists(Delta opening, List<Delta> batches) {
        int count = batches.size() + 1;
        words = (count + Long.SIZE - 1) / Long.SIZE;
        all = new long[words];
        for (int version = 0; version < count; version++) {
            set(all, version);
        }
        Map<Long, BigDecimal> now = new HashMap<>();
        follow(opening, now);
        for (Delta batch : batches) {
            for (Delta.ProductChange change : batch.products()) {
                changed.put(change.productId(), List.of());
            }
        }
        for (int version = 0; version < count; version++) {
            if (version > 0) {
                follow(batches.get(version - 1), now);
            }
            int present = version;
            changed.replaceAll((id, prices) -> noted(prices, now.get(id), present));
        }
        changed.values().removeIf(prices -> prices.size() == 1);
    }

    private static void follow(Delta delta, Map<Long, BigDecimal> now) {
        for (Delta.ProductChange change : delta.products()) {
            Product product = change.product();
            if (product == null) {
                now.remove(change.productId());
            } else {
                now.put(change.productId(), product.unitPrice());
            }
        }
    }

    private List<Price> noted(List<Price> prices, @Nullable BigDecimal price, int version) {
        if (price == null) {
            return prices;
        }
        for (Price known : prices) {
            if (known.price.compareTo(price) == 0) {
                set(known.versions, version);
                return prices;
            }
        }
        Price[] more = Arrays.copyOf(prices.toArray(new Price[0]), prices.size() + 1);
        more[prices.size()] = new Price(price, words);
        set(more[prices.size()].versions, version);
        return List.of(more);
    }

    private static void set(long[] bits, int version) {
        bits[version / Long.SIZE] |= 1L << version;
    }

    /** Returns a set of all versions, to be narrowed. */
    long[] allVersions() {
        return all.clone();
    }

    /** Makes a set that of all versions again. */
    void reset(long[] versions) {
        System.arraycopy(all, 0, versions, 0, words);
    }

    /**
     * Leaves only the versions in which a product had a price.
     *
     * @param versions what is to be narrowed
     * @param productId the product
     * @param price its price as it was seen
     * @return whether any version is left
     */
    boolean narrow(long[] versions, long productId, BigDecimal price) {
        List<Price> prices = changed.get(productId);
        if (prices == null) {
            return true; // it has one price throughout
        }
        for (int i = 0; i < prices.size(); i++) {
            if (prices.get(i).price.compareTo(price) == 0) {
                long left = 0;
                for (int word = 0; word < words; word++) {
                    versions[word] &= prices.get(i).versions[word];
                    left |= versions[word];
                }
                return left != 0;
            }
        }
        return false;
    }
}
