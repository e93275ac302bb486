package org.leftright.catalog;

import java.util.Objects;
import org.agrona.collections.Hashing;
import org.agrona.collections.LongHashSet;
import org.jspecify.annotations.Nullable;
import org.leftright.LongTable;
import org.leftright.Op;

/**
 * One side: products, and catalogs as sets of product ids. The sets belong to the side: they are
 * changed by ops only, never cloned for an op, and never leave a section. A catalog without
 * products is not there.
 */
final class CatalogState<P> {
    final LongTable<P> products;
    final LongTable<LongHashSet> catalogs;

    CatalogState(int expectedProductCount) {
        this(new LongTable<>(expectedProductCount), new LongTable<>());
    }

    private CatalogState(LongTable<P> products, LongTable<LongHashSet> catalogs) {
        this.products = products;
        this.catalogs = catalogs;
    }

    CatalogState<P> copy() {
        LongTable<LongHashSet> sets = new LongTable<>(catalogs.size());
        catalogs.forEach((id, set) -> sets.put(id, copyOf(set)));
        return new CatalogState<>(products.copy(), sets);
    }

    boolean catalogContains(long catalogId, long productId) {
        LongHashSet set = catalogs.get(catalogId);
        return set != null && set.contains(productId);
    }

    int catalogSize(long catalogId) {
        LongHashSet set = catalogs.get(catalogId);
        return set == null ? 0 : set.size();
    }

    boolean add(long catalogId, long productId) {
        LongHashSet set = catalogs.get(catalogId);
        if (set == null) {
            set = newSet(1);
            set.add(productId);
            catalogs.put(catalogId, set);
            return true;
        }
        return set.add(productId);
    }

    boolean remove(long catalogId, long productId) {
        LongHashSet set = catalogs.get(catalogId);
        if (set == null || !set.remove(productId)) {
            return false;
        }
        if (set.isEmpty()) {
            catalogs.remove(catalogId);
        }
        return true;
    }

    /** Readers of one side share its sets, so these must not cache an iterator. */
    private static LongHashSet newSet(int expectedSize) {
        int capacity = Math.max(8, (int) Math.min(1L << 30, expectedSize * 2L));
        return new LongHashSet(capacity, Hashing.DEFAULT_LOAD_FACTOR, false);
    }

    private static LongHashSet copyOf(LongHashSet set) {
        LongHashSet copy = newSet(set.size());
        LongHashSet.LongIterator ids = set.iterator();
        while (ids.hasNext()) {
            copy.add(ids.nextValue());
        }
        return copy;
    }

    // Ops: each restores what it touched from the live side.

    /** Sets a product's value. */
    record UpsertProduct<P>(long id, P product) implements Op<CatalogState<P>, @Nullable P> {
        @Override
        @SuppressWarnings("NullAway") // the result may be null, which the type parameter says
        public @Nullable P apply(CatalogState<P> state) {
            return state.products.put(id, product);
        }

        @Override
        public boolean undo(CatalogState<P> hidden, CatalogState<P> live) {
            return restoreProduct(id, hidden, live);
        }
    }

    /** Takes a product away. */
    record RemoveProduct<P>(long id) implements Op<CatalogState<P>, @Nullable P> {
        @Override
        @SuppressWarnings("NullAway") // the result may be null, which the type parameter says
        public @Nullable P apply(CatalogState<P> state) {
            return state.products.remove(id);
        }

        @Override
        public boolean undo(CatalogState<P> hidden, CatalogState<P> live) {
            return restoreProduct(id, hidden, live);
        }
    }

    /** Makes a product a member of a catalog. */
    record AddToCatalog<P>(long catalogId, long productId) implements Op<CatalogState<P>, Boolean> {
        @Override
        public Boolean apply(CatalogState<P> state) {
            return state.add(catalogId, productId);
        }

        @Override
        public boolean undo(CatalogState<P> hidden, CatalogState<P> live) {
            return restoreMember(catalogId, productId, hidden, live);
        }
    }

    /** Ends a product's membership of a catalog. */
    record RemoveFromCatalog<P>(long catalogId, long productId)
            implements Op<CatalogState<P>, Boolean> {
        @Override
        public Boolean apply(CatalogState<P> state) {
            return state.remove(catalogId, productId);
        }

        @Override
        public boolean undo(CatalogState<P> hidden, CatalogState<P> live) {
            return restoreMember(catalogId, productId, hidden, live);
        }
    }

    /** Gives a catalog these members and no others; none takes it away. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    record ReplaceCatalog<P>(long catalogId, long[] productIds)
            implements Op<CatalogState<P>, Boolean> {
        @Override
        public Boolean apply(CatalogState<P> state) {
            if (productIds.length == 0) {
                return state.catalogs.remove(catalogId) != null;
            }
            LongHashSet set = newSet(productIds.length);
            for (long id : productIds) {
                set.add(id);
            }
            return state.catalogs.put(catalogId, set) != null;
        }

        @Override
        public boolean undo(CatalogState<P> hidden, CatalogState<P> live) {
            LongHashSet set = live.catalogs.get(catalogId);
            if (set == null) {
                hidden.catalogs.remove(catalogId);
            } else {
                hidden.catalogs.put(catalogId, copyOf(set));
            }
            return true;
        }
    }

    private static <P> boolean restoreProduct(
            long id, CatalogState<P> hidden, CatalogState<P> live) {
        P product = live.products.get(id);
        if (product == null) {
            hidden.products.remove(id);
        } else {
            hidden.products.put(id, product);
        }
        return true;
    }

    private static <P> boolean restoreMember(
            long catalogId, long productId, CatalogState<P> hidden, CatalogState<P> live) {
        if (live.catalogContains(catalogId, productId)) {
            hidden.add(catalogId, productId);
        } else {
            hidden.remove(catalogId, productId);
        }
        return true;
    }

    static <P> P requireProduct(P product) {
        return Objects.requireNonNull(
                product, "product: null is no product; use removeProduct(id) to take one away");
    }
}
