// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Applies deltas to plain maps, as a subject would. */
final class Served {
    private Served() {}

    static MapContents all(List<RetailLine> lines, int variants) {
        MapContents served = new MapContents(new TreeMap<>(), new TreeMap<>());
        DeltaStream deltas = new DeltaStream(lines, new Ids(lines), variants);
        deltas.forEachRemaining(delta -> apply(delta, served));
        return served;
    }

    private static void apply(Delta delta, MapContents served) {
        for (Delta.ProductChange change : delta.products()) {
            Product product = change.product();
            if (product != null) {
                served.products().put(change.productId(), product);
            } else {
                served.products().remove(change.productId());
            }
        }
        for (Delta.MemberChange change : delta.members()) {
            Set<Long> ids = entries(served, change.catalogId());
            if (change.member()) {
                ids.add(change.productId());
            } else {
                ids.remove(change.productId());
            }
        }
    }

    static Set<Long> entries(MapContents served, long catalogId) {
        return served.catalogs().computeIfAbsent(catalogId, id -> new TreeSet<>());
    }
}
