// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.leftright.bench.demo.Delta.MemberChange;
import org.leftright.bench.demo.Delta.ProductChange;

/**
 * The same service on {@link ConcurrentHashMap}: products by id, and the catalogs as concurrent key
 * sets by id. A batch is gathered whole and applied as fast as can be, in the order that does least
 * harm: products before the entries that name them, entries before the products that go.
 */
final class HashMapsSubject implements BatchSubject {
    private final ConcurrentHashMap<Long, Product> products = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, Set<Long>> catalogs = new ConcurrentHashMap<>();

    private final BatchFeed feed;

    HashMapsSubject(DeltaTopics topics, RefreshWindow refreshes) {
        this.feed = new BatchFeed(topics, refreshes, this::apply);
    }

    @Override
    public BatchFeed feed() {
        return feed;
    }

    private void apply(List<ProductChange> changes, List<MemberChange> members) {
        for (ProductChange change : changes) {
            Product product = change.product();
            if (product != null) {
                products.put(change.productId(), product);
            }
        }
        for (MemberChange change : members) {
            if (change.member()) {
                catalogs.computeIfAbsent(change.catalogId(), id -> ConcurrentHashMap.newKeySet())
                        .add(change.productId());
            } else {
                Set<Long> ids = catalogs.get(change.catalogId());
                if (ids != null) {
                    ids.remove(change.productId());
                }
            }
        }
        for (ProductChange change : changes) {
            if (change.product() == null) {
                products.remove(change.productId());
            }
        }
    }

    @Override
    public String name() {
        return "ConcurrentHashMap";
    }

    @Override
    public Session session() {
        return new MapSession();
    }

    @Override
    public Contents contents() {
        return new MapContents(products, catalogs);
    }

    @Override
    public String notes() {
        return "two ConcurrentHashMaps; readers see a batch while it is applied";
    }

    @Override
    public boolean showsWholeBatches() {
        return false;
    }

    private final class MapSession implements Session {
        @Override
        public @Nullable Product product(long productId) {
            return products.get(productId);
        }

        @Override
        public boolean contains(long catalogId, long productId) {
            Set<Long> ids = catalogs.get(catalogId);
            return ids != null && ids.contains(productId);
        }

        @Override
        public void page(long catalogId, long firstId, int count, Page page) {
            Set<Long> ids = catalogs.get(catalogId);
            if (ids == null) {
                return;
            }
            for (int i = 0; i < count; i++) {
                Long id = firstId + i;
                if (ids.contains(id)) {
                    page.add(id, products.get(id));
                }
            }
        }

        @Override
        public long totals(long catalogId) {
            Set<Long> ids = catalogs.get(catalogId);
            return (long) products.size() << 32 | (ids == null ? 0 : ids.size());
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
