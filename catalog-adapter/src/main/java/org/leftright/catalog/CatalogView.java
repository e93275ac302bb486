// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import java.time.Instant;
import java.util.Objects;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.leftright.LongObjConsumer;
import org.leftright.Section;
import org.leftright.Snapshot;

/**
 * One version of the products and catalogs of a {@link ProductCatalog}, whole: what a section sees,
 * or a snapshot. The products, arrays and numbers that it returns stay valid. No method waits.
 *
 * <p>The view of a section is valid until the section ends, in the thread that entered it; later,
 * or in another thread, every method throws {@link IllegalStateException}. The view of a {@link
 * #snapshot} is valid for as long as it is kept, in any thread.
 *
 * @param <P> the products
 */
public final class CatalogView<P> {
    /** Null if this is a snapshot. */
    private final @Nullable Section<CatalogState<P>> section;

    /** Null if this is the view of a section. */
    private final @Nullable Snapshot<CatalogState<P>> snapshot;

    /** Of the section's thread; null if this is a snapshot, which any number of threads read. */
    private final @Nullable ProductVisitor<P> visitor;

    CatalogView(Section<CatalogState<P>> section) {
        this.section = section;
        this.snapshot = null;
        this.visitor = new ProductVisitor<>();
    }

    CatalogView(Snapshot<CatalogState<P>> snapshot) {
        this.section = null;
        this.snapshot = snapshot;
        this.visitor = null;
    }

    private CatalogState<P> state() {
        return section != null ? section.state() : kept().state();
    }

    private Snapshot<CatalogState<P>> kept() {
        return Objects.requireNonNull(snapshot);
    }

    /**
     * Keeps this version beyond the section; see {@link ProductCatalog#snapshot()} for what that
     * costs the writer.
     *
     * @return a view that never changes, for any thread; this one if it is such a view
     */
    public CatalogView<P> snapshot() {
        return section != null ? new CatalogView<>(section.snapshot()) : this;
    }

    /**
     * Returns a product.
     *
     * @param productId its id
     * @return the product, or null if there is none with this id
     */
    public @Nullable P product(long productId) {
        return state().products.get(productId);
    }

    /**
     * Tells whether there is a product.
     *
     * @param productId its id
     * @return whether there is one
     */
    public boolean containsProduct(long productId) {
        return state().products.containsKey(productId);
    }

    /**
     * Returns how many products there are.
     *
     * @return the count
     */
    public int productCount() {
        return state().products.size();
    }

    /**
     * Returns how many catalogs there are; one without ids does not exist.
     *
     * @return the count
     */
    public int catalogCount() {
        return state().catalogs.size();
    }

    /**
     * Tells whether a catalog has a product.
     *
     * @param catalogId the catalog
     * @param productId the product
     * @return whether the catalog exists and has it
     */
    public boolean catalogContains(long catalogId, long productId) {
        return state().catalogContains(catalogId, productId);
    }

    /**
     * Returns how many ids a catalog has.
     *
     * @param catalogId the catalog
     * @return the count, 0 if there is no such catalog
     */
    public int catalogSize(long catalogId) {
        return state().catalogSize(catalogId);
    }

    /**
     * Copies the ids of a catalog, in no particular order.
     *
     * @param catalogId the catalog
     * @return a new array, empty if there is no such catalog
     */
    public long[] productIds(long catalogId) {
        return state().productIds(catalogId);
    }

    /**
     * Copies the ids of the catalogs, in no particular order.
     *
     * @return a new array
     */
    public long[] catalogIds() {
        return state().catalogIds();
    }

    /**
     * Passes the ids of a catalog to an action, in no particular order.
     *
     * @param catalogId the catalog
     * @param action takes each id
     */
    public void forEachProductId(long catalogId, LongConsumer action) {
        Objects.requireNonNull(action, "action");
        state().forEachProductId(catalogId, action);
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
        (visitor != null ? visitor : new ProductVisitor<P>()).visit(state(), catalogId, action);
    }

    /**
     * Passes all products to an action, in no particular order.
     *
     * @param action takes each id and its product
     */
    public void forEachProduct(LongObjConsumer<? super P> action) {
        Objects.requireNonNull(action, "action");
        state().products.forEach(action);
    }

    /**
     * Returns the number of the version.
     *
     * @return the version number
     */
    public long version() {
        return section != null ? section.version() : kept().version();
    }

    /**
     * Returns when the version was refreshed.
     *
     * @return the refresh time
     */
    public Instant refreshTime() {
        return section != null ? section.refreshTime() : kept().refreshTime();
    }

    /**
     * Returns what was refreshed with the version, such as the offsets of a feed.
     *
     * @return the attachment, null if there is none
     */
    public @Nullable Object attachment() {
        return section != null ? section.attachment() : kept().attachment();
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
