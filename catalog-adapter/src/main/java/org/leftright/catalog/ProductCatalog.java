// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.leftright.BatchBody;
import org.leftright.GroupChanges;
import org.leftright.GroupIdSets;
import org.leftright.GroupLongMap;
import org.leftright.GroupView;
import org.leftright.LeftRight;
import org.leftright.LeftRightGroup;
import org.leftright.LongObjConsumer;
import org.leftright.Stats;

/**
 * Products by id, and catalogs as sets of product ids, in one version: a batch that changes both
 * becomes visible whole or not at all. Readers never wait; a batch costs as much as its ops, and an
 * op O(1) whatever the size of the catalog it changes.
 *
 * <pre>{@code
 * ProductCatalog<Product> catalog = ProductCatalog.create();
 * catalog.applyBatch(batch -> {
 *     batch.upsertProduct(17, tea);
 *     batch.addToCatalog(1, 17);
 * });
 * catalog.product(17);
 * catalog.forEachProduct(1, (id, product) -> render(product));
 * catalog.read(view -> view.catalogSize(1) * 100 / view.productCount());
 * }</pre>
 *
 * <p>Products must be immutable, or replaced and never edited in place. Ids may be any long. A
 * catalog exists as long as it has an id: {@link #catalogSize} of any other is 0.
 *
 * <p>Products and catalogs do not know of each other. Removing a product leaves its id in the
 * catalogs that name it, so a consistent batch removes it there as well. If every batch is
 * consistent, then no section ever sees a catalog that names a product which its version does not
 * have. Visits of a catalog's products leave out ids without a product.
 *
 * <p>All methods may be called by any thread. Reads never wait; of the others, {@code applyBatch}
 * waits as {@link LeftRight#write} does. {@code product}, {@code containsProduct}, {@code
 * catalogContains}, {@code catalogSize}, {@code productCount} and {@code catalogCount} are lookups
 * of what is live now; every other read enters a section, which sees one version. Inside another
 * section that was entered without a handle, it sees the version of that one. For several reads of
 * one version use {@link #read}, or {@link #snapshot} to keep a version beyond a section.
 *
 * <p>Costs: two indexes in memory, one set of products; O(1) a lookup, a membership test and a
 * count; O(size) a visit or copy of a catalog. Lookups and {@link #read} allocate nothing. A visit
 * allocates less than 100 bytes, whatever its size. Copies and snapshots allocate what they return.
 *
 * @param <P> the products
 */
public final class ProductCatalog<P> {
    private final LeftRightGroup group;
    private final GroupLongMap<P> products;
    private final GroupIdSets catalogs;
    private final CatalogWriter<P> writer;
    private final Function<GroupView, CatalogView<P>> views;

    ProductCatalog(LeftRightGroup group, GroupLongMap<P> products, GroupIdSets catalogs) {
        this.group = group;
        this.products = products;
        this.catalogs = catalogs;
        this.writer = new CatalogWriter<>(group, products, catalogs);
        this.views = this::viewOf;
    }

    /**
     * Makes an empty catalog with the default options.
     *
     * @param <P> the products
     * @return a new catalog
     */
    public static <P> ProductCatalog<P> create() {
        return ProductCatalog.<P>builder().build();
    }

    /**
     * Begins to make a catalog with options.
     *
     * @param <P> the products
     * @return a builder
     */
    public static <P> ProductCatalogBuilder<P> builder() {
        return new ProductCatalogBuilder<>();
    }

    // ---------------------------------------------------------------- readers

    /**
     * Returns a product. The cheapest read: a lookup, without a store or a fence on x86.
     *
     * @param productId its id
     * @return the product, or null if there is none with this id
     */
    public @Nullable P product(long productId) {
        return products.get(productId);
    }

    /**
     * Tells whether there is a product, by a lookup.
     *
     * @param productId its id
     * @return whether there is one
     */
    public boolean containsProduct(long productId) {
        return products.containsKey(productId);
    }

    /**
     * Returns how many products there are, by a lookup.
     *
     * @return the count
     */
    public int productCount() {
        return products.size();
    }

    /**
     * Returns how many catalogs there are, by a lookup.
     *
     * @return the count
     */
    public int catalogCount() {
        return catalogs.keyCount();
    }

    /**
     * Tells whether a catalog has a product, by a lookup.
     *
     * @param catalogId the catalog
     * @param productId the product
     * @return whether the catalog exists and has it
     */
    public boolean catalogContains(long catalogId, long productId) {
        return catalogs.contains(catalogId, productId);
    }

    /**
     * Returns how many ids a catalog has, by a lookup.
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
        return this.<long[]>read(view -> view.productIds(catalogId));
    }

    /**
     * Passes the ids of a catalog to an action, in no particular order, all of one version.
     *
     * @param catalogId the catalog
     * @param action takes each id, inside the section
     */
    public void forEachProductId(long catalogId, LongConsumer action) {
        Objects.requireNonNull(action, "action");
        read(
                view -> {
                    view.forEachProductId(catalogId, action);
                    return null;
                });
    }

