// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.leftright.Stats;
import org.leftright.catalog.CatalogReader;
import org.leftright.catalog.CatalogView;
import org.leftright.catalog.ProductCatalog;
import org.leftright.kafka.FeedListener;
import org.leftright.kafka.KafkaCatalogFeed;
import org.leftright.kafka.TopicOffsets;

/** The left-right catalog, kept up to date by its own feed. */
final class LeftRightSubject implements Subject {
    private static final String FEED = "demo-feed";

    private final DeltaTopics topics;
    private final ProductCatalog<Product> catalog =
            ProductCatalog.<Product>builder().name("demo").build();
    private final KafkaCatalogFeed<Product> feed;
    private final SlowReader slowReader = new SlowReader(catalog);
    private final boolean straggler;

    /**
     * Creates an empty catalog.
     *
     * @param topics what to follow
     * @param refreshes where to tell that a batch is being applied
     * @param straggler whether there is a reader that stays in its sections
     */
    LeftRightSubject(DeltaTopics topics, RefreshWindow refreshes, boolean straggler) {
        this.topics = topics;
        this.straggler = straggler;
        this.feed =
                KafkaCatalogFeed.<Product>builder(catalog, ProductJson::read)
                        .name(FEED)
                        .bootstrapServers(topics.bootstrap())
                        .consumerProperties(topics.consumerConfig())
                        .productsTopic(topics.products())
                        .catalogTopic(topics.members())
                        .refreshOnMarker()
                        .listener(
                                new FeedListener() {
                                    @Override
                                    public void onRecords(int recordCount) {
                                        refreshes.begin();
                                    }

                                    @Override
                                    public void onRefresh(TopicOffsets offsets) {
                                        refreshes.end();
                                    }
                                })
                        .build();
    }

    @Override
    public String name() {
        return "left-right";
    }

    @Override
    public void start(Duration limit) throws Exception {
        feed.start();
        feed.awaitReady(limit);
        if (straggler) {
            slowReader.start();
        }
    }

    @Override
    public Session session() {
        return new ReaderSession(catalog);
    }

    @Override
    public Applied applied() {
        Throwable cause = feed.status().cause();
        if (cause != null) {
            throw new IllegalStateException("the feed has failed", cause);
        }
        return catalog.attachment() instanceof TopicOffsets offsets
                ? new Applied(offsets.next(topics.products(), 0), offsets.next(topics.members(), 0))
                : new Applied(0, 0);
    }

    @Override
    public Contents contents() {
        return new Contents() {
            @Override
            public int productCount() {
                return catalog.productCount();
            }

            @Override
            public @Nullable Product product(long productId) {
                return catalog.product(productId);
            }

            @Override
            public long[] productIds(long catalogId) {
                return catalog.productIds(catalogId);
            }
        };
    }

    @Override
    public String notes() {
        return "each batch, of both topics, is visible whole or not at all";
    }

    @Override
    public boolean showsWholeBatches() {
        return true;
    }

    @Override
    public String feedThread() {
        return FEED;
    }

    @Override
    public Map<String, Long> counts() {
        Stats stats = catalog.stats();
        return Map.of(
                "versions", stats.version(),
                "sides cloned", stats.cloneCount(),
                "stragglers", stats.stragglerCount(),
                "lookups repeated in a section", stats.lookupFallbackCount());
    }

    @Override
    public void close() {
        slowReader.close();
        Unhurried.run("feed-close", feed::close);
    }

    /** Lookups for single keys, sections of a read handle for the rest; allocates nothing. */
    private static final class ReaderSession implements Session {
        private final ProductCatalog<Product> catalog;
        private final CatalogReader<Product> reader;
        private final PageOf pageOf = new PageOf();
        private final TotalsOf totalsOf = new TotalsOf();

        ReaderSession(ProductCatalog<Product> catalog) {
            this.catalog = catalog;
            this.reader = catalog.reader();
        }

        @Override
        public @Nullable Product product(long productId) {
            return catalog.product(productId);
        }

        @Override
        public boolean contains(long catalogId, long productId) {
            return catalog.catalogContains(catalogId, productId);
        }

        @Override
        public void page(long catalogId, long firstId, int count, Page page) {
            pageOf.catalogId = catalogId;
            pageOf.firstId = firstId;
            pageOf.count = count;
            pageOf.page = page;
            reader.read(pageOf);
        }

        @Override
        public long totals(long catalogId) {
            totalsOf.catalogId = catalogId;
            reader.read(totalsOf);
            return totalsOf.totals;
        }

        @Override
        public void close() {
            reader.close();
        }
    }

    @SuppressWarnings("NullAway.Init") // set before each read
    private static final class PageOf implements Function<CatalogView<Product>, Boolean> {
        private long catalogId;
        private long firstId;
        private int count;
        private Page page;

        @Override
        public Boolean apply(CatalogView<Product> view) {
            for (int i = 0; i < count; i++) {
                long id = firstId + i;
                if (view.catalogContains(catalogId, id)) {
                    page.add(id, view.product(id));
                }
            }
            return true;
        }
    }

    private static final class TotalsOf implements Function<CatalogView<Product>, Boolean> {
        private long catalogId;
        private long totals;

        @Override
        public Boolean apply(CatalogView<Product> view) {
            totals = (long) view.productCount() << 32 | view.catalogSize(catalogId);
            return true;
        }
    }
}
