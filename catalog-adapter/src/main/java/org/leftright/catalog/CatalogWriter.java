// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import java.time.Duration;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.leftright.GroupIdSets;
import org.leftright.GroupLongMap;
import org.leftright.GroupWriteHandle;
import org.leftright.IdSetsWriteHandle;
import org.leftright.LeftRightGroup;
import org.leftright.LongWriteHandle;

/**
 * Writes to a {@link ProductCatalog}. What is written is pending until a refresh makes all of it
 * visible at once; the reads of this handle see the pending state.
 *
 * <p>Any thread may call any method; writers exclude each other, and share one pending batch,
 * unless {@link ProductCatalog#applyBatch} is used. Each op costs O(1), or O(ids given to it),
 * whatever the size of the catalog; one that changes nothing is no op. The first write after a
 * refresh may wait for readers that still hold the hidden side, at most the stall timeout.
 *
 * <p>Products and catalogs do not know of each other: removing a product leaves its id in the
 * catalogs that name it, and an id may be added before its product. A batch that wants readers
 * never to meet such an id must change both.
 *
 * @param <P> the products
 */
public final class CatalogWriter<P> {
    private final GroupWriteHandle group;
    private final LongWriteHandle<P> products;
    private final IdSetsWriteHandle catalogs;

    private final GroupLongMap<P> productsOfGroup;
    private final GroupIdSets catalogsOfGroup;

    CatalogWriter(LeftRightGroup group, GroupLongMap<P> products, GroupIdSets catalogs) {
        this.group = group.writer();
        this.products = products.writer();
        this.catalogs = catalogs.writer();
        this.productsOfGroup = products;
        this.catalogsOfGroup = catalogs;
    }

    /**
     * Puts a product in, or another in its place.
     *
     * @param productId its id
     * @param product the product: immutable, or never edited in place
     * @return the pending product with this id before, or null
     * @throws NullPointerException if the product is null
     */
    public @Nullable P upsertProduct(long productId, P product) {
        Objects.requireNonNull(
                product, "the product is null: to take one away, call removeProduct(id)");
        return products.put(productId, product);
    }

    /**
     * Takes a product away. Catalogs that name it keep its id.
     *
     * @param productId its id
     * @return the pending product with this id before, or null
     */
    public @Nullable P removeProduct(long productId) {
        return products.remove(productId);
    }

    /**
     * Adds an id to a catalog, which comes into being with its first id.
     *
     * @param catalogId the catalog
     * @param productId the id
     * @return whether the catalog did not have it
     */
    public boolean addToCatalog(long catalogId, long productId) {
        return catalogs.add(catalogId, productId);
    }

    /**
     * Removes an id from a catalog, which ceases to exist with its last id.
     *
     * @param catalogId the catalog
     * @param productId the id
     * @return whether the catalog had it
     */
    public boolean removeFromCatalog(long catalogId, long productId) {
        return catalogs.remove(catalogId, productId);
    }

    /**
     * Gives a catalog the ids of an array in place of those it has. An empty array removes the
     * catalog; duplicates count once.
     *
     * @param catalogId the catalog
     * @param productIds the ids; not kept
     * @return whether the catalog existed
     */
    public boolean replaceCatalog(long catalogId, long[] productIds) {
        Objects.requireNonNull(
                productIds, "the ids are null: to take a catalog away, call removeCatalog(id)");
        return catalogs.replace(catalogId, productIds);
    }

    /**
     * Takes a catalog away, with all its ids. The products stay.
     *
     * @param catalogId the catalog
     * @return whether it existed
     */
    public boolean removeCatalog(long catalogId) {
        return catalogs.removeAll(catalogId);
    }

    /** Takes all products and catalogs away. */
    public void clear() {
        group.clear();
    }

    /**
     * Returns a product of the pending state.
     *
     * @param productId its id
     * @return the product, or null if there is none with this id
     */
    public @Nullable P product(long productId) {
        return products.get(productId);
    }

    /**
     * Tells whether a catalog of the pending state has a product.
     *
     * @param catalogId the catalog
     * @param productId the product
     * @return whether the catalog exists and has it
     */
    public boolean catalogContains(long catalogId, long productId) {
        return catalogs.contains(catalogId, productId);
    }

    /**
     * Returns how many ops have been written since the last refresh.
     *
     * @return the count
     */
    public int pendingOpCount() {
        return group.pendingOpCount();
    }

    /**
     * Shows what a refresh would make visible, and how it differs from what is live, with all other
     * writers shut out; see {@link GroupWriteHandle#preview}.
     *
     * @param fn gets the view and the changes, valid until it returns; it must not write
     * @param <R> its result
     * @return what the function returned
     */
    public <R extends @Nullable Object> R preview(
            BiFunction<? super CatalogView<P>, ? super CatalogChanges<P>, ? extends R> fn) {
        Objects.requireNonNull(fn, "fn");
        return group.<R>preview(
                (view, changes) ->
                        fn.apply(
                                new CatalogView<>(view, productsOfGroup, catalogsOfGroup),
                                new CatalogChanges<>(changes, productsOfGroup, catalogsOfGroup)));
    }

    /**
     * Makes the pending ops visible, all at once.
     *
     * @return the number of the version that is live now
     * @throws IllegalStateException from inside a section of this thread, or a batch
     */
    public long refresh() {
        return group.refresh();
    }

    /**
     * Makes the pending ops visible, all at once and together with an attachment.
     *
     * @param attachment an immutable value, such as offsets
     * @return the number of the version that is live now
     * @throws IllegalStateException from inside a section of this thread, or a batch
     */
    public long refresh(@Nullable Object attachment) {
        return group.refresh(attachment);
    }

    /**
     * Refreshes, like {@link #refresh()}, unless another thread holds the writers' lock. Never
     * waits.
     *
     * @return whether the refresh was made, even if nothing was pending
     * @throws IllegalStateException from inside a section of this thread, or a batch
     */
    public boolean tryRefresh() {
        return group.tryRefresh();
    }

    /**
     * Takes back all pending ops. Costs as much as they did, and as much as the live size of each
     * catalog that was replaced or removed, counted once however often it was; after a clear, as
     * much as a copy of everything.
     *
     * @return how many ops were taken back
     * @throws IllegalStateException from inside a batch
     */
    public int discard() {
        return group.discard();
    }

    /**
     * Waits until no reader holds the hidden side any more and brings that side up to date, so that
     * what the last refresh removed is not kept until the next write.
     *
     * @param limit how long to wait
     * @return whether both sides are equal now, but for pending ops
     */
    public boolean settle(Duration limit) {
        Objects.requireNonNull(limit, "limit");
        return group.settle(limit);
    }
}
