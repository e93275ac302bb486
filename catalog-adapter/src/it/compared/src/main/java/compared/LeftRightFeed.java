// SPDX-License-Identifier: Apache-2.0
package compared;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.leftright.GroupLongMap;
import org.leftright.LeftRightGroup;
import org.leftright.LeftRightGroupBuilder;
import org.leftright.LongMapView;
import org.leftright.LongWriteHandle;
import org.leftright.kafka.KafkaFeed;
import org.leftright.kafka.RecordApplier;

/** This library's feed over a group of two maps; it shows what it has read between transactions. */
final class LeftRightFeed implements Contender {
    private final GroupLongMap<Product> products;
    private final GroupLongMap<Listing> catalogs;
    private final LeftRightGroup shop;
    private KafkaFeed feed;

    LeftRightFeed() {
        LeftRightGroupBuilder members = LeftRightGroup.builder();
        products = members.longMap();
        catalogs = members.longMap();
        shop = members.build();
    }

    @Override
    public void start(String servers, Path folder) throws Exception {
        feed =
                KafkaFeed.builder(shop)
                        .bootstrapServers(servers)
                        .topic(
                                Shop.PRODUCTS,
                                new LongDeserializer(),
                                Product.SERDE.deserializer(),
                                into(products.writer()))
                        .topic(
                                Shop.CATALOGS,
                                new LongDeserializer(),
                                Listing.SERDE.deserializer(),
                                into(catalogs.writer()))
                        .refreshBetweenTransactions()
                        .build();
        feed.start();
        feed.awaitReady(Duration.ofMinutes(5));
    }

    private static <V> RecordApplier<Long, V> into(LongWriteHandle<V> writer) {
        return (key, value) -> {
            if (value == null) {
                writer.remove(key);
            } else {
                writer.put(key, value);
            }
        };
    }

    @Override
    public long price(long productId) {
        return products.get(productId).price();
    }

    @Override
    public Answer answer(long catalogId) {
        return shop.read(
                view -> {
                    LongMapView<Product> version = view.of(products);
                    return Answer.of(view.of(catalogs).get(catalogId), version::get);
                });
    }

    @Override
    public void close() {
        feed.close();
    }
}
