package org.leftright.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.leftright.LeftRight;
import org.leftright.LongObjConsumer;
import org.leftright.Stats;

/**
 * Products by id, and catalogs as sets of product ids, in one left-right: a refresh makes the
 * changes to both visible at once. Reads never wait nor lock; each write is O(1), however large a
 * catalog is.
 *
 * <pre>{@code
 * ProductCatalog<String> catalog = ProductCatalog.create();
 * catalog.applyBatch(
 *         batch -> {
 *             batch.upsertProduct(17, "tea");
 *             batch.addToCatalog(1, 17);
 *         });
 * catalog.product(17); // "tea"
 * catalog.read(view -> view.catalogContains(1, 17) ? view.product(17) : "none");
 * }</pre>
 *
 * <p>If the batches are consistent, no reader ever sees a catalog that names a product which the
 * same version does not have. Removing a product does not touch the catalogs: a consistent batch
 * removes it from them as well. A catalog without products is not there. Any {@code long} is an id.
 *
 * <p>Products are shared by both sides and all readers: they must be immutable, or replaced.
 *
 * <p>All methods may be called by any thread, and none but {@code applyBatch} waits. {@code
 * product}, {@code containsProduct}, {@code productCount} and {@code catalogCount} are lookups of
 * what is live now; those that look into a catalog enter a section each. For several reads of one
 * version use {@link #read} or {@link #reader}.
 *
 * @param <P> the products
 */
public final class ProductCatalog<P> {
    private final LeftRight<CatalogState<P>> leftRight;
    private final CatalogWriter<P> writer;

