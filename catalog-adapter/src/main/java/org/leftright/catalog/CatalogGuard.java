// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import org.jspecify.annotations.Nullable;

/**
 * Decides whether a {@link org.leftright.kafka.KafkaCatalogFeed} may show what it has read. A topic
 * that was emptied, or created again and is still being filled, looks to the feed like any other;
 * only its user knows that the shop cannot have lost its products overnight. As long as a guard
 * objects, readers go on with the version that they have: see {@link
 * org.leftright.kafka.KafkaCatalogFeedBuilder#contentGuard}.
 *
 * <pre>{@code
 * KafkaCatalogFeed<Product> feed =
 *         KafkaCatalogFeed.builder(catalog, new ProductDeserializer())
 *                 .bootstrapServers("kafka:9092")
 *                 .productsTopic("products")
 *                 .contentGuard(CatalogGuard.<Product>atLeast(1_000).and(CatalogGuard.keeping(0.8)))
 *                 .build();
 * feed.status().hold();   // null: nothing is held back
 * feed.close();           // it was never started
 * }</pre>
 *
 * @param <P> the products
 */
@FunctionalInterface
public interface CatalogGuard<P> {
    /**
     * Says what is wrong with the version that would become visible next. Called by the feed's
     * thread before each refresh, and again every second while it objects, so it should be quick;
     * it must not write. What it throws counts as an objection.
     *
     * @param before what readers see
     * @param next what they would see; its {@code attachment} is that of {@code before}. Valid, as
     *     all arguments are, until this returns
     * @param changes the difference: each product and entry once. Visiting it costs as much as the
     *     records did, or, when the topics were read from the beginning, as a walk over everything
     * @return the objection, for the log and the status; null if the version may be shown
     */
    @Nullable String objection(
            CatalogView<P> before, CatalogView<P> next, CatalogChanges<P> changes);

    /**
     * Objects to a version with fewer products than this: the only one of the ready-made guards
     * that objects to an empty topic at the first start of all, when there is nothing to compare
     * with. Costs nothing.
     *
     * @param productCount one or more
     * @param <P> the products
     * @return a guard
     */
    static <P> CatalogGuard<P> atLeast(int productCount) {
        if (productCount < 1) {
            throw new IllegalArgumentException("atLeast must be 1 or more: " + productCount);
        }
        return (before, next, changes) ->
                next.productCount() >= productCount
                        ? null
                        : next.productCount() + " products, fewer than " + productCount;
    }

    /**
     * Objects to a version that has kept less than a share of the number of products, or of catalog
     * entries, that readers see now. A topic that shrinks step by step, each by less than that, is
     * not noticed. Costs nothing for products; for entries a walk over those that have changed, and
     * if any was taken away, one over the catalogs.
     *
     * @param share more than 0 and at most 1: with 0.8, a fifth may go at once
     * @param <P> the products
     * @return a guard
     */
    static <P> CatalogGuard<P> keeping(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "keeping must be more than 0 and at most 1: " + share);
        }
        return (before, next, changes) -> KeptShare.objection(share, before, next, changes);
    }

    /**
     * Combines two guards.
     *
     * @param other is asked if this one has no objection
     * @return a guard that objects if either does
     */
    default CatalogGuard<P> and(CatalogGuard<P> other) {
        return (before, next, changes) -> {
            String objection = objection(before, next, changes);
            return objection != null ? objection : other.objection(before, next, changes);
        };
    }
}