    /**
     * Passes the products of a catalog to an action, in no particular order, all of one version.
     * Ids without a product are left out.
     *
     * @param catalogId the catalog
     * @param action takes each id and its product, inside the section
     */
    public void forEachProduct(long catalogId, LongObjConsumer<? super P> action) {
        Objects.requireNonNull(action, "action");
        read(
                view -> {
                    view.forEachProduct(catalogId, action);
                    return null;
                });
    }

    /**
     * Runs a function in a section: all its reads see one version. From any thread, virtual ones
     * included. Such sections nest, and a nested one sees the version of the outermost; those of
     * handles are apart.
     *
     * @param fn gets the view, which is valid until the function returns
     * @param <R> its result
     * @return what the function returned
     */
    public <R extends @Nullable Object> R read(Function<? super CatalogView<P>, ? extends R> fn) {
        Objects.requireNonNull(fn, "fn");
        return group.read(views, fn);
    }

    /**
     * Keeps the products and catalogs that are live now (inside a section of this thread that was
     * entered without a handle: those that the section sees) as a view that never changes, for any
     * thread and for as long as it is kept. O(1); the writer pays: the first write after the
     * refresh that hides this version clones the live side instead of reusing this one.
     *
     * @return the view
     */
    public CatalogView<P> snapshot() {
        return new CatalogView<>(group.snapshot(), products, catalogs);
    }

    /**
     * Makes a read handle for the current thread, with which sections cost a little less.
     *
     * @return a handle, to be closed by this thread
     */
    public CatalogReader<P> reader() {
        return new CatalogReader<>(group.reader(), views);
    }

    // ---------------------------------------------------------------- writers

    /**
     * Returns the write handle.
     *
     * @return the handle, for any thread
     */
    public CatalogWriter<P> writer() {
        return writer;
    }

    /**
     * Runs a function that writes, with all other writers shut out, and refreshes if it succeeds;
     * if it throws anything, takes back what it wrote. Ops that are pending when it begins become
     * visible with it, or, if it fails, stay pending as they are.
     *
     * @param batch gets the write handle
     * @return the number of the version that is live now
     * @throws IllegalStateException from inside another batch or a section of this thread
     * @throws java.util.concurrent.CompletionException with its cause, if the function throws a
     *     checked exception
     */
    public long applyBatch(BatchBody<? super CatalogWriter<P>> batch) {
        Objects.requireNonNull(batch, "batch");
        return group.writer().batch(unused -> batch.write(writer));
    }

    /**
     * Runs a batch, like {@link #applyBatch(BatchBody)}, and makes an attachment visible with it.
     *
     * @param attachment an immutable value, such as offsets
     * @param batch gets the write handle
     * @return the number of the version that is live now
     * @throws IllegalStateException as {@link #applyBatch(BatchBody)}
     * @throws java.util.concurrent.CompletionException with its cause, if the function throws a
     *     checked exception
     */
    public long applyBatch(@Nullable Object attachment, BatchBody<? super CatalogWriter<P>> batch) {
        Objects.requireNonNull(batch, "batch");
        return group.writer().batch(attachment, unused -> batch.write(writer));
    }

    // ---------------------------------------------------------------- the group below

    /**
     * Returns the group that the catalog stands on, for code that works with groups, such as a
     * feed. Its members are {@link #products} and {@link #catalogs}, its versions are the
     * catalog's.
     *
     * @return the group
     */
    public LeftRightGroup group() {
        return group;
    }

    /**
     * Returns the products as a member of the group.
     *
     * @return the member
     */
    public GroupLongMap<P> products() {
        return products;
    }

    /**
     * Returns the catalogs, as sets of product ids, as a member of the group.
     *
     * @return the member
     */
    public GroupIdSets catalogs() {
        return catalogs;
    }

    /**
     * Shows a view of the group as one of the catalog.
     *
     * @param view a view of {@link #group}
     * @return the same version, valid as long as the view is
     */
    public CatalogView<P> viewOf(GroupView view) {
        return new CatalogView<>(view, products, catalogs);
    }

    /**
     * Shows the changes of the group as those of the catalog.
     *
     * @param changes changes of {@link #group}
     * @return the same changes, valid as long as they are
     */
    public CatalogChanges<P> changesOf(GroupChanges changes) {
        return new CatalogChanges<>(changes, products, catalogs);
    }

    // ---------------------------------------------------------------- about the live version

    /**
     * Returns the number of the live version.
     *
     * @return 0 at first, greater by one with each refresh that had anything to make visible
     */
    public long version() {
        return group.version();
    }

    /**
     * Returns when the live version was refreshed.
     *
     * @return the refresh time
     */
    public Instant refreshTime() {
        return group.refreshTime();
    }

    /**
     * Returns what was refreshed with the live version, such as the offsets of a feed.
     *
     * @return the attachment, null if there is none
     */
    public @Nullable Object attachment() {
        return group.attachment();
    }

    /**
     * Returns what has happened so far.
     *
     * @return the figures
     */
    public Stats stats() {
        return group.stats();
    }

    @Override
    public String toString() {
        return "ProductCatalog[version "
                + version()
                + ", "
                + productCount()
                + " products, "
                + catalogCount()
                + " catalogs]";
    }
}
