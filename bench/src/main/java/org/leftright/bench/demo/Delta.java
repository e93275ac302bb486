// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one half-hour window changes, each key at most once.
 *
 * @param window the window's number, counted from 1970
 * @param products the products that changed
 * @param members the catalogs' entries that changed
 */
public record Delta(long window, List<ProductChange> products, List<MemberChange> members) {

    /**
     * A product as it is after the window.
     *
     * @param productId the product's id
     * @param product the product, or null if it is gone
     */
    public record ProductChange(long productId, @Nullable Product product) {}

    /**
     * A catalog's entry as it is after the window.
     *
     * @param catalogId the catalog
     * @param productId the product
     * @param member whether the catalog has the product
     */
    public record MemberChange(long catalogId, long productId, boolean member) {}

    /** Returns how many keys change. */
    int size() {
        return products.size() + members.size();
    }
}
