// SPDX-License-Identifier: Apache-2.0
// java -jar bench/target/benchmarks.jar CatalogWriteBenchmark -p size=1000000 -f 3
package org.leftright.bench;

import org.agrona.collections.LongHashSet;
import org.leftright.catalog.CatalogWriter;
import org.leftright.catalog.ProductCatalog;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What it costs to add one id to a catalog, beside adding it to a plain set of that size. Each id
 * added takes an old one's place, so that the size stays; an op is one of the two.
 */
@SuppressWarnings("NullAway.Init") // JMH sets the fields
public class CatalogWriteBenchmark extends ShortRuns {
    private static final int MANY = 1000;

    /** How large the catalog is. */
    @State(Scope.Thread)
    public static class Size {
        @Param({"1000", "1000000"})
        int size;
    }

    /** A catalog, and which ids it has: as many as its size, up to the newest. */
    @State(Scope.Thread)
    public static class CatalogState {
        private final ProductCatalog<Object> catalog = ProductCatalog.create();
        private final CatalogWriter<Object> writer = catalog.writer();
        private int oldest;
        private int newest;

        /** Fills it. */
        @Setup
        public void fill(Size size) {
            for (; newest < size.size; newest++) {
                writer.addToCatalog(1, Ids.RANDOM.id(newest));
            }
            writer.refresh();
        }

        private boolean add() {
            return writer.addToCatalog(1, Ids.RANDOM.id(newest++));
        }

        private boolean remove() {
            return writer.removeFromCatalog(1, Ids.RANDOM.id(oldest++));
        }
    }

    /** A plain set, filled in the same way. */
    @State(Scope.Thread)
    public static class SetState {
        private final LongHashSet set = new LongHashSet();
        private int oldest;
        private int newest;

        /** Fills it. */
        @Setup
        public void fill(Size size) {
            while (newest < size.size) {
                set.add(Ids.RANDOM.id(newest++));
            }
        }
    }

    /** One id, and a refresh. */
    @Benchmark
    @OperationsPerInvocation(2)
    public long one(CatalogState state) {
        state.add();
        state.writer.refresh();
        state.remove();
        return state.writer.refresh();
    }

    /** A thousand ids, and a refresh. */
    @Benchmark
    @OperationsPerInvocation(2 * MANY)
    public long many(CatalogState state) {
        for (int i = 0; i < MANY; i++) {
            state.add();
        }
        state.writer.refresh();
        for (int i = 0; i < MANY; i++) {
            state.remove();
        }
        return state.writer.refresh();
    }

    /** The limit: one set, unsafe with readers. */
    @Benchmark
    @OperationsPerInvocation(2 * MANY)
    public int plainSet(SetState state) {
        for (int i = 0; i < MANY; i++) {
            state.set.add(Ids.RANDOM.id(state.newest++));
        }
        for (int i = 0; i < MANY; i++) {
            state.set.remove(Ids.RANDOM.id(state.oldest++));
        }
        return state.set.size();
    }
}
