// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import org.jspecify.annotations.Nullable;
import org.leftright.Op;

/**
 * The ops of a catalog. Each costs O(1), or O(ids given), whatever the size of the sets, on either
 * side; each but {@link Clear} takes itself back by copying what it touched from the live side, a
 * replaced catalog once for all ops that replaced it. An op holds ids and products only, never a
 * set: each side makes its own.
 */
final class CatalogOp {
    private CatalogOp() {}

    /** Puts a product in. */
    @SuppressWarnings("NullAway") // a result may be null: there was no product before
    record Upsert<P>(long productId, P product) implements Op<CatalogState<P>, @Nullable P> {
        @Override
        @SuppressWarnings("NullAway") // null: there was none; the interface cannot say so
        public @Nullable P apply(CatalogState<P> state) {
            return state.products.put(productId, product);
        }

        @Override
        public boolean undo(CatalogState<P> hidden, CatalogState<P> live) {
            hidden.restoreProduct(productId, live);
            return true;
        }
    }

    /** Takes a product away. */
    @SuppressWarnings("NullAway") // as above
    record Remove<P>(long productId) implements Op<CatalogState<P>, @Nullable P> {
        @Override
        @SuppressWarnings("NullAway") // null: there was none; the interface cannot say so
        public @Nullable P apply(CatalogState<P> state) {
            return state.products.remove(productId);
        }

        @Override
        public boolean undo(CatalogState<P> hidden, CatalogState<P> live) {
            hidden.restoreProduct(productId, live);
            return true;
        }
    }

    /** Whether a catalog has a product. */
    record Member<P>(long catalogId, long productId, boolean member)
            implements Op<CatalogState<P>, Boolean> {
        @Override
        public Boolean apply(CatalogState<P> state) {
            return member ? state.add(catalogId, productId) : state.remove(catalogId, productId);
        }

        @Override
        public boolean undo(CatalogState<P> hidden, CatalogState<P> live) {
            hidden.restoreMember(catalogId, productId, live);
            return true;
        }
    }

    /** All ids of a catalog; none removes it. The array is the op's own. */
    static final class Replace<P> implements Op<CatalogState<P>, Boolean> {
        private final long catalogId;
        private final long[] productIds;

        Replace(long catalogId, long[] productIds) {
            this.catalogId = catalogId;
            this.productIds = productIds;
        }

        @Override
        public Boolean apply(CatalogState<P> state) {
            return state.replace(catalogId, productIds);
        }

        @Override
        public boolean undo(CatalogState<P> hidden, CatalogState<P> live) {
            hidden.restoreCatalog(catalogId, live);
            return true;
        }
    }

    /** Everything; taken back by a clone of the live side. */
    record Clear<P>() implements Op<CatalogState<P>, Boolean> {
        @Override
        public Boolean apply(CatalogState<P> state) {
            boolean any = state.products.size() + state.catalogs.size() > 0;
            state.products.clear();
            state.catalogs.clear();
            return any;
        }
    }
}
