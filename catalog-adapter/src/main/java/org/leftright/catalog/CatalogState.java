// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.leftright.IdSet;
import org.leftright.LongTable;

/**
 * One side: the products, and the catalogs' sets of product ids. The sets belong to this side
 * alone, are changed by ops only, and never leave a section or a snapshot; the products are shared
 * by both sides. A catalog without ids does not exist: it has no set.
 *
 * <p>A racing lookup may call {@link #catalogContains} and {@link #catalogSize}, and read the
 * products table.
 */
final class CatalogState<P> {
    final LongTable<P> products;
    final LongTable<IdSet> catalogs;

    /**
     * Writer: the catalogs whose sets have been restored from the live side since the last op was
     * applied here, null if none has. A discard restores a catalog once, however many ops replaced
     * it.
     */
    private @Nullable IdSet restored;

    CatalogState(int expectedProducts) {
        this(new LongTable<>(expectedProducts), new LongTable<>());
    }

    private CatalogState(LongTable<P> products, LongTable<IdSet> catalogs) {
        this.products = products;
        this.catalogs = catalogs;
    }

    CatalogState<P> copy() {
        LongTable<IdSet> copies = catalogs.copy();
        catalogs.forEach((catalogId, ids) -> copies.put(catalogId, ids.copy()));
        return new CatalogState<>(products.copy(), copies);
    }

    // ---------------------------------------------------------------- reads

    boolean catalogContains(long catalogId, long productId) {
        IdSet ids = catalogs.get(catalogId);
        return ids != null && ids.contains(productId);
    }

    int catalogSize(long catalogId) {
        IdSet ids = catalogs.get(catalogId);
        return ids == null ? 0 : ids.size();
    }

    long[] productIds(long catalogId) {
        IdSet ids = catalogs.get(catalogId);
        return ids == null ? new long[0] : ids.toArray();
    }

    long[] catalogIds() {
        long[] catalogIds = new long[catalogs.size()];
        int count = 0;
        for (int i = catalogs.nextIndex(0); i >= 0; i = catalogs.nextIndex(i + 1)) {
            catalogIds[count++] = catalogs.keyAt(i);
        }
        return catalogIds;
    }

    void forEachProductId(long catalogId, LongConsumer action) {
        IdSet ids = catalogs.get(catalogId);
        if (ids != null) {
            ids.forEach(action);
        }
    }

    // ---------------------------------------------------------------- changes, by ops

    boolean add(long catalogId, long productId) {
        IdSet ids = catalogs.get(catalogId);
        if (ids != null) {
            return ids.add(productId);
        }
        ids = new IdSet();
        ids.add(productId);
        catalogs.put(catalogId, ids);
        return true;
    }

    boolean remove(long catalogId, long productId) {
        IdSet ids = catalogs.get(catalogId);
        if (ids == null || !ids.remove(productId)) {
            return false;
        }
        if (ids.size() == 0) {
            catalogs.remove(catalogId);
        }
        return true;
    }

    boolean replace(long catalogId, long[] productIds) {
        restored = null; // what is restored from now on is of another discard
        if (productIds.length == 0) {
            return catalogs.remove(catalogId) != null;
        }
        IdSet ids = new IdSet(productIds.length);
        for (long productId : productIds) {
            ids.add(productId);
        }
        return catalogs.put(catalogId, ids) != null;
    }

    // ---------------------------------------------------------------- undo

    /** Gives a product the value it has in another state, shared. */
    void restoreProduct(long productId, CatalogState<P> from) {
        P product = from.products.get(productId);
        if (product == null) {
            products.remove(productId);
        } else {
            products.put(productId, product);
        }
    }

    /** Makes a catalog have an id, or not, as in another state. */
    void restoreMember(long catalogId, long productId, CatalogState<P> from) {
        if (from.catalogContains(catalogId, productId)) {
            add(catalogId, productId);
        } else {
            remove(catalogId, productId);
        }
    }

    /** Gives a catalog the ids that it has in another state, in a set of its own; only once. */
    void restoreCatalog(long catalogId, CatalogState<P> from) {
        IdSet done = restored;
        if (done == null) {
            done = new IdSet();
            restored = done;
        }
        if (!done.add(catalogId)) {
            return;
        }
        IdSet ids = from.catalogs.get(catalogId);
        if (ids == null) {
            catalogs.remove(catalogId);
        } else {
            catalogs.put(catalogId, ids.copy());
        }
    }
}
