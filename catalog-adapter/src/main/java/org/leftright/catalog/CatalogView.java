// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import java.time.Instant;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.leftright.LongObjConsumer;
import org.leftright.Section;

/**
 * What a section sees of a {@link ProductCatalog}: one version of products and catalogs, whole.
 * Valid until the section ends, in the thread that entered it; the products, arrays and numbers
 * that it returns stay valid. No method waits.
 *
 * <p>Every method throws {@link IllegalStateException} if the section has ended or belongs to
 * another thread.
 *
 * @param <P> the products
 */
public final class CatalogView<P> {
    final Section<CatalogState<P>> section;
    private final ProductVisitor<P> visitor = new ProductVisitor<>();

    CatalogView(Section<CatalogState<P>> section) {
        this.section = section;
    }

    /**
     * Returns a product.
     *
     * @param productId its id
     * @return the product, or null if there is none with this id
     */
    public @Nullable P product(long productId) {
        return section.state().products.get(productId);
    }

    /**
     * Tells whether there is a product.
     *
     * @param productId its id
     * @return whether there is one
     */
    public boolean containsProduct(long productId) {
        return section.state().products.containsKey(productId);
    }

    /**
     * Returns how many products there are.
     *
     * @return the count
     */
    public int productCount() {
        return section.state().products.size();
    }

    /**
     * Returns how many catalogs there are; one without ids does not exist.
     *
     * @return the count
     */
    public int catalogCount() {
        return section.state().catalogs.size();
    }

    /**
     * Tells whether a catalog has a product.
     *
     * @param catalogId the catalog
     * @param productId the product
     * @return whether the catalog exists and has it
     */
    public boolean catalogContains(long catalogId, long productId) {
        return section.state().catalogContains(catalogId, productId);
    }

    /**
     * Returns how many ids a catalog has.
     *
     * @param catalogId the catalog
     * @return the count, 0 if there is no such catalog
     */
    public int catalogSize(long catalogId) {
        return section.state().catalogSize(catalogId);
    }

    /**
     * Copies the ids of a catalog, in no particular order.
     *
     * @param catalogId the catalog
     * @return a new array, empty if there is no such catalog
     */
    public long[] productIds(long catalogId) {
        return section.state().productIds(catalogId);
    }

    /**
     * Copies the ids of the catalogs, in no particular order.
     *
     * @return a new array
     */
    public long[] catalogIds() {
        return section.state().catalogIds();
    }

    /**
     * Passes the ids of a catalog to an action, in no particular order.
     *
     * @param catalogId the catalog
     * @param action takes each id
     */
    public void forEachProductId(long catalogId, LongConsumer action) {
        Objects.requireNonNull(action, "action");
        section.state().forEachProductId(catalogId, action);
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
        visitor.visit(section.state(), catalogId, action);
    }

    /**
     * Passes all products to an action, in no particular order.
     *
     * @param action takes each id and its product
     */
    public void forEachProduct(LongObjConsumer<? super P> action) {
        Objects.requireNonNull(action, "action");
        section.state().products.forEach(action);
    }

    /**
     * Returns the number of the version that this section sees.
     *
     * @return the version number
     */
    public long version() {
        return section.version();
    }

    /**
     * Returns when that version was refreshed.
     *
     * @return the refresh time
     */
    public Instant refreshTime() {
        return section.refreshTime();
    }

    /**
     * Returns what was refreshed with that version, such as the offsets of a feed.
     *
     * @return the attachment, null if there is none
     */
    public @Nullable Object attachment() {
        return section.attachment();
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
