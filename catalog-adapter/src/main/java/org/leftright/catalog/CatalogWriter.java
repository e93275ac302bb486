package org.leftright.catalog;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.leftright.LeftRight;

/**
 * Writes to a {@link ProductCatalog}. What is written is pending until a refresh makes all of it
 * visible at once. Any thread may call any method; writers exclude each other and share one pending
 * batch, unless {@link ProductCatalog#applyBatch} is used. Each write is O(1), but for {@link
 * #replaceCatalog}; it waits as {@link LeftRight#write} says, and throws what that throws.
 *
 * @param <P> the products
 */
public final class CatalogWriter<P> {
    private final LeftRight<CatalogState<P>> leftRight;

    CatalogWriter(LeftRight<CatalogState<P>> leftRight) {
        this.leftRight = leftRight;
    }

    /**
     * Adds a product, or replaces it.
     *
     * @param productId its id
     * @param product the product, immutable
     * @return the pending product before, or null
     */
    public @Nullable P upsertProduct(long productId, P product) {
        return leftRight.write(
                new CatalogState.UpsertProduct<>(productId, CatalogState.requireProduct(product)));
    }

    /**
     * Takes a product away; the catalogs that name it stay as they are.
     *
     * @param productId its id
     * @return the pending product before, or null
     */
    public @Nullable P removeProduct(long productId) {
        return leftRight.write(new CatalogState.RemoveProduct<>(productId));
    }

    /**
     * Adds a product to a catalog, which comes into being if need be.
     *
     * @param catalogId the catalog's id
     * @param productId the product's id; whether there is such a product is not checked
     * @return whether it was not in it yet
     */
    public boolean addToCatalog(long catalogId, long productId) {
        return leftRight.write(new CatalogState.AddToCatalog<P>(catalogId, productId));
    }

    /**
     * Takes a product out of a catalog, and the catalog away with its last product.
     *
     * @param catalogId the catalog's id
     * @param productId the product's id
     * @return whether it was in it
     */
    public boolean removeFromCatalog(long catalogId, long productId) {
        return leftRight.write(new CatalogState.RemoveFromCatalog<P>(catalogId, productId));
    }

    /**
     * Gives a catalog these products and no others. Costs as much as they are many.
     *
     * @param catalogId the catalog's id
     * @param productIds the products' ids, copied; none takes the catalog away
     * @return whether the catalog was there
     */
    public boolean replaceCatalog(long catalogId, long... productIds) {
        return leftRight.write(new CatalogState.ReplaceCatalog<P>(catalogId, productIds.clone()));
    }

    /**
     * Takes a catalog away; its products stay.
     *
     * @param catalogId the catalog's id
     * @return whether it was there
     */
    public boolean removeCatalog(long catalogId) {
        return replaceCatalog(catalogId);
    }

    /**
     * Reads the pending state: what will be there after a refresh.
     *
     * @param productId a product's id
     * @return the pending product, or null
     */
    public @Nullable P pendingProduct(long productId) {
        return leftRight.pending(
                (Function<CatalogState<P>, @Nullable P>) state -> state.products.get(productId));
    }

    /**
     * As {@link LeftRight#pendingOpCount()}.
     *
     * @return the number of ops since the last refresh
     */
    public int pendingOpCount() {
        return leftRight.pendingOpCount();
    }

    /**
     * As {@link LeftRight#refresh()}.
     *
     * @return the number of the version that is live now
     */
    public long refresh() {
        return leftRight.refresh();
    }

    /**
     * As {@link LeftRight#refresh(Object)}.
     *
     * @param attachment an immutable value, made visible with the ops
     * @return the number of the version that is live now
     */
    public long refresh(@Nullable Object attachment) {
        return leftRight.refresh(attachment);
    }

    /**
     * As {@link LeftRight#tryRefresh()}.
     *
     * @return whether the refresh was made
     */
    public boolean tryRefresh() {
        return leftRight.tryRefresh();
    }

    /**
     * As {@link LeftRight#settle}.
     *
     * @param limit how long to wait
     * @return whether nothing is owed any more
     */
    public boolean settle(Duration limit) {
        return leftRight.settle(limit);
    }

    /**
     * As {@link LeftRight#discard()}.
     *
     * @return how many ops were taken back
     */
    public int discard() {
        return leftRight.discard();
    }
}
