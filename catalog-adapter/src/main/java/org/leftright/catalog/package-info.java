// SPDX-License-Identifier: Apache-2.0
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
 * try (KafkaCatalogFeed<Product> feed =
 *         KafkaCatalogFeed.builder(catalog, new ProductDeserializer())
 *                 .bootstrapServers("kafka:9092")
 *                 .productsTopic("products")
 *                 .catalogTopic("catalog-entries")
 *                 .build()) {
 *     feed.start();
 *     feed.awaitReady(Duration.ofMinutes(1));
 *     serve(catalog);
 * }
 * }</pre>
 *
 * <p>For other topics and other maps, a {@link org.leftright.catalog.KafkaFeed} keeps the members
 * of a {@link org.leftright.LeftRightGroup} equal to any number of topics; what follows goes for
 * both.
 *
 * <table border="1">
 *   <caption>When to refresh</caption>
 *   <tr><th>option</th><th>what readers see at once</th><th>for</th></tr>
 *   <tr><td>{@code refreshEachPoll()}</td>
 *       <td>what one poll returned, as soon as there is no more to read</td>
 *       <td>deltas that do not depend on each other</td></tr>
 *   <tr><td>{@code refreshEvery(interval)}</td>
 *       <td>the polls of an interval</td>
 *       <td>a steady stream: fewer refreshes, and each costs as its deltas</td></tr>
 *   <tr><td>{@code refreshEveryRecords(count)}</td>
 *       <td>the polls that bring so many records</td>
 *       <td>loads that come in bulk; with an interval too, for the rest</td></tr>
 *   <tr><td>{@code refreshOnMarker()}</td>
 *       <td>a whole batch of the producer, over all topics and partitions</td>
 *       <td>deltas that belong together; the producer writes the
 *       {@linkplain org.leftright.catalog.BatchMarker markers}</td></tr>
 * </table>
 *
 * <table border="1">
 *   <caption>What may go wrong, and what the feed does</caption>
 *   <tr><th>what</th><th>readers</th><th>the feed</th></tr>
 *   <tr><td>no broker at the start</td><td>see what the catalog held</td>
 *       <td>waits, fails after {@code startTimeout}</td></tr>
 *   <tr><td>no such topic at the start; not let in</td><td>see what the catalog held</td>
 *       <td>fails</td></tr>
 *   <tr><td>broker away, topic deleted</td><td>go on with the last version</td>
 *       <td>{@code STALE}, resumes by itself</td></tr>
 *   <tr><td>topic truncated or re-created</td><td>go on with the last version</td>
 *       <td>{@code CATCHING_UP}: reads all again on the hidden side, then one refresh</td></tr>
 *   <tr><td>partitions added</td><td>see their records as the others'</td>
 *       <td>follows them</td></tr>
 *   <tr><td>record that cannot be decoded, null key</td><td>see nothing of its poll, or all but
 *       the record</td><td>fails, or skips, counts and hands it to the handler</td></tr>
 *   <tr><td>batch larger than a fetch or a poll</td><td>see it by polls, or whole with markers</td>
 *       <td>reads on</td></tr>
 *   <tr><td>reader that stays in a section</td><td>it keeps its version, others go on</td>
 *       <td>the catalog leaves it its side after the stall timeout, at the price of a clone</td>
 *       </tr>
 *   <tr><td>{@code close()}, at any moment</td><td>go on with the last version</td>
 *       <td>takes back what is pending and ends</td></tr>
 *   <tr><td>checkpoint damaged, foreign, too old</td><td>see nothing of it</td>
 *       <td>says why, reads the topics from the beginning</td></tr>
 * </table>
 *
 * <p>Each process follows the topics for itself, without a consumer group, so that any number of
 * replicas end equal. {@code kafka-clients} is needed only by {@code Kafka*}, {@code Feed*}, {@code
 * Poison*}, {@code BatchMarker}, {@code Checkpoint*} and {@code TopicOffsets}. Shards follow
 * {@linkplain org.leftright.catalog.KafkaCatalogFeedBuilder#partitions some partitions} each.
 *
 * <h2>Seeing inside</h2>
 *
 * <p>{@link org.leftright.catalog.KafkaCatalogFeed#status()} and {@link
 * org.leftright.catalog.ProductCatalog#stats()} are all figures at once. Where Micrometer is on the
 * path, {@code KafkaFeedMetrics} and {@code LeftRightMetrics} make meters of them; nothing else
 * here needs it. The log goes to {@link System.Logger}, and from there to SLF4J with its own
 * bridge.
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
