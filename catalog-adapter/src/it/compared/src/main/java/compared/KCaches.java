// SPDX-License-Identifier: Apache-2.0
package compared;

import io.kcache.KafkaCache;
import io.kcache.KafkaCacheConfig;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Two KCaches that only read, in memory, which is what they do unless told otherwise. */
final class KCaches implements Contender {
    private KafkaCache<Long, Product> products;
    private KafkaCache<Long, Listing> catalogs;

    @Override
    public void start(String servers, Path folder) {
        products = cache(servers, Shop.PRODUCTS, Product.SERDE);
        catalogs = cache(servers, Shop.CATALOGS, Listing.SERDE);
    }

    private static <V> KafkaCache<Long, V> cache(String servers, String topic, Serde<V> values) {
        KafkaCacheConfig config =
                new KafkaCacheConfig(
                        Map.of(
                                "kafkacache.bootstrap.servers", servers,
                                "kafkacache.topic", topic,
                                "kafkacache.topic.read.only", "true",
                                "kafkacache.init.timeout.ms", "300000",
                                "kafkacache.isolation.level", "read_committed"));
        KafkaCache<Long, V> cache = new KafkaCache<>(config, Serdes.Long(), values);
        cache.init(); // reads to the end
        return cache;
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
    public void close() throws Exception {
        products.close();
        catalogs.close();
    }
}
