// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.leftright.GroupIdSets;
import org.leftright.GroupLongMap;
import org.leftright.GroupMap;
import org.leftright.GroupView;
import org.leftright.IdSetsWriteHandle;
import org.leftright.LeftRightGroup;
import org.leftright.LeftRightGroupBuilder;
import org.leftright.LongWriteHandle;
import org.leftright.WriteHandle;
import org.leftright.catalog.CatalogEntry;

/**
 * A group of four members that three topics fill: products, which are {@code name/supplier}, by id;
 * the names of suppliers, by a text; the ids of shelves; and an index of products by supplier,
 * which the applier of the products keeps.
 */
final class Shop {
    final GroupLongMap<String> products;
    final GroupMap<String, String> suppliers;
    final GroupIdSets shelves;
    final GroupIdSets bySupplier;
    final LeftRightGroup group;

    final FeedTopics topics;
    final String supplierTopic;

    Shop(FeedTopics topics) {
        LeftRightGroupBuilder builder = LeftRightGroup.builder();
        products = builder.longMap();
        suppliers = builder.map();
        shelves = builder.idSets();
        bySupplier = builder.idSets();
        group = builder.build();
        this.topics = topics;
        this.supplierTopic = topics.products + "-suppliers";
    }

    /** Adds a topic of two partitions, as the other two topics have. */
    Shop withTopic() throws Exception {
        topics.createTopic(supplierTopic, 2);
        return this;
    }

    Set<String> topicNames() {
        return new TreeSet<>(List.of(topics.products, topics.entries, supplierTopic));
    }

    // ------------------------------------------------------------- producing

    /** A product, or its tombstone. */
    ProducerRecord<byte[], byte[]> product(long id, @Nullable String value) {
        return topics.product(id, value);
    }

    ProducerRecord<byte[], byte[]> supplier(String key, @Nullable String name) {
        return new ProducerRecord<>(supplierTopic, FeedTopics.bytes(key), FeedTopics.bytes(name));
    }

    ProducerRecord<byte[], byte[]> onShelf(long shelf, long productId, boolean present) {
        return topics.entry(shelf, productId, present);
    }

    /** Sends a marker to each partition of all topics. */
    void sendMarkers(long number) {
        for (String topic : topicNames()) {
            for (int partition = 0; partition < 2; partition++) {
                topics.send(BatchMarker.record(topic, partition, number));
            }
        }
    }

    // ----------------------------------------------------------------- feeds

    /** Begins a feed of the group, without topics. */
    KafkaFeedBuilder empty() {
        return KafkaFeed.builder(group).bootstrapServers(topics.broker.bootstrapServers());
    }

    KafkaFeedBuilder builder() {
        return builder(new StringDeserializer());
    }

    KafkaFeedBuilder builder(Deserializer<String> values) {
        WriteHandle<String, String> supplier = suppliers.writer();
        IdSetsWriteHandle shelf = shelves.writer();
        RecordApplier<String, String> nameSupplier =
                (key, name) -> supplier.compute(key, (same, before) -> name);
        RecordApplier<CatalogEntry, byte[]> putOnShelf =
                (entry, present) -> {
                    if (present == null) {
                        shelf.remove(entry.catalogId(), entry.productId());
                    } else {
                        shelf.add(entry.catalogId(), entry.productId());
                    }
                };
        return empty().topic(topics.products, new LongDeserializer(), values, this::applyProduct)
                .topic(supplierTopic, new StringDeserializer(), values, nameSupplier)
                .topic(topics.entries, StrictKeys::entry, (topic, bytes) -> bytes, putOnShelf)
                .staleAfter(Duration.ofSeconds(3));
    }

    KafkaFeedBuilder withCheckpoint(Path file) {
        return withCheckpoint(file, Serdes.String());
    }

    KafkaFeedBuilder withCheckpoint(Path file, Serde<String> supplierNames) {
        return builder()
                .checkpoint(file)
                .keep("products", products, Serdes.String())
                .keep("suppliers", suppliers, Serdes.String(), supplierNames)
                .keep("shelves", shelves)
                .keep("bySupplier", bySupplier);
    }

    KafkaFeed start(KafkaFeedBuilder builder) throws Exception {
        KafkaFeed feed = topics.closedLater(builder.build());
        feed.start();
        feed.awaitReady(BrokerExtension.LIMIT);
        return feed;
    }

    /** Writes to two members. */
    void applyProduct(long id, @Nullable String value) {
        LongWriteHandle<String> product = products.writer();
        String before = value == null ? product.remove(id) : product.put(id, value);
        if (before != null) {
            bySupplier.writer().remove(supplierOf(before), id);
        }
        if (value != null) {
            bySupplier.writer().add(supplierOf(value), id);
        }
    }

    static long supplierOf(String product) {
        return Long.parseLong(product.substring(product.indexOf('/') + 1));
    }

    // --------------------------------------------------------------- reading

    /** Each product is in the index, under its supplier, and nothing else is. */
    String wrongIn(GroupView view) {
        List<String> wrong = new ArrayList<>();
        view.of(products)
                .forEach(
                        (id, product) -> {
                            if (!view.of(bySupplier).contains(supplierOf(product), id)) {
                                wrong.add(id + " is not in the index");
                            }
                        });
        int indexed = 0;
        for (long supplier : view.of(bySupplier).keys()) {
            indexed += view.of(bySupplier).sizeOf(supplier);
        }
        if (indexed != view.of(products).size()) {
            wrong.add(indexed + " in the index, but " + view.of(products).size() + " products");
        }
        return String.join(", ", wrong);
    }

    /** All that a version holds. */
    String contents() {
        return group.read(
                view -> {
                    StringBuilder text = new StringBuilder();
                    text.append(new TreeMap<>(view.of(products).snapshot()));
                    text.append(new TreeMap<>(view.of(suppliers).snapshot()));
                    for (GroupIdSets sets : List.of(shelves, bySupplier)) {
                        Map<Long, Set<Long>> ids = new TreeMap<>();
                        for (long key : view.of(sets).keys()) {
                            Set<Long> of = new TreeSet<>();
                            view.of(sets).forEach(key, of::add);
                            ids.put(key, of);
                        }
                        text.append(ids);
                    }
                    return text.toString();
                });
    }
}
