// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Applies deltas to plain maps, as a subject would. */
final class Served implements Contents {
    final Map<Long, Product> products = new TreeMap<>();
    final Map<Long, Set<Long>> catalogs = new TreeMap<>();

    static Served all(List<RetailLine> lines, int variants) {
        Served served = new Served();
        DeltaStream deltas = new DeltaStream(lines, new Ids(lines), variants);
        deltas.forEachRemaining(served::apply);
        return served;
    }

    void apply(Delta delta) {
        for (Delta.ProductChange change : delta.products()) {
            Product product = change.product();
            if (product != null) {
                products.put(change.productId(), product);
            } else {
                products.remove(change.productId());
            }
        }
        for (Delta.MemberChange change : delta.members()) {
            Set<Long> ids = entries(change.catalogId());
            if (change.member()) {
                ids.add(change.productId());
            } else {
                ids.remove(change.productId());
            }
        }
    }

    Set<Long> entries(long catalogId) {
        return catalogs.computeIfAbsent(catalogId, id -> new TreeSet<>());
    }

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
