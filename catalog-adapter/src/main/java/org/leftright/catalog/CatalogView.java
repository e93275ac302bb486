package org.leftright.catalog;

import java.time.Instant;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.agrona.collections.LongHashSet;
import org.jspecify.annotations.Nullable;
import org.leftright.LongObjConsumer;
import org.leftright.Section;

/**
 * What a section sees of a {@link ProductCatalog}: one version, whole. Valid until the section
 * ends, in its thread; products and arrays that it returns stay valid. No method waits; each throws
 * {@link IllegalStateException} after the section.
 *
 * @param <P> the products
 */
public final class CatalogView<P> {
    private final Section<CatalogState<P>> section;

    private CatalogView(Section<CatalogState<P>> section) {
        this.section = section;
    }

    static <P, R extends @Nullable Object> R read(
            Section<CatalogState<P>> entered, Function<? super CatalogView<P>, ? extends R> fn) {
        try (entered) {
            return fn.apply(new CatalogView<>(entered));
        }
    }

    /**
     * Returns a product.
     *
     * @param productId its id
     * @return the product, or null
     */
    public @Nullable P product(long productId) {
        return section.state().products.get(productId);
    }

    /**
     * Tells whether a product is there.
     *
     * @param productId its id
     * @return whether it is there
     */
    public boolean containsProduct(long productId) {
        return section.state().products.containsKey(productId);
    }

    /**
     * Returns the number of products.
     *
     * @return the count
     */
    public int productCount() {
        return section.state().products.size();
    }

    /**
     * Returns the number of catalogs that have products.
     *
     * @return the count
     */
    public int catalogCount() {
        return section.state().catalogs.size();
    }

    /**
     * Tells whether a catalog has a product, in O(1).
     *
     * @param catalogId the catalog's id
     * @param productId the product's id
     * @return whether it has
     */
    public boolean catalogContains(long catalogId, long productId) {
        return section.state().catalogContains(catalogId, productId);
    }

    /**
     * Returns the number of products of a catalog.
     *
     * @param catalogId its id
     * @return the count, 0 if there is no such catalog
     */
    public int catalogSize(long catalogId) {
        return section.state().catalogSize(catalogId);
    }

    /**
     * Returns the ids of a catalog's products.
     *
     * @param catalogId its id
     * @return a new array, in no order
     */
    public long[] productIds(long catalogId) {
        LongHashSet set = section.state().catalogs.get(catalogId);
        if (set == null) {
            return new long[0];
        }
        long[] ids = new long[set.size()];
        LongHashSet.LongIterator next = set.iterator();
        for (int i = 0; i < ids.length; i++) {
            ids[i] = next.nextValue();
        }
        return ids;
    }

    /**
     * Visits the ids of a catalog's products, in no order.
     *
     * @param catalogId its id
     * @param action gets each id
     */
    public void forEachProductId(long catalogId, LongConsumer action) {
        LongHashSet set = section.state().catalogs.get(catalogId);
        if (set != null) {
            LongHashSet.LongIterator ids = set.iterator();
            while (ids.hasNext()) {
                action.accept(ids.nextValue());
            }
        }
    }

    /**
     * Visits a catalog's products, in no order. Ids without a product are passed over.
     *
     * @param catalogId its id
     * @param action gets each id and product
     */
    public void forEachProduct(long catalogId, LongObjConsumer<? super P> action) {
        forEachProductId(
                catalogId,
                id -> {
                    P product = product(id);
                    if (product != null) {
                        action.accept(id, product);
                    }
                });
    }

    /**
     * Visits all products, in no order.
     *
     * @param action gets each id and product
     */
    public void forEachProduct(LongObjConsumer<? super P> action) {
        section.state().products.forEach(action);
    }

    /**
     * Visits the ids of all catalogs, in no order.
     *
     * @param action gets each id
     */
    public void forEachCatalogId(LongConsumer action) {
        section.state().catalogs.forEach((id, set) -> action.accept(id));
    }

    /**
     * The number of the version that this section sees.
     *
     * @return the version number
     */
    public long version() {
        return section.version();
    }

    /**
     * When the version that this section sees was refreshed.
     *
     * @return the refresh time
     */
    public Instant refreshTime() {
        return section.refreshTime();
    }

    /**
     * What was refreshed with the version that this section sees.
     *
     * @return the attachment, null if there is none
     */
    public @Nullable Object attachment() {
        return section.attachment();
    }
}
