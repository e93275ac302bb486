// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.leftright.bench.demo.Delta.MemberChange;
import org.leftright.bench.demo.Delta.ProductChange;

/**
 * The same service by copy-and-swap: plain hash maps behind one volatile reference. For each batch
 * the map of products is copied, and those of the catalogs that the batch changes.
 */
final class CopySubject implements BatchSubject {
    /** Never changed once it is seen. */
    private volatile MapContents state = new MapContents(Map.of(), Map.of());

    private final BatchFeed feed;

    CopySubject(DeltaTopics topics, RefreshWindow refreshes) {
        this.feed = new BatchFeed(topics, refreshes, this::apply);
    }

    @Override
    public BatchFeed feed() {
        return feed;
    }

    private void apply(List<ProductChange> changes, List<MemberChange> members) {
        MapContents before = state;
        Map<Long, Product> products = new HashMap<>(before.products());
        for (ProductChange change : changes) {
            Product product = change.product();
            if (product != null) {
                products.put(change.productId(), product);
            } else {
                products.remove(change.productId());
            }
        }
        Map<Long, Set<Long>> catalogs = new HashMap<>(before.catalogs());
        Set<Long> copied = new HashSet<>();
        for (MemberChange change : members) {
            if (copied.add(change.catalogId())) {
                catalogs.compute(
                        change.catalogId(),
                        (id, ids) -> ids == null ? new HashSet<>() : new HashSet<>(ids));
            }
            Set<Long> ids = catalogs.getOrDefault(change.catalogId(), Set.of());
            if (change.member()) {
                ids.add(change.productId());
            } else {
                ids.remove(change.productId());
            }
        }
        // Volatile: whoever sees it sees all that is in it.
        state = new MapContents(products, catalogs);
    }

    @Override
    public String name() {
        return "copy-and-swap";
    }

    @Override
    public Session session() {
        return new StateSession();
    }

    @Override
    public Contents contents() {
        return state;
    }

    @Override
    public String notes() {
        return "HashMaps behind a volatile reference, copied for each batch";
    }

    @Override
    public boolean showsWholeBatches() {
        return true;
    }

    private final class StateSession implements Session {
        @Override
        public @Nullable Product product(long productId) {
            return state.products().get(productId);
        }

        @Override
        public boolean contains(long catalogId, long productId) {
            Set<Long> ids = state.catalogs().get(catalogId);
            return ids != null && ids.contains(productId);
        }

        @Override
        public void page(long catalogId, long firstId, int count, Page page) {
            MapContents now = state;
            Set<Long> ids = now.catalogs().get(catalogId);
            if (ids == null) {
                return;
            }
            for (int i = 0; i < count; i++) {
                Long id = firstId + i;
                if (ids.contains(id)) {
                    page.add(id, now.products().get(id));
                }
            }
        }

        @Override
        public long totals(long catalogId) {
            MapContents now = state;
            Set<Long> ids = now.catalogs().get(catalogId);
            return (long) now.products().size() << 32 | (ids == null ? 0 : ids.size());
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
