/**
 * Products and catalogs of products in memory, and a feed that keeps them up to date from Kafka.
 *
 * <pre>
 *   topic of products ──┐                               ┌─► product(id), read(view -&gt; ...)
 *                       ├─► KafkaCatalogFeed ─► ProductCatalog
 *   topic of members  ──┘   (one refresh a batch)       └─► any number of reading threads
 * </pre>
 *
 * <h2>Without Kafka</h2>
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
 * <h2>From Kafka</h2>
 *
 * <pre>{@code
 * KafkaCatalogFeed<Product> feed =
 *         KafkaCatalogFeed.builder(catalog, new ProductDeserializer())
 *                 .bootstrapServers("kafka:9092")
 *                 .productsTopic("products")
 *                 .catalogTopic("catalog-members")
 *                 .build();
 * feed.start();
 * feed.awaitReady(Duration.ofMinutes(1));
 * }</pre>
 *
 * <p>Each process follows the topics for itself, without a consumer group, so that any number of
 * replicas end equal. {@code kafka-clients} is needed by the classes whose names begin with {@code
 * Kafka}, {@code Feed}, {@code Poison} or {@code CatalogOffsets} only.
 *
 * <h2>Memory consistency</h2>
 *
 * <ul>
 *   <li>What a thread does before it hands a product to a {@link
 *       org.leftright.catalog.CatalogWriter} happens-before a read that returns that product. For a
 *       feed, the same goes for what its deserializer does.
 *   <li>A refresh happens-before every read that sees its version or a later one; products,
 *       catalogs and the attachment of a version are seen together.
 *   <li>When the future of {@link org.leftright.catalog.KafkaCatalogFeed#ready()} completes, every
 *       read that starts afterwards sees what the topics held when the feed began.
 * </ul>
 *
 * <p>Both sides share the products, which must not change; each has its own sets of ids. So the
 * memory is that of two indexes and one set of products.
 */
@NullMarked
package org.leftright.catalog;

import org.jspecify.annotations.NullMarked;
