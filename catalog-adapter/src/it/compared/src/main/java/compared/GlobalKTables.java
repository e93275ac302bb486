// SPDX-License-Identifier: Apache-2.0
package compared;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** Two GlobalKTables of one topology of Kafka Streams, in RocksDB or in memory. */
class GlobalKTables implements Contender {
    /** Metrics of RocksDB that count memory: memtables, cached blocks, indexes and filters. */
    private static final Set<String> MEMORY =
            Set.of("size-all-mem-tables", "block-cache-usage", "estimate-table-readers-mem");

    private final boolean inMemory;
    private KafkaStreams streams;
    private ReadOnlyKeyValueStore<Long, Product> products;
    private ReadOnlyKeyValueStore<Long, Listing> catalogs;

    GlobalKTables() {
        this(false);
    }

    private GlobalKTables(boolean inMemory) {
        this.inMemory = inMemory;
    }

    /** The same without RocksDB. */
    static final class InMemory extends GlobalKTables {
        InMemory() {
            super(true);
        }
    }

    @Override
    public void start(String servers, Path folder) throws Exception {
        StreamsBuilder builder = new StreamsBuilder();
        add(builder, Shop.PRODUCTS, Product.SERDE);
        add(builder, Shop.CATALOGS, Listing.SERDE);
        Properties config = new Properties();
        config.putAll(
                Map.of(
                        "bootstrap.servers",
                        servers,
                        "application.id",
                        inMemory ? "in-memory" : "rocksdb",
                        "state.dir",
                        folder.toString(),
                        "global.consumer.isolation.level",
                        "read_committed"));
        streams = new KafkaStreams(builder.build(), config);
        CountDownLatch running = new CountDownLatch(1);
        streams.setStateListener(
                (now, before) -> {
                    if (now == KafkaStreams.State.RUNNING) {
                        running.countDown();
                    }
                });
        streams.start();
        running.await(); // global stores are read to the end before
        products = store(Shop.PRODUCTS);
        catalogs = store(Shop.CATALOGS);
    }

    private <V> void add(StreamsBuilder builder, String topic, Serde<V> values) {
        builder.globalTable(
                topic,
                Consumed.with(Serdes.Long(), values),
                inMemory
                        ? Materialized.<Long, V>as(Stores.inMemoryKeyValueStore(topic))
                        : Materialized.<Long, V>as(Stores.persistentKeyValueStore(topic)));
    }

    private <V> ReadOnlyKeyValueStore<Long, V> store(String name) {
        return streams.store(
                StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.keyValueStore()));
    }

    @Override
    public long price(long productId) {
        return products.get(productId).price();
    }

    @Override
    public Answer answer(long catalogId) {
        return Answer.of(catalogs.get(catalogId), products::get);
    }

    @Override
    public long offHeapBytes() {
        return streams.metrics().values().stream()
                .filter(metric -> MEMORY.contains(metric.metricName().name()))
                .mapToLong(metric -> ((Number) metric.metricValue()).longValue())
                .sum();
    }

    @Override
    public void close() {
        streams.close();
    }
}