    private ProductCatalog(Builder<P> options) {
        this.leftRight =
                LeftRight.builder(
                                new CatalogState<P>(options.expectedProductCount),
                                CatalogState::copy)
                        .stallTimeout(options.stallTimeout)
                        .build();
        this.writer = new CatalogWriter<>(leftRight);
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
    public static <P> Builder<P> builder() {
        return new Builder<>();
    }

    /**
     * Options of a {@link ProductCatalog}.
     *
     * @param <P> the products
     */
    public static final class Builder<P> {
        private int expectedProductCount;
        private Duration stallTimeout = Duration.ofSeconds(1);

        private Builder() {}

        /**
         * How many products there is space for before the table grows.
         *
         * @param count zero or more; the default is zero
         * @return this
         */
        public Builder<P> expectedProducts(int count) {
            if (count < 0) {
                throw new IllegalArgumentException(
                        "the expected number of products must not be negative: " + count);
            }
            this.expectedProductCount = count;
            return this;
        }

        /**
         * How long a write waits for readers, see {@link
         * org.leftright.LeftRightBuilder#stallTimeout}.
         *
         * @param timeout zero or more; the default is one second
         * @return this
         */
        public Builder<P> stallTimeout(Duration timeout) {
            if (timeout.isNegative()) {
                throw new IllegalArgumentException(
                        "the stall timeout must not be negative: " + timeout);
            }
            this.stallTimeout = timeout;
            return this;
        }

        /**
         * Makes the catalog.
         *
         * @return a new, empty catalog
         */
        public ProductCatalog<P> build() {
            return new ProductCatalog<>(this);
        }
    }

    /**
     * Returns a product.
     *
     * @param productId its id
     * @return the product, or null
     */
    public @Nullable P product(long productId) {
        // The lambdas of lookups capture nothing, so each is one object for good.
        return leftRight.lookup(productId, (state, id) -> state.products.get(id));
    }

    /**
     * Tells whether a product is there.
     *
     * @param productId its id
     * @return whether it is there
     */
    public boolean containsProduct(long productId) {
        return product(productId) != null;
    }

    /**
     * Returns the number of products.
     *
     * @return the count
     */
    public int productCount() {
        return leftRight.lookupInt(state -> state.products.size());
    }

    /**
     * Returns the number of catalogs that have products.
     *
     * @return the count
     */
    public int catalogCount() {
        return leftRight.lookupInt(state -> state.catalogs.size());
    }

    /**
     * Tells whether a catalog has a product, in O(1).
     *
     * @param catalogId the catalog's id
     * @param productId the product's id
     * @return whether it has
     */
    public boolean catalogContains(long catalogId, long productId) {
        return leftRight.read(state -> state.catalogContains(catalogId, productId));
    }

    /**
     * Returns the number of products of a catalog.
     *
     * @param catalogId its id
     * @return the count, 0 if there is no such catalog
     */
    public int catalogSize(long catalogId) {
        return leftRight.read(state -> state.catalogSize(catalogId));
    }

    /**
     * Returns the ids of a catalog's products.
     *
     * @param catalogId its id
     * @return a new array, in no order
     */
    public long[] productIds(long catalogId) {
        return read(view -> view.productIds(catalogId));
    }

    /**
     * Visits the ids of a catalog's products, in no order, in a section.
     *
     * @param catalogId its id
     * @param action gets each id
     */
    public void forEachProductId(long catalogId, LongConsumer action) {
        read(
                view -> {
                    view.forEachProductId(catalogId, action);
                    return null;
                });
    }

    /**
     * Visits a catalog's products, in no order, in a section. Ids without a product are passed
     * over.
     *
     * @param catalogId its id
     * @param action gets each id and product
     */
    public void forEachProduct(long catalogId, LongObjConsumer<? super P> action) {
        read(
                view -> {
                    view.forEachProduct(catalogId, action);
                    return null;
                });
    }

    /**
     * Runs a function in a section: all its reads by the view see one version.
     *
     * @param fn gets the view, which is valid until it returns
     * @param <R> its result
     * @return what the function returned
     */
    public <R extends @Nullable Object> R read(Function<? super CatalogView<P>, ? extends R> fn) {
        return CatalogView.read(leftRight.enter(), fn);
    }

    /**
     * Makes a read handle for the current thread, with which sections cost a little less.
     *
     * @return a handle, to be closed by this thread
     */
    public CatalogReader<P> reader() {
        return new CatalogReader<>(leftRight.reader());
    }

    /**
     * Returns the writer: for any thread, writers exclude each other.
     *
     * @return the one writer
     */
    public CatalogWriter<P> writer() {
        return writer;
    }

    /**
     * Runs a function that writes, with all other writers shut out, and refreshes if it succeeds;
     * if it throws anything, takes its ops back. See {@link LeftRight#batch(Runnable)}.
     *
     * @param batch gets the writer
     * @return the number of the version that is live now
     * @throws IllegalStateException if ops are pending that are not of this batch, or as {@link
     *     LeftRight#batch(Runnable)} says
     */
    public long applyBatch(Consumer<? super CatalogWriter<P>> batch) {
        return leftRight.batch(() -> batch.accept(writer));
    }

    /**
     * As {@link #applyBatch(Consumer)}, and makes an attachment visible with the ops.
     *
     * @param attachment an immutable value, such as the offsets up to which a feed has been read
     * @param batch gets the writer
     * @return the number of the version that is live now
     * @throws IllegalStateException as {@link #applyBatch(Consumer)}
     */
    public long applyBatch(@Nullable Object attachment, Consumer<? super CatalogWriter<P>> batch) {
        return leftRight.batch(attachment, () -> batch.accept(writer));
    }

    /**
     * The number of the live version, greater with each refresh.
     *
     * @return the version number
     */
    public long version() {
        return leftRight.version();
    }

    /**
     * When the live version was refreshed.
     *
     * @return the refresh time
     */
    public Instant refreshTime() {
        return leftRight.refreshTime();
    }

    /**
     * What was refreshed with the live version.
     *
     * @return the attachment, null if there is none
     */
    public @Nullable Object attachment() {
        return leftRight.attachment();
    }

    /**
     * What has happened so far.
     *
     * @return the figures
     */
    public Stats stats() {
        return leftRight.stats();
    }

    @Override
    public String toString() {
        return "ProductCatalog[version="
                + version()
                + ", products="
                + productCount()
                + ", catalogs="
                + catalogCount()
                + "]";
    }
}
