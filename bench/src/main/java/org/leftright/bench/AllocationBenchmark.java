// SPDX-License-Identifier: Apache-2.0
// java -jar bench/target/benchmarks.jar AllocationBenchmark -prof gc
package org.leftright.bench;

import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.leftright.LeftRightLongMap;
import org.leftright.LeftRightMap;
import org.leftright.LongMapView;
import org.leftright.LongObjConsumer;
import org.leftright.LongReadHandle;
import org.leftright.LongWriteHandle;
import org.leftright.MapView;
import org.leftright.ReadHandle;
import org.leftright.catalog.CatalogReader;
import org.leftright.catalog.CatalogView;
import org.leftright.catalog.ProductCatalog;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What reads of every kind, writes and refreshes allocate. */
public class AllocationBenchmark extends ShortRuns {
    /** Every kind of read that is to allocate nothing; what it is passed was made before. */
    public enum Read {
        LONG_GET(r -> found(r.longs.get(r.id()))),
        LONG_CONTAINS(r -> r.longs.containsKey(r.id()) ? 1 : 0),
        LONG_SIZE(r -> r.longs.size()),
        LONG_READ(r -> found(r.longs.read(r.oneLong))),
        LONG_ENTER(
                r -> {
                    try (LongMapView<Object> view = r.longs.enter()) {
                        return found(view.get(r.id()));
                    }
                }),
        LONG_FOR_EACH(
                r -> {
                    r.longs.forEach(r.eachLong);
                    return r.sum;
                }),
        LONG_HANDLE_GET(r -> found(r.longReader.get(r.id()))),
        LONG_HANDLE_READ(r -> found(r.longReader.read(r.oneLong))),
        LONG_HANDLE_ENTER(
                r -> {
                    try (LongMapView<Object> view = r.longReader.enter()) {
                        return found(view.get(r.id()));
                    }
                }),
        LONG_HANDLE_FOR_EACH(
                r -> {
                    r.longReader.forEach(r.eachLong);
                    return r.sum;
                }),
        STRING_GET(r -> found(r.strings.get(r.name()))),
        STRING_CONTAINS(r -> r.strings.containsKey(r.name()) ? 1 : 0),
        STRING_READ(r -> found(r.strings.read(r.oneString))),
        STRING_ENTER(
                r -> {
                    try (MapView<String, Object> view = r.strings.enter()) {
                        return found(view.get(r.name()));
                    }
                }),
        STRING_FOR_EACH(
                r -> {
                    r.strings.forEach(r.eachString);
                    return r.sum;
                }),
        STRING_HANDLE_GET(r -> found(r.stringReader.get(r.name()))),
        STRING_HANDLE_READ(r -> found(r.stringReader.read(r.oneString))),
        CATALOG_PRODUCT(r -> found(r.catalog.product(r.id()))),
        CATALOG_CONTAINS(r -> r.catalog.catalogContains(1, r.id()) ? 1 : 0),
        CATALOG_SIZE(r -> r.catalog.catalogSize(1)),
        CATALOG_READ(r -> found(r.catalog.read(r.oneProduct))),
        CATALOG_FOR_EACH_ID(
                r -> {
                    r.catalog.forEachProductId(1, r.eachId);
                    return r.sum;
                }),
        CATALOG_FOR_EACH_PRODUCT(
                r -> {
                    r.catalog.forEachProduct(1, r.eachLong);
                    return r.sum;
                }),
        CATALOG_HANDLE_READ(r -> found(r.catalogReader.read(r.oneProduct)));

        @SuppressWarnings("ImmutableEnumChecker") // these lambdas capture nothing
        private final ToLongFunction<Reads> read;

        Read(ToLongFunction<Reads> read) {
            this.read = read;
        }

        private static long found(@Nullable Object value) {
            return value == null ? 0 : 1;
        }
    }

    /** What is read, all of one size; a thread's own. */
    @State(Scope.Thread)
    @SuppressWarnings({
        "NullAway.Init", // JMH sets the fields
        "UnnecessaryLambda" // made here, once: not to be counted
    })
    public static class Reads {
        private static final int N = 1024;

        @Param Read read;

        private final LeftRightLongMap<Object> longs = LeftRightLongMap.create();
        private final LeftRightMap<String, Object> strings = LeftRightMap.create();
        private final ProductCatalog<Object> catalog = ProductCatalog.create();
        private final String[] names = new String[N];
        private LongReadHandle<Object> longReader;
        private ReadHandle<String, Object> stringReader;
        private CatalogReader<Object> catalogReader;
        private int turn;
        private long sum;

        private final Function<LongMapView<Object>, @Nullable Object> oneLong =
                view -> view.get(id());
        private final Function<MapView<String, Object>, @Nullable Object> oneString =
                view -> view.get(name());
        private final Function<CatalogView<Object>, @Nullable Object> oneProduct =
                view -> view.product(id());
        private final LongObjConsumer<Object> eachLong = (id, value) -> sum += id;
        private final BiConsumer<String, Object> eachString = (name, value) -> sum++;
        private final LongConsumer eachId = id -> sum += id;

        /** Fills the maps. */
        @Setup
        public void fill() {
            catalog.applyBatch(
                    batch -> {
                        for (int i = 0; i < N; i++) {
                            names[i] = "product-" + i;
                            longs.writer().put(i, Ids.value(i));
                            strings.writer().put(names[i], Ids.value(i));
                            batch.upsertProduct(i, Ids.value(i));
                            batch.addToCatalog(1, i);
                        }
                    });
            longs.writer().refresh();
            strings.writer().refresh();
            longReader = longs.reader();
            stringReader = strings.reader();
            catalogReader = catalog.reader();
        }

        private int id() {
            return turn++ & (N - 1);
        }

        private String name() {
            return names[id()];
        }
    }

    /** One read. */
    @Benchmark
    public long read(Reads reads) {
        return reads.read.read.applyAsLong(reads);
    }

    /** What is written. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH sets the fields
    public static class Writes {
        @Param({"2", "1000", "10000"})
        int d;

        private final LeftRightLongMap<Object> map = LeftRightLongMap.create();
        private int oldest;
        private int newest;

        /** Fills the map. */
        @Setup
        public void fill() {
            newest = 1_000_000; // so large that no batch is worth a copy of the arrays
            Ids.RANDOM.fill(LongPeer.of(map), newest);
        }
    }

    /** A batch of D puts and removes that leave the map as large as it was, and its refresh. */
    @Benchmark
    public long batch(Writes writes) {
        LongWriteHandle<Object> writer = writes.map.writer();
        for (int i = 0; i < writes.d; i += 2) {
            writer.put(Ids.RANDOM.id(writes.newest), Ids.value(writes.newest++));
            writer.remove(Ids.RANDOM.id(writes.oldest++));
        }
        return writer.refresh();
    }
}
