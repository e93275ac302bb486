// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import java.time.Instant;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.leftright.GroupIdSets;
import org.leftright.GroupLongMap;
import org.leftright.GroupView;
import org.leftright.IdSetsView;
import org.leftright.LongMapView;
import org.leftright.LongObjConsumer;

/**
 * One version of the products and catalogs of a {@link ProductCatalog}, whole: what a section sees,
 * or a snapshot. The products, arrays and numbers that it returns stay valid. No method waits.
 *
 * <p>The view of a section is valid until the section ends, in the thread that entered it; later,
 * or in another thread, every method throws {@link IllegalStateException}; but the view that {@code
 * read} passes is used again by later sections. The view of a {@link #snapshot} is valid for as
 * long as it is kept, in any thread.
 *
 * @param <P> the products
 */
public final class CatalogView<P> {
    private final GroupView view;
    private final GroupLongMap<P> productsOfGroup;
    private final GroupIdSets catalogsOfGroup;
    private final LongMapView<P> products;
    private final IdSetsView catalogs;

    CatalogView(GroupView view, GroupLongMap<P> products, GroupIdSets catalogs) {
        this.view = view;
        this.productsOfGroup = products;
        this.catalogsOfGroup = catalogs;
        this.products = view.of(products);
        this.catalogs = view.of(catalogs);
    }

    /**
     * Keeps this version beyond the section; see {@link ProductCatalog#snapshot()} for what that
     * costs the writer.
     *
     * @return a view that never changes, for any thread; this one if it is such a view
     */
    public CatalogView<P> snapshot() {
        GroupView kept = view.snapshot();
        return kept == view ? this : new CatalogView<>(kept, productsOfGroup, catalogsOfGroup);
    }

    /**
     * Returns a product.
     *
     * @param productId its id
     * @return the product, or null if there is none with this id
     */
    public @Nullable P product(long productId) {
        return products.get(productId);
    }

    /**
     * Tells whether there is a product.
     *
     * @param productId its id
     * @return whether there is one
     */
    public boolean containsProduct(long productId) {
        return products.containsKey(productId);
    }

    /**
     * Returns how many products there are.
     *
     * @return the count
     */
    public int productCount() {
        return products.size();
    }

    /**
     * Returns how many catalogs there are; one without ids does not exist.
     *
     * @return the count
     */
    public int catalogCount() {
        return catalogs.keyCount();
    }

    /**
     * Tells whether a catalog has a product.
     *
     * @param catalogId the catalog
     * @param productId the product
     * @return whether the catalog exists and has it
     */
    public boolean catalogContains(long catalogId, long productId) {
        return catalogs.contains(catalogId, productId);
    }

    /**
     * Returns how many ids a catalog has.
     *
     * @param catalogId the catalog
     * @return the count, 0 if there is no such catalog
     */
    public int catalogSize(long catalogId) {
        return catalogs.sizeOf(catalogId);
    }

    /**
     * Copies the ids of a catalog, in no particular order.
     *
     * @param catalogId the catalog
     * @return a new array, empty if there is no such catalog
     */
    public long[] productIds(long catalogId) {
        return catalogs.ids(catalogId);
    }

    /**
     * Copies the ids of the catalogs, in no particular order.
     *
     * @return a new array
     */
    public long[] catalogIds() {
        return catalogs.keys();
    }

    /**
     * Passes the ids of a catalog to an action, in no particular order.
     *
     * @param catalogId the catalog
     * @param action takes each id
     */
    public void forEachProductId(long catalogId, LongConsumer action) {
        Objects.requireNonNull(action, "action");
        catalogs.forEach(catalogId, action);
    }

    /**
     * Passes the products of a catalog to an action, in no particular order. Ids without a product
     * are left out.
     *
     * @param catalogId the catalog
     * @param action takes each id and its product
     */
    public void forEachProduct(long catalogId, LongObjConsumer<? super P> action) {
        Objects.requireNonNull(action, "action");
        catalogs.forEach(
                catalogId,
                id -> {
                    P product = products.get(id);
                    if (product != null) {
                        action.accept(id, product);
                    }
                });
    }

    /**
     * Passes all products to an action, in no particular order.
     *
     * @param action takes each id and its product
     */
    public void forEachProduct(LongObjConsumer<? super P> action) {
        Objects.requireNonNull(action, "action");
        products.forEach(action);
    }

    /**
     * Returns the number of the version.
     *
     * @return the version number
     */
    public long version() {
        return view.version();
    }

    /**
     * Returns when the version was refreshed.
     *
     * @return the refresh time
     */
    public Instant refreshTime() {
        return view.refreshTime();
    }

    /**
     * Returns what was refreshed with the version, such as the offsets of a feed.
     *
     * @return the attachment, null if there is none
     */
    public @Nullable Object attachment() {
        return view.attachment();
    }

    @Override
    public String toString() {
        return "CatalogView[version "
                + version()
                + ", "
                + productCount()
                + " products, "
                + catalogCount()
                + " catalogs]";
    }
}
