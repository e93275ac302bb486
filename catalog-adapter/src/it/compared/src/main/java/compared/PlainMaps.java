// SPDX-License-Identifier: Apache-2.0
package compared;

import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The base line: the loop of a consumer, and two concurrent maps. */
final class PlainMaps implements Contender {
    private final ConcurrentHashMap<Long, Product> products = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, Listing> catalogs = new ConcurrentHashMap<>();
    private TopicLoop loop;

    @Override
    public void start(String servers, Path folder) throws Exception {
        loop = new TopicLoop(servers, this::apply, empty -> true);
        loop.start();
    }

    void apply(ConsumerRecord<Long, String> change) {
        if (change.topic().equals(Shop.PRODUCTS)) {
            products.put(change.key(), Product.of(change.value()));
        } else {
            catalogs.put(change.key(), Listing.of(change.value()));
        }
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
    public void close() throws InterruptedException {
        loop.close();
    }
}
