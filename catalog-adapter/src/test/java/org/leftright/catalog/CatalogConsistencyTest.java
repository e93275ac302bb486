// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Consistent batches under readers: none sees a catalog that names a product it does not have. */
class CatalogConsistencyTest {
    private static final int BATCHES = 5_000;

    /** Products of a version; each batch adds one and takes the oldest away. */
    private static final int WINDOW = 32;

    private static final long CATALOG = 7;

    private final ProductCatalog<Long> catalog = ProductCatalog.create();
    private final CountDownLatch reading = new CountDownLatch(4);

    @Test
    void noSectionSeesACatalogNameAProductThatItsVersionLacks() throws Exception {
        applyBatch(0);
        List<FutureTask<@Nullable Void>> readers = new ArrayList<>();
        readers.add(start(this::readWithHandle));
        readers.add(start(this::readWithHandle));
        readers.add(start(() -> readUntilTheEnd(this::readInSection)));
        readers.add(start(() -> readUntilTheEnd(this::lookUp)));
        reading.await();

        for (long i = 1; i <= BATCHES; i++) {
            applyBatch(i);
        }
        for (FutureTask<@Nullable Void> reader : readers) {
            reader.get();
        }
        assertThat(catalog.catalogSize(CATALOG)).isEqualTo(WINDOW);
        assertThat(catalog.stats().replayFailureCount()).isZero();
    }

    private void applyBatch(long i) {
        catalog.applyBatch(
                i,
                batch -> {
                    batch.upsertProduct(i, i);
                    batch.addToCatalog(CATALOG, i);
                    batch.removeFromCatalog(CATALOG, i - WINDOW);
                    batch.removeProduct(i - WINDOW);
                });
    }

    private void readWithHandle() {
        try (CatalogReader<Long> reader = catalog.reader()) {
            readUntilTheEnd(() -> reader.<Long>read(CatalogConsistencyTest::verify));
        }
    }

    private long readInSection() {
        return catalog.<Long>read(CatalogConsistencyTest::verify);
    }

    /** One lookup after the other: the newest product is never older than it was. */
    private long lookUp() {
        long newest = (Long) catalog.<Object>read(CatalogView::attachment);
        Long product = catalog.product(newest);
        if (product == null) { // refreshed away meanwhile
            assertThat(catalog.version()).isGreaterThan(newest + WINDOW);
        } else {
            assertThat(product).isEqualTo(newest);
        }
        assertThat(catalog.productCount()).isBetween(1, WINDOW);
        assertThat(catalog.catalogCount()).isOne();
        return newest;
    }

    private void readUntilTheEnd(Read read) {
        long last = read.newest();
        reading.countDown();
        while (last < BATCHES) {
            long newest = read.newest();
            assertThat(newest).as("newest product").isGreaterThanOrEqualTo(last);
            last = newest;
        }
    }

    /** Reads everything twice, by the catalog and by the ids that should be there. */
    private static long verify(CatalogView<Long> view) {
        long newest = view.version() - 1;
        long oldest = Math.max(0, newest - WINDOW + 1);
        int count = (int) (newest - oldest + 1);
        if (view.productCount() != count || view.catalogSize(CATALOG) != count) {
            throw new AssertionError("counts of version " + view.version());
        }
        long[] visited = {0};
        view.forEachProductId(
                CATALOG,
                id -> {
                    Long product = view.product(id);
                    if (product == null || product != id || id < oldest || id > newest) {
                        throw new AssertionError(id + " in version " + view.version());
                    }
                    visited[0]++;
                });
        if (visited[0] != count || !view.catalogContains(CATALOG, newest)) {
            throw new AssertionError("visit of version " + view.version());
        }
        return newest;
    }

    private static FutureTask<@Nullable Void> start(Runnable run) {
        FutureTask<@Nullable Void> task = new FutureTask<>(run, null);
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private interface Read {
        long newest();
    }
}
