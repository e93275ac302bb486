// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The same service on {@link ConcurrentHashMap}: products by id, and the catalogs as concurrent key
 * sets by id. Each record is visible as soon as it is applied, so readers see batches half done.
 */
final class HashMapsSubject implements Subject {
    private final ConcurrentHashMap<Long, Product> products = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, Set<Long>> catalogs = new ConcurrentHashMap<>();
    private final HashMapsFeed feed;

    /**
     * Creates the empty maps.
     *
     * @param topics what to follow
     * @param refreshes where to tell that a batch is being applied
     */
    HashMapsSubject(DeltaTopics topics, RefreshWindow refreshes) {
        this.feed = new HashMapsFeed(topics, refreshes, this);
    }

    /** Sets or removes a product. */
    void applyProduct(long productId, @Nullable Product product) {
        if (product != null) {
            products.put(productId, product);
        } else {
            products.remove(productId);
        }
    }

    /** Adds a product to a catalog or removes it. */
    void applyMember(long catalogId, long productId, boolean member) {
        if (member) {
            catalogs.computeIfAbsent(catalogId, id -> ConcurrentHashMap.newKeySet()).add(productId);
        } else {
            Set<Long> ids = catalogs.get(catalogId);
            if (ids != null) {
                ids.remove(productId);
            }
        }
    }

    @Override
    public String name() {
        return "ConcurrentHashMap";
    }

    @Override
    public void start(Duration limit) throws Exception {
        feed.start(limit);
    }

    @Override
    public Session session() {
        return new MapSession();
    }

    @Override
    public Applied applied() {
        return feed.applied();
    }

    @Override
    public Contents contents() {
        return new Contents() {
            @Override
            public int productCount() {
                return products.size();
            }

            @Override
            public @Nullable Product product(long productId) {
                return products.get(productId);
            }

            @Override
            public long[] productIds(long catalogId) {
                return catalogs.getOrDefault(catalogId, Set.of()).stream()
                        .mapToLong(Long::longValue)
                        .toArray();
            }
        };
    }

    @Override
    public String notes() {
        return "every record visible by itself, batches half done";
    }

    @Override
    public boolean showsWholeBatches() {
        return false;
    }

    @Override
    public Map<String, Long> counts() {
        return Map.of();
    }

    @Override
    public void close() {
        feed.close();
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
        public int page(long catalogId, long productId) {
            if (!contains(catalogId, productId)) {
                return 0;
            }
            return products.get(productId) != null ? 1 : -1;
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
