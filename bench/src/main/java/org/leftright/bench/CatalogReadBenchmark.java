// SPDX-License-Identifier: Apache-2.0
// java -jar bench/target/benchmarks.jar CatalogReadBenchmark -p n=100000 -p ids=RANDOM -f 3
package org.leftright.bench;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.leftright.LongObjConsumer;
import org.leftright.catalog.CatalogWriter;
import org.leftright.catalog.ProductCatalog;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Reads of a product catalog, beside the pair of maps of class ConcurrentHashMap that a service has
 * otherwise: products by id, and sets of product ids by catalog id.
 */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class CatalogReadBenchmark extends ShortRuns {
    private static final int CATALOGS = 64;
    private static final int CATALOG_SIZE = 1000;

    /** Where the products are. */
    public enum Kind {
        LEFT_RIGHT,
        CONCURRENT_HASH_MAPS
    }

    @Param Kind map;

    private Shop shop;
    private int visited;

    /** Both in one shape; each fork loads one implementation only. */
    private interface Shop {
        @Nullable Object product(long id);

        void visit(long catalogId, LongObjConsumer<Object> action);
    }

    /** Fills the products and the catalogs. */
    @Setup
    public void fill(LongQueries queries) {
        long[][] catalogs = new long[CATALOGS][];
        SplittableRandom random = new SplittableRandom(Ids.SEED);
        for (int i = 0; i < CATALOGS; i++) {
            catalogs[i] =
                    random.ints(0, queries.n)
                            .distinct()
                            .limit(CATALOG_SIZE)
                            .mapToLong(queries.ids::id)
                            .toArray();
        }
        shop =
                switch (map) {
                    case LEFT_RIGHT -> leftRight(queries, catalogs);
                    case CONCURRENT_HASH_MAPS -> hashMaps(queries, catalogs);
                };
    }

    private static Shop leftRight(LongQueries queries, long[][] catalogs) {
        ProductCatalog<Object> catalog =
                ProductCatalog.<Object>builder().expectedProducts(queries.n).build();
        CatalogWriter<Object> writer = catalog.writer();
        for (int i = 0; i < queries.n; i++) {
            writer.upsertProduct(queries.ids.id(i), Ids.value(i));
            if ((i & 0xffff) == 0) {
                writer.refresh(); // keeps the oplog short
            }
        }
        for (int i = 0; i < catalogs.length; i++) {
            writer.replaceCatalog(i, catalogs[i]);
        }
        writer.refresh();
        return new Shop() {
            @Override
            public @Nullable Object product(long id) {
                return catalog.product(id);
            }

            @Override
            public void visit(long catalogId, LongObjConsumer<Object> action) {
                catalog.forEachProduct(catalogId, action);
            }
        };
    }

    private static Shop hashMaps(LongQueries queries, long[][] catalogs) {
        ConcurrentHashMap<Long, Object> products = new ConcurrentHashMap<>();
        ConcurrentHashMap<Long, Set<Long>> sets = new ConcurrentHashMap<>();
        queries.ids.putAll(queries.n, products::put);
        for (int i = 0; i < catalogs.length; i++) {
            Set<Long> set = ConcurrentHashMap.newKeySet();
            for (long id : catalogs[i]) {
                set.add(id);
            }
            sets.put((long) i, set);
        }
        return new Shop() {
            @Override
            public @Nullable Object product(long id) {
                return products.get(id);
            }

            @Override
            public void visit(long catalogId, LongObjConsumer<Object> action) {
                for (Long id : sets.getOrDefault(catalogId, Set.of())) {
                    Object product = products.get(id);
                    if (product != null) {
                        action.accept(id, product);
                    }
                }
            }
        };
    }

    /** One product by its id. */
    @Benchmark
    @OperationsPerInvocation(LongQueries.GETS)
    public void product(LongQueries.Position position, Blackhole blackhole) {
        Shop shop = this.shop;
        long[] keys = position.hits;
        int from = position.advance(keys);
        for (int i = from; i < from + LongQueries.GETS; i++) {
            blackhole.consume(shop.product(keys[i]));
        }
    }

    /** All products of a catalog of 1,000. */
    @Benchmark
    public void visit(Blackhole blackhole) {
        shop.visit(visited++ & (CATALOGS - 1), (id, product) -> blackhole.consume(product));
    }
}
