// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import org.jspecify.annotations.Nullable;
import org.leftright.GroupChanges;
import org.leftright.GroupIdSets;
import org.leftright.GroupLongMap;
import org.leftright.IdSetChanges;
import org.leftright.LongChanges;

/**
 * What one refresh has changed in a {@link ProductCatalog}: each product and each id of a catalog
 * once, however many ops there were; see {@link org.leftright.Changes} for what it costs. Valid
 * while the listener is called, in the thread that calls it.
 *
 * @param <P> the products
 */
public final class CatalogChanges<P> {
    private final GroupChanges changes;
    private final GroupLongMap<P> products;
    private final GroupIdSets catalogs;

    CatalogChanges(GroupChanges changes, GroupLongMap<P> products, GroupIdSets catalogs) {
        this.changes = changes;
        this.products = products;
        this.catalogs = catalogs;
    }

    /**
     * Visits the products that are others than before, new or gone, in no particular order.
     *
     * @param visitor gets the id, the product before or null, and the product now or null
     * @throws IllegalStateException after the listener has returned, or in another thread
     */
    public void forEachProduct(LongChanges.Visitor<? super P> visitor) {
        changes.of(products).forEach(visitor);
    }

    /**
     * Visits the ids that catalogs have got or lost, in no particular order.
     *
     * @param visitor gets the catalog, the product's id, and whether the catalog has it now
     * @throws IllegalStateException after the listener has returned, or in another thread
     */
    public void forEachEntry(IdSetChanges.Visitor visitor) {
        changes.of(catalogs).forEach(visitor);
    }

    /**
     * Returns the number of the version that the refresh has made live.
     *
     * @return the version number
     */
    public long version() {
        return changes.version();
    }

    /**
     * Returns what was refreshed with that version, such as the offsets of a feed.
     *
     * @return the attachment, null if there is none
     */
    public @Nullable Object attachment() {
        return changes.attachment();
    }
}
