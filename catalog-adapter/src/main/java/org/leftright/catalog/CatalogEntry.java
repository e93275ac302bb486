// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

/**
 * What the key of a catalog record stands for: a product in a catalog. Comparable, so that a hash
 * map finds entries that collide, whoever chose their ids.
 *
 * @param catalogId the catalog
 * @param productId the product
 */
public record CatalogEntry(long catalogId, long productId) implements Comparable<CatalogEntry> {
    @Override
    public int compareTo(CatalogEntry other) {
        int byCatalog = Long.compare(catalogId, other.catalogId);
        return byCatalog != 0 ? byCatalog : Long.compare(productId, other.productId);
    }
}
