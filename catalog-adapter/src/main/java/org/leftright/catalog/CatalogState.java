// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import java.util.function.LongConsumer;
import org.agrona.collections.LongHashSet;
import org.leftright.LongTable;

/**
 * One side: the products, and the catalogs' sets of product ids. The sets belong to this side
 * alone, are changed by ops only, and never leave a section; the products are shared by both sides.
 * A catalog without ids does not exist: it has no set.
 *
 * <p>The products table may be read by a racing lookup. The sets may not: nothing says that a
 * racing read of them ends.
 */
final class CatalogState<P> {
    private static final float LOAD_FACTOR = 0.55f;

    /** A set of at least this capacity is made smaller when it is no fuller than an eighth. */
    private static final int COMPACTED_CAPACITY = 128;

    final LongTable<P> products;
    final LongTable<LongHashSet> catalogs;

    CatalogState(int expectedProducts) {
        this(new LongTable<>(expectedProducts), new LongTable<>());
    }

    private CatalogState(LongTable<P> products, LongTable<LongHashSet> catalogs) {
        this.products = products;
        this.catalogs = catalogs;
    }

    CatalogState<P> copy() {
        LongTable<LongHashSet> copies = catalogs.copy();
        catalogs.forEach((catalogId, ids) -> copies.put(catalogId, copyOf(ids)));
        return new CatalogState<>(products.copy(), copies);
    }

    // ---------------------------------------------------------------- reads, in a section

    boolean catalogContains(long catalogId, long productId) {
        LongHashSet ids = catalogs.get(catalogId);
        return ids != null && ids.contains(productId);
    }

    int catalogSize(long catalogId) {
        LongHashSet ids = catalogs.get(catalogId);
        return ids == null ? 0 : ids.size();
    }

    long[] productIds(long catalogId) {
        LongHashSet ids = catalogs.get(catalogId);
        if (ids == null) {
            return new long[0];
        }
        Filler filler = new Filler(ids.size());
        ids.forEachLong(filler);
        return filler.ids;
    }

    long[] catalogIds() {
        Filler filler = new Filler(catalogs.size());
        catalogs.forEach((catalogId, ids) -> filler.accept(catalogId));
        return filler.ids;
    }

    void forEachProductId(long catalogId, LongConsumer action) {
        LongHashSet ids = catalogs.get(catalogId);
        if (ids != null) {
            ids.forEachLong(action);
        }
    }

    // ---------------------------------------------------------------- changes, by ops

    boolean add(long catalogId, long productId) {
        LongHashSet ids = catalogs.get(catalogId);
        if (ids == null) {
            ids = newSet(1);
            catalogs.put(catalogId, ids);
        }
        return ids.add(productId);
    }

    boolean remove(long catalogId, long productId) {
        LongHashSet ids = catalogs.get(catalogId);
        if (ids == null || !ids.remove(productId)) {
            return false;
        }
        if (ids.isEmpty()) {
            catalogs.remove(catalogId);
        } else if (ids.capacity() >= COMPACTED_CAPACITY && ids.size() <= ids.capacity() >> 3) {
            ids.compact(); // more than half of it had to go since the last time: O(1) amortised
        }
        return true;
    }

    /** Gives a product the value it has in another state, shared. */
    void restoreProduct(long productId, CatalogState<P> from) {
        P product = from.products.get(productId);
        if (product == null) {
            products.remove(productId);
        } else {
            products.put(productId, product);
        }
    }

    /** Gives a catalog the ids that it has in another state, in a set of its own. */
    void restoreCatalog(long catalogId, CatalogState<P> from) {
        LongHashSet ids = from.catalogs.get(catalogId);
        if (ids == null) {
            catalogs.remove(catalogId);
        } else {
            catalogs.put(catalogId, copyOf(ids));
        }
    }

    static LongHashSet newSet(int expectedSize) {
        int capacity = (int) Math.min(1 << 30, Math.ceil(expectedSize / LOAD_FACTOR) + 1);
        // Not avoiding allocation: such a set keeps one iterator, which its readers would share.
        return new LongHashSet(capacity, LOAD_FACTOR, false);
    }

    private static LongHashSet copyOf(LongHashSet ids) {
        LongHashSet copy = new LongHashSet(ids.capacity(), LOAD_FACTOR, false);
        copy.copy(ids);
        return copy;
    }

    private static final class Filler implements LongConsumer {
        final long[] ids;
        private int count;

        Filler(int size) {
            this.ids = new long[size];
        }

        @Override
        public void accept(long id) {
            ids[count++] = id;
        }
    }
}
