// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Contents that stand in two maps.
 *
 * @param products by id
 * @param catalogs the ids of the products of each, by its id
 */
record MapContents(Map<Long, Product> products, Map<Long, Set<Long>> catalogs) implements Contents {
    @Override
    public int productCount() {
        return products.size();
    }

    @Override
    public @Nullable Product product(long productId) {
        return products.get(productId);
    }

    @Override
    public long[] productIds(long catalogId) {
        return catalogs.getOrDefault(catalogId, Set.of()).stream()
                .mapToLong(Long::longValue)
                .toArray();
    }
}
