// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which counts of products and of a catalog belong together: those of one version. */
final class VersionTotals {
    private final List<Version> versions = new ArrayList<>();

    private record Version(int productCount, Map<Long, Integer> catalogSizes) {}

    /**
     * Counts.
     *
     * @param batches all batches from an empty catalog on, in order; each makes a version
     */
    VersionTotals(List<Delta> batches) {
        Set<Long> products = new HashSet<>();
        Map<Long, Set<Long>> catalogs = new HashMap<>();
        for (Delta batch : batches) {
            for (Delta.ProductChange change : batch.products()) {
                if (change.product() == null) {
                    products.remove(change.productId());
                } else {
                    products.add(change.productId());
                }
            }
            for (Delta.MemberChange change : batch.members()) {
                Set<Long> ids = catalogs.computeIfAbsent(change.catalogId(), id -> new HashSet<>());
                if (change.member()) {
                    ids.add(change.productId());
                } else {
                    ids.remove(change.productId());
                }
            }
            Map<Long, Integer> sizes = new HashMap<>();
            catalogs.forEach((id, ids) -> sizes.put(id, ids.size()));
            versions.add(new Version(products.size(), sizes));
        }
    }

    /** Returns whether some version had both. */
    boolean has(long catalogId, int productCount, int catalogSize) {
        for (Version version : versions) {
            if (version.productCount == productCount
                    && version.catalogSizes.getOrDefault(catalogId, 0) == catalogSize) {
                return true;
            }
        }
        return false;
    }
}
