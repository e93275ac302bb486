// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

/** One decoded record: what it does to a catalog. Done twice, it changes nothing more. */
interface FeedChange<P> {
    /** Writes the change; it is pending then. */
    void applyTo(CatalogWriter<P> writer);

    /** What it changes: a later change of an equal target makes this one superfluous. */
    default Object target() {
        throw new UnsupportedOperationException("changes more than one thing");
    }

    /** A product with a value. */
    record Upsert<P>(long productId, P product) implements FeedChange<P> {
        @Override
        public void applyTo(CatalogWriter<P> writer) {
            writer.upsertProduct(productId, product);
        }

        @Override
        public Object target() {
            return productId;
        }
    }

    /** A product's tombstone. */
    record Remove<P>(long productId) implements FeedChange<P> {
        @Override
        public void applyTo(CatalogWriter<P> writer) {
            writer.removeProduct(productId);
        }

        @Override
        public Object target() {
            return productId;
        }
    }

    /** A catalog entry, or its tombstone. */
    record Member<P>(CatalogEntry entry, boolean present) implements FeedChange<P> {
        @Override
        public void applyTo(CatalogWriter<P> writer) {
            if (present) {
                writer.addToCatalog(entry.catalogId(), entry.productId());
            } else {
                writer.removeFromCatalog(entry.catalogId(), entry.productId());
            }
        }

        @Override
        public Object target() {
            return entry;
        }
    }

    /** All entries of a catalog. */
    final class Members<P> implements FeedChange<P> {
        private final long catalogId;
        private final long[] productIds;

        Members(long catalogId, long[] productIds) {
            this.catalogId = catalogId;
            this.productIds = productIds;
        }

        @Override
        public void applyTo(CatalogWriter<P> writer) {
            writer.replaceCatalog(catalogId, productIds);
        }
    }

    /** The end of a batch; changes nothing. */
    record Marker<P>(long number) implements FeedChange<P> {
        @Override
        public void applyTo(CatalogWriter<P> writer) {}

        @Override
        public Object target() {
            return Marker.class; // nothing, for a feed without markers
        }
    }
}
