// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.leftright.catalog.CatalogSectionTest.await;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Snapshots, which outlive their section and never change. */
class CatalogSnapshotTest {
    private final ProductCatalog<String> catalog = ProductCatalog.create();

    @BeforeEach
    void fill() {
        refreshTo(1);
    }

    /** Product n is the only one of each catalog; version n. */
    private void refreshTo(long number) {
        catalog.applyBatch(
                "batch " + number,
                batch -> {
                    batch.removeProduct(number - 1);
                    batch.removeFromCatalog(7, number - 1);
                    batch.upsertProduct(number, "product " + number);
                    batch.addToCatalog(7, number);
                    batch.replaceCatalog(8, new long[] {number});
                });
    }

    private static void assertShows(CatalogView<String> view, long number) {
        assertThat(view.version()).isEqualTo(number);
        assertThat(view.attachment()).isEqualTo("batch " + number);
        assertThat(view.refreshTime()).isBeforeOrEqualTo(Instant.now());
        assertThat(view.productCount()).isOne();
        assertThat(view.product(number)).isEqualTo("product " + number);
        assertThat(view.containsProduct(number - 1)).isFalse();
        assertThat(view.catalogIds()).containsExactlyInAnyOrder(7, 8);
        for (long catalogId = 7; catalogId <= 8; catalogId++) {
            Map<Long, String> products = new HashMap<>();
            view.forEachProduct(catalogId, products::put);
            assertThat(products).isEqualTo(Map.of(number, "product " + number));
            assertThat(view.productIds(catalogId)).containsExactly(number);
            assertThat(view.catalogContains(catalogId, number)).isTrue();
            assertThat(view.catalogContains(catalogId, number - 1)).isFalse();
            assertThat(view.catalogSize(catalogId)).isOne();
        }
    }

    @Test
    void aSnapshotOutlivesAllRefreshes() {
        List<CatalogView<String>> taken = new ArrayList<>();
        for (int number = 1; number <= 20; number++) {
            if (number > 1) {
                refreshTo(number);
            }
            taken.add(number % 3 == 0 ? catalog.snapshot() : catalog.read(CatalogView::snapshot));
        }
        for (int number = 1; number <= 20; number++) {
            assertShows(taken.get(number - 1), number);
        }
        assertShows(catalog.snapshot(), 20);
    }

    @Test
    void aSnapshotCostsTheWriterOneClone() {
        refreshTo(2);
        long clones = catalog.stats().cloneCount();
        CatalogView<String> snapshot = catalog.snapshot();
        for (int number = 3; number <= 12; number++) {
            refreshTo(number);
        }
        assertThat(catalog.stats().cloneCount()).isEqualTo(clones + 1);
        assertThat(catalog.stats().abandonCount()).isZero();
        assertShows(snapshot, 2);
    }

    @Test
    void aSnapshotTakenInASectionIsOfThatVersion() throws Exception {
        CatalogView<String> snapshot =
                catalog.read(
                        view -> {
                            inAnotherThread(() -> refreshTo(2));
                            assertThat(catalog.version()).isEqualTo(2);
                            assertShows(catalog.snapshot(), 1);
                            return view.snapshot();
                        });
        refreshTo(3);
        refreshTo(4);
        assertShows(snapshot, 1);
    }

    @Test
    void anyThreadReadsASnapshot() throws Exception {
        CatalogView<String> snapshot = catalog.snapshot();
        inAnotherThread(() -> assertShows(snapshot, 1));
        CatalogView<String> ofGroup = catalog.viewOf(catalog.group().snapshot());
        inAnotherThread(() -> assertShows(ofGroup, 1));
        for (CatalogView<String> each : List.of(snapshot, ofGroup)) {
            assertThat(each.snapshot()).isSameAs(each);
        }
        assertThat(snapshot).hasToString("CatalogView[version 1, 1 products, 2 catalogs]");
    }

    @Test
    @Timeout(60)
    void threadsVisitOneSnapshotAtTheSameTime() throws Exception {
        catalog.applyBatch(
                "two",
                batch -> {
                    batch.upsertProduct(2, "milk");
                    batch.addToCatalog(7, 2);
                });
        CatalogView<String> view = catalog.viewOf(catalog.group().snapshot());
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        List<Long> seenByOther = new ArrayList<>();
        FutureTask<Void> other =
                new FutureTask<>(
                        () ->
                                view.forEachProduct(
                                        7,
                                        (id, product) -> {
                                            seenByOther.add(id);
                                            begun.countDown();
                                            await(done);
                                        }),
                        null);
        List<Long> seen = new ArrayList<>();
        view.forEachProduct(
                7,
                (id, product) -> {
                    if (seen.isEmpty()) {
                        new Thread(other, "other").start();
                        await(begun);
                    }
                    seen.add(id);
                });
        done.countDown();
        other.get();
        assertThat(seen).containsExactlyInAnyOrder(1L, 2L);
        assertThat(seenByOther).containsExactlyInAnyOrder(1L, 2L);
    }

    @Test
    void theViewOfASectionIsStillRefusedAfterItsEnd() {
        CatalogView<String> kept = catalog.read(view -> view);
        assertThatIllegalStateException()
                .isThrownBy(kept::snapshot)
                .withMessageContaining("take a snapshot()");
    }

    private static void inAnotherThread(Runnable task) {
        FutureTask<Boolean> done = new FutureTask<>(task, true);
        new Thread(done).start();
        try {
            done.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
