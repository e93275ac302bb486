// SPDX-License-Identifier: Apache-2.0
package compared;

import com.netflix.hollow.api.consumer.HollowConsumer;
import com.netflix.hollow.api.consumer.fs.HollowFilesystemBlobRetriever;
import com.netflix.hollow.api.producer.HollowProducer;
import com.netflix.hollow.api.producer.fs.HollowFilesystemPublisher;
import com.netflix.hollow.core.index.HollowPrimaryKeyIndex;
import com.netflix.hollow.core.read.engine.HollowReadStateEngine;
import com.netflix.hollow.core.read.engine.list.HollowListTypeReadState;
import com.netflix.hollow.core.read.engine.object.HollowObjectTypeReadState;
import com.netflix.hollow.core.write.objectmapper.HollowPrimaryKey;
import com.netflix.hollow.core.write.objectmapper.HollowTypeName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A producer and a consumer of Hollow. It knows nothing of Kafka: the loop of a consumer gathers
 * changes until a poll comes back empty, publishes a version, and has the consumer load it.
 */
final class Hollow implements Contender {
    private final List<Object> changes = new ArrayList<>();
    private TopicLoop loop;
    private HollowProducer.Incremental producer;
    private HollowConsumer consumer;
    private volatile Read read;

    @HollowTypeName(name = "Product")
    @HollowPrimaryKey(fields = "id")
    private static final class ProductRow {
        final long id;
        final String name;
        final long price;
        final int priceList;

        ProductRow(long id, Product product) {
            this.id = id;
            this.name = product.name();
            this.price = product.price();
            this.priceList = product.priceList();
        }
    }

    @HollowTypeName(name = "Listing")
    @HollowPrimaryKey(fields = "id")
    private static final class ListingRow {
        final long id;
        final int priceList;
        final List<Long> products;

        ListingRow(long id, Listing listing) {
            this.id = id;
            this.priceList = listing.priceList();
            this.products = Arrays.stream(listing.products()).boxed().collect(Collectors.toList());
        }
    }

    @Override
    public void start(String servers, Path folder) throws Exception {
        producer =
                HollowProducer.withPublisher(new HollowFilesystemPublisher(folder))
                        .withNumStatesBetweenSnapshots(1_000)
                        .buildIncremental();
        producer.initializeDataModel(ProductRow.class, ListingRow.class);
        consumer =
                HollowConsumer.withBlobRetriever(new HollowFilesystemBlobRetriever(folder)).build();
        loop = new TopicLoop(servers, this::gather, this::publishIfQuiet);
        loop.start();
    }

    private void gather(ConsumerRecord<Long, String> change) {
        long id = change.key();
        changes.add(
                change.topic().equals(Shop.PRODUCTS)
                        ? new ProductRow(id, Product.of(change.value()))
                        : new ListingRow(id, Listing.of(change.value())));
    }

    private boolean publishIfQuiet(boolean quiet) {
        if (quiet && !changes.isEmpty()) {
            long version =
                    producer.runIncrementalCycle(state -> changes.forEach(state::addOrModify));
            changes.clear();
            consumer.triggerRefreshTo(version);
            if (read == null) {
                read = new Read(consumer.getStateEngine()); // deltas change the same engine
            }
        }
        return changes.isEmpty();
    }

    @Override
    public long price(long productId) {
        return read.price(productId);
    }

    /** Reads under the lock that keeps the next version out, as one version for several reads. */
    @Override
    public Answer answer(long catalogId) {
        Lock lock = consumer.getRefreshLock();
        lock.lock();
        try {
            return read.answer(catalogId);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void dropWriter() {
        producer = null;
    }

    @Override
    public void close() throws InterruptedException {
        loop.close();
    }

    /** Typed access, as the code would have it that Hollow generates for a model. */
    private static final class Read {
        private final HollowPrimaryKeyIndex productById;
        private final HollowPrimaryKeyIndex listingById;
        private final HollowObjectTypeReadState products;
        private final HollowObjectTypeReadState listings;
        private final HollowListTypeReadState lists;
        private final HollowObjectTypeReadState ids;
        private final int price;
        private final int listOfProduct;
        private final int listOfListing;
        private final int productsOfListing;

        Read(HollowReadStateEngine engine) {
            productById = new HollowPrimaryKeyIndex(engine, "Product", "id");
            listingById = new HollowPrimaryKeyIndex(engine, "Listing", "id");
            productById.listenForDeltaUpdates();
            listingById.listenForDeltaUpdates();
            products = (HollowObjectTypeReadState) engine.getTypeState("Product");
            listings = (HollowObjectTypeReadState) engine.getTypeState("Listing");
            lists = (HollowListTypeReadState) engine.getTypeState("ListOfLong");
            ids = (HollowObjectTypeReadState) engine.getTypeState("Long");
            price = products.getSchema().getPosition("price");
            listOfProduct = products.getSchema().getPosition("priceList");
            listOfListing = listings.getSchema().getPosition("priceList");
            productsOfListing = listings.getSchema().getPosition("products");
        }

        long price(long id) {
            return products.readLong(productById.getMatchingOrdinal(id), price);
        }

        Answer answer(long catalogId) {
            int listing = listingById.getMatchingOrdinal(catalogId);
            if (listing < 0) {
                return Answer.of(null, null);
            }
            int oldest = listings.readInt(listing, listOfListing);
            int newest = oldest;
            int list = listings.readOrdinal(listing, productsOfListing);
            for (int i = 0; i < lists.size(list); i++) {
                long id = ids.readLong(lists.getElementOrdinal(list, i), 0);
                int product = productById.getMatchingOrdinal(id);
                int number =
                        product < 0 ? Answer.MISSING : products.readInt(product, listOfProduct);
                oldest = Math.min(oldest, number);
                newest = Math.max(newest, number);
            }
            return new Answer(oldest, newest);
        }
    }
}
