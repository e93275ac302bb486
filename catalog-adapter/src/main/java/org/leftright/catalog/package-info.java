// SPDX-License-Identifier: Apache-2.0
/**
 * Products, and catalogs of products, in memory: the two maps of a shop as one state, so that a
 * batch that changes both becomes visible whole.
 *
 * <pre>{@code
 * ProductCatalog<Product> catalog = ProductCatalog.create();
 * catalog.applyBatch(batch -> {
 *     batch.upsertProduct(17, tea);
 *     batch.addToCatalog(1, 17);
 * });
 * Product product = catalog.product(17);
 * }</pre>
 *
 * <p>Nothing here needs Kafka. A feed that keeps a catalog equal to topics is in {@link
 * org.leftright.kafka}.
 *
 * <h2>Seeing inside</h2>
 *
 * <p>{@link org.leftright.catalog.ProductCatalog#stats()} gives all figures at once. With
 * Micrometer on the path, {@code LeftRightMetrics} makes meters of them, also of those of core's
 * maps; nothing else here needs it.
 *
 * <h2>Memory consistency</h2>
 *
 * <ul>
 *   <li>What a thread does before it hands a product to a {@link
 *       org.leftright.catalog.CatalogWriter} happens-before a read that returns that product.
 *   <li>A refresh happens-before every read that sees its version or a later one; products,
 *       catalogs and the attachment of a version are seen together.
 * </ul>
 *
 * <p>Both sides share the products, which must not change; each has its own sets of ids. So the
 * memory is that of two indexes and one set of products.
 */
@NullMarked
package org.leftright.catalog;

import org.jspecify.annotations.NullMarked;
