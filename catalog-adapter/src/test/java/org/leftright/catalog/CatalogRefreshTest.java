// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CatalogRefreshTest {
    private static final long DRINKS = 1;
    private static final long TEA = 17;
    private static final long MILK = 18;

    private final ProductCatalog<String> catalog = ProductCatalog.create();
    private final CatalogWriter<String> writer = catalog.writer();

    @Test
    void discardTakesBackWhatIsPendingAndNothingElse() {
        fillDrinks();

        writer.upsertProduct(TEA, "green tea");
        writer.removeProduct(MILK);
        writer.addToCatalog(DRINKS, 19);
        writer.removeFromCatalog(DRINKS, TEA);
        writer.removeCatalog(DRINKS);
        writer.addToCatalog(DRINKS, 20);
        writer.replaceCatalog(2, new long[] {TEA});

        assertThat(writer.discard()).isEqualTo(7);
        assertThat(writer.pendingOpCount()).isZero();
        writer.upsertProduct(21, "water"); // so that the side that was restored is refreshed
        writer.refresh();
        assertThat(catalog.product(TEA)).isEqualTo("tea");
        assertThat(catalog.product(MILK)).isEqualTo("milk");
        assertThat(catalog.productIds(DRINKS)).containsExactlyInAnyOrder(TEA, MILK);
        assertThat(catalog.catalogCount()).isOne();
        assertThat(catalog.stats().cloneCount()).isOne(); // the hidden side's own making
    }

    @Test
    void clearTakesEverythingAwayAndCanBeDiscarded() {
        fillDrinks();

        writer.clear();
        assertThat(writer.product(TEA)).isNull();
        writer.discard();
        assertThat(writer.product(TEA)).isEqualTo("tea");
        assertThat(writer.catalogContains(DRINKS, TEA)).isTrue();

        writer.clear();
        writer.refresh();
        assertThat(catalog.productCount()).isZero();
        assertThat(catalog.catalogCount()).isZero();
    }

    @Test
    void attachmentIsRefreshedWithTheData() {
        Instant before = catalog.refreshTime();
        writer.upsertProduct(TEA, "tea");

        assertThat(writer.refresh("offset 7")).isOne();

        assertThat(catalog.attachment()).isEqualTo("offset 7");
        assertThat(catalog.version()).isOne();
        assertThat(catalog.refreshTime()).isAfterOrEqualTo(before);
        assertThat(catalog.<Object>read(CatalogView::attachment)).isEqualTo("offset 7");
        assertThat(catalog.<Long>read(CatalogView::version)).isOne();
        assertThat(catalog.<Instant>read(CatalogView::refreshTime))
                .isEqualTo(catalog.refreshTime());
    }

    @Test
    void refreshWithoutPendingOpsKeepsTheVersion() {
        fillDrinks();
        assertThat(writer.refresh()).isEqualTo(catalog.version()).isOne();
    }

    @Test
    void settleBringsBothSidesUpToDate() {
        fillDrinks();
        assertThat(writer.settle(Duration.ofMinutes(1))).isTrue();
        assertThat(catalog.stats().replayedOpCount()).isEqualTo(4);
    }

    @Test
    void tryRefreshDoesNotWaitForAnotherWriter() throws InterruptedException {
        CountDownLatch inBatch = new CountDownLatch(1);
        CountDownLatch tried = new CountDownLatch(1);
        Thread other =
                new Thread(
                        () ->
                                catalog.applyBatch(
                                        batch -> {
                                            batch.upsertProduct(TEA, "tea");
                                            inBatch.countDown();
                                            await(tried);
                                        }));
        other.start();
        await(inBatch);
        assertThat(writer.tryRefresh()).isFalse();
        assertThat(writer.pendingOpCount()).isOne();
        tried.countDown();
        other.join();

        assertThat(writer.tryRefresh()).isTrue();
        assertThat(catalog.product(TEA)).isEqualTo("tea");
    }

    private void fillDrinks() {
        catalog.applyBatch(
                batch -> {
                    batch.upsertProduct(TEA, "tea");
                    batch.upsertProduct(MILK, "milk");
                    batch.addToCatalog(DRINKS, TEA);
                    batch.addToCatalog(DRINKS, MILK);
                });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aListenerIsToldWhatEachRefreshChanged() {
        List<String> told = new ArrayList<>();
        ProductCatalog<String> listened =
                ProductCatalog.<String>builder()
                        .refreshListener(
                                changes -> {
                                    changes.forEachProduct(
                                            (id, before, now) ->
                                                    told.add(id + " " + before + " " + now));
                                    changes.forEachEntry(
                                            (catalogId, id, isAdded) ->
                                                    told.add(catalogId + "/" + id + " " + isAdded));
                                    told.add(changes.version() + " " + changes.attachment());
                                })
                        .build();
        listened.applyBatch(
                "first",
                batch -> {
                    batch.upsertProduct(1, "one");
                    batch.replaceCatalog(7, new long[] {1, 2});
                });
        assertThat(told).containsExactlyInAnyOrder("1 null one", "7/1 true", "7/2 true", "1 first");
        told.clear();
        listened.applyBatch(
                batch -> {
                    batch.removeProduct(1);
                    batch.removeFromCatalog(7, 1);
                    batch.addToCatalog(7, 3);
                    batch.addToCatalog(8, 0);
                });
        assertThat(told)
                .containsExactlyInAnyOrder(
                        "1 one null", "7/1 false", "7/3 true", "8/0 true", "2 first");
    }
}
