// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** What a catalog should hold, in plain collections. */
final class CatalogModel {
    final Map<Long, String> products = new HashMap<>();
    final Map<Long, Set<Long>> catalogs = new HashMap<>();

    CatalogModel copy() {
        CatalogModel copy = new CatalogModel();
        copy.products.putAll(products);
        catalogs.forEach((id, ids) -> copy.catalogs.put(id, new HashSet<>(ids)));
        return copy;
    }

    boolean add(long catalogId, long productId) {
        return catalogs.computeIfAbsent(catalogId, id -> new HashSet<>()).add(productId);
    }

    boolean remove(long catalogId, long productId) {
        Set<Long> ids = catalogs.get(catalogId);
        if (ids == null || !ids.remove(productId)) {
            return false;
        }
        if (ids.isEmpty()) {
            catalogs.remove(catalogId);
        }
        return true;
    }

    boolean replace(long catalogId, long[] productIds) {
        boolean existed = catalogs.remove(catalogId) != null;
        for (long id : productIds) {
            add(catalogId, id);
        }
        return existed;
    }

    boolean contains(long catalogId, long productId) {
        return catalogs.getOrDefault(catalogId, Set.of()).contains(productId);
    }

    @Nullable String product(long productId) {
        return products.get(productId);
    }

    /** All of it, by what iterates and by single reads. */
    void assertSeenBy(CatalogView<String> view, long[] someIds) {
        Map<Long, String> seenProducts = new HashMap<>();
        view.forEachProduct(seenProducts::put);
        assertThat(seenProducts).isEqualTo(products);
        assertThat(view.productCount()).isEqualTo(products.size());

        Map<Long, Set<Long>> seenCatalogs = new HashMap<>();
        for (long catalogId : view.catalogIds()) {
            long[] ids = view.productIds(catalogId);
            seenCatalogs.put(catalogId, setOf(ids));
            assertThat(view.catalogSize(catalogId)).isEqualTo(ids.length);
            assertThat(seenCatalogs.get(catalogId)).hasSize(ids.length);

            Map<Long, String> visited = new HashMap<>();
            view.forEachProduct(catalogId, visited::put);
            assertThat(visited).isEqualTo(productsAmong(ids));
        }
        assertThat(seenCatalogs).isEqualTo(catalogs);
        assertThat(view.catalogCount()).isEqualTo(catalogs.size());

        for (long id : someIds) {
            assertThat(view.product(id)).isEqualTo(product(id));
            LongPredicate seen = other -> view.catalogContains(id, other);
            for (long other : someIds) {
                assertThat(seen.test(other)).isEqualTo(contains(id, other));
            }
        }
    }

    private Map<Long, String> productsAmong(long[] ids) {
        Map<Long, String> among = new HashMap<>(products);
        among.keySet().retainAll(setOf(ids));
        return among;
    }

    private static Set<Long> setOf(long[] ids) {
        Set<Long> set = new HashSet<>();
        for (long id : ids) {
            set.add(id);
        }
        return set;
    }
}
