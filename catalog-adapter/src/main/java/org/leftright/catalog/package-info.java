/**
 * Products and product catalogs, read at full speed while batches of deltas change them.
 *
 * <p>A {@link org.leftright.catalog.ProductCatalog} keeps products by id and catalogs as sets of
 * product ids in one {@link org.leftright.LeftRight}, so that one refresh makes the changes to both
 * visible at once; memory consistency and progress are as the package {@code org.leftright} says. A
 * {@link org.leftright.catalog.KafkaCatalogFeed} keeps it up to date from Kafka; it needs {@code
 * kafka-clients}, the rest does not.
 */
@NullMarked
package org.leftright.catalog;

import org.jspecify.annotations.NullMarked;
