// SPDX-License-Identifier: Apache-2.0
/**
 * Feeds that keep maps in memory equal to Kafka's topics. Needs {@code kafka-clients}.
 *
 * <pre>
 *   topic of products ──┐                               ┌─► product(id), read(view -&gt; ...)
 *                       ├─► KafkaCatalogFeed ─► ProductCatalog
 *   topic of members  ──┘   (one refresh a batch)       └─► any number of reading threads
 * </pre>
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
 * <p>For other topics and other maps, a {@link org.leftright.kafka.KafkaFeed} keeps the members of
 * a {@link org.leftright.LeftRightGroup} equal to any number of topics; what follows goes for both.
 *
 * <table border="1">
 *   <caption>When to refresh</caption>
 *   <tr><th>option</th><th>what readers see at once</th><th>for</th></tr>
 *   <tr><td>{@code refreshEachPoll()}</td>
 *       <td>all that the broker had ready, often several polls</td>
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
 *       {@linkplain org.leftright.kafka.BatchMarker markers}</td></tr>
 *   <tr><td>{@code refreshBetweenTransactions()}</td>
 *       <td>what the producer wrote in one transaction, over all topics and partitions</td>
 *       <td>the same without markers, if there are pauses between the transactions</td></tr>
 *   <tr><td>{@code refreshAtSourceTransactions(...)}</td>
 *       <td>whole transactions of a database, over all topics and partitions</td>
 *       <td>changes that Debezium captures; see {@link
 *       org.leftright.kafka.SourceTransactions}</td></tr>
 * </table>
 *
 * <p>What readers see, what the feed does and what the log says when something goes wrong is a
 * table in the guide, {@code kafka-in-production.md}.
 *
 * <p>Each process follows the topics for itself, without a consumer group, so that any number of
 * replicas end equal. Shards follow {@linkplain
 * org.leftright.kafka.KafkaCatalogFeedBuilder#partitions some partitions} each.
 *
 * <h2>Seeing inside</h2>
 *
 * <p>{@link org.leftright.kafka.KafkaFeed#status()} is all figures at once. With Micrometer on the
 * path, {@code KafkaFeedMetrics} makes meters of them; nothing else here needs it. The log goes to
 * {@link System.Logger}, and from there to SLF4J with its own bridge.
 *
 * <h2>Memory consistency</h2>
 *
 * <p>What is said of writes in {@link org.leftright.catalog} goes for a feed too, and for what its
 * deserializers do. When the future of {@link org.leftright.kafka.KafkaFeed#ready()} completes,
 * every read that starts afterwards sees what the topics held when the feed began.
 */
@NullMarked
package org.leftright.kafka;

import org.jspecify.annotations.NullMarked;
