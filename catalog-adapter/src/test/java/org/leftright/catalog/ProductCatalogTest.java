// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.leftright.catalog.CatalogSectionTest.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductCatalogTest {
    private static final long DRINKS = 1;
    private static final long TEA = 17;
    private static final long MILK = 18;

    private final ProductCatalog<String> catalog = ProductCatalog.create();
    private final CatalogWriter<String> writer = catalog.writer();

    // ---------------------------------------------------------------- products

    @Test
    void isEmptyAtFirst() {
        assertThat(catalog.productCount()).isZero();
        assertThat(catalog.catalogCount()).isZero();
        assertThat(catalog.product(TEA)).isNull();
        assertThat(catalog.catalogSize(DRINKS)).isZero();
        assertThat(catalog.productIds(DRINKS)).isEmpty();
        assertThat(catalog.version()).isZero();
        assertThat(catalog.attachment()).isNull();
    }

    @Test
    void productIsHiddenUntilRefresh() {
        writer.upsertProduct(TEA, "tea");

        assertThat(catalog.product(TEA)).isNull();
        assertThat(catalog.containsProduct(TEA)).isFalse();
        assertThat(writer.product(TEA)).isEqualTo("tea");

        writer.refresh();

        assertThat(catalog.product(TEA)).isEqualTo("tea");
        assertThat(catalog.containsProduct(TEA)).isTrue();
        assertThat(catalog.productCount()).isOne();
    }

    @Test
    void upsertReplacesAndReturnsThePendingProductBefore() {
        assertThat(writer.upsertProduct(TEA, "tea")).isNull();
        assertThat(writer.upsertProduct(TEA, "green tea")).isEqualTo("tea");
        writer.refresh();

        assertThat(catalog.product(TEA)).isEqualTo("green tea");
        assertThat(catalog.productCount()).isOne();
    }

    @Test
    void removedProductIsGoneAfterRefresh() {
        catalog.applyBatch(batch -> batch.upsertProduct(TEA, "tea"));

        assertThat(writer.removeProduct(TEA)).isEqualTo("tea");
        assertThat(writer.removeProduct(TEA)).isNull();
        assertThat(catalog.product(TEA)).isEqualTo("tea");
        writer.refresh();

        assertThat(catalog.product(TEA)).isNull();
        assertThat(catalog.productCount()).isZero();
    }

    @Test
    void removingAProductLeavesItsIdInTheCatalogsAndVisitsPassItOver() {
        fillDrinks();

        writer.removeProduct(TEA);
        writer.refresh();

        assertThat(catalog.catalogContains(DRINKS, TEA)).isTrue();
        assertThat(catalog.catalogSize(DRINKS)).isEqualTo(2);
        assertThat(productsOf(DRINKS)).containsExactlyEntriesOf(Map.of(MILK, "milk"));
    }

    @Test
    void idMayBeInACatalogBeforeItsProductIsThere() {
        catalog.applyBatch(batch -> batch.addToCatalog(DRINKS, TEA));

        assertThat(catalog.productIds(DRINKS)).containsExactly(TEA);
        assertThat(productsOf(DRINKS)).isEmpty();
    }

    @Test
    void nullProductIsRefusedAndTheMessageSaysWhatToDo() {
        assertThatNullPointerException()
                .isThrownBy(() -> writer.upsertProduct(TEA, nullProduct()))
                .withMessageContaining("removeProduct(id)");
        assertThat(writer.pendingOpCount()).isZero();
    }

    // ---------------------------------------------------------------- catalogs

    @Test
    void catalogExistsFromItsFirstIdToItsLast() {
        assertThat(writer.addToCatalog(DRINKS, TEA)).isTrue();
        assertThat(writer.addToCatalog(DRINKS, TEA)).isFalse();
        writer.refresh();
        assertThat(catalog.catalogCount()).isOne();

        assertThat(writer.removeFromCatalog(DRINKS, MILK)).isFalse();
        assertThat(writer.removeFromCatalog(DRINKS, TEA)).isTrue();
        assertThat(writer.removeFromCatalog(DRINKS, TEA)).isFalse();
        writer.refresh();
        assertThat(catalog.catalogCount()).isZero();
        assertThat(catalog.<long[]>read(CatalogView::catalogIds)).isEmpty();
        assertThat(writer.removeCatalog(DRINKS)).isFalse();
    }

    @Test
    void catalogIsVisitedCountedAndCopied() {
        fillDrinks();

        long[] visited = {0, 0};
        catalog.forEachProductId(
                DRINKS,
                id -> {
                    visited[0]++;
                    visited[1] += id;
                });

        assertThat(visited).containsExactly(2, TEA + MILK);
        assertThat(catalog.catalogSize(DRINKS)).isEqualTo(2);
        assertThat(catalog.productIds(DRINKS)).containsExactlyInAnyOrder(TEA, MILK);
        assertThat(productsOf(DRINKS)).isEqualTo(Map.of(TEA, "tea", MILK, "milk"));
        assertThat(catalog.catalogContains(DRINKS, TEA)).isTrue();
        assertThat(catalog.catalogContains(DRINKS, 19)).isFalse();
        assertThat(catalog.catalogContains(2, TEA)).isFalse();
    }

    @Test
    void replacedCatalogHasTheseIdsOnceAndNoOthers() {
        fillDrinks();

        assertThat(writer.replaceCatalog(DRINKS, new long[] {MILK, 30, 30})).isTrue();
        assertThat(writer.replaceCatalog(2, new long[] {TEA})).isFalse();
        writer.refresh();

        assertThat(catalog.productIds(DRINKS)).containsExactlyInAnyOrder(MILK, 30);
        assertThat(catalog.catalogCount()).isEqualTo(2);
    }

    @Test
    void replacingACatalogByNothingRemovesIt() {
        fillDrinks();

        assertThat(writer.replaceCatalog(DRINKS, new long[0])).isTrue();
        writer.refresh();

        assertThat(catalog.catalogCount()).isZero();
        assertThat(catalog.productCount()).isEqualTo(2);
    }

    @Test
    void removingACatalogLeavesItsProducts() {
        fillDrinks();

        assertThat(writer.removeCatalog(DRINKS)).isTrue();
        writer.refresh();

        assertThat(catalog.catalogSize(DRINKS)).isZero();
        assertThat(catalog.product(TEA)).isEqualTo("tea");
    }

    @Test
    void idsGivenByTheCallerAreCopied() {
        long[] ids = {TEA};
        writer.replaceCatalog(DRINKS, ids);
        ids[0] = 99;
        writer.refresh();
        assertThat(catalog.productIds(DRINKS)).containsExactly(TEA);

        writer.addToCatalog(DRINKS, MILK); // on the other side, after the replay
        writer.refresh();
        assertThat(catalog.productIds(DRINKS)).containsExactlyInAnyOrder(TEA, MILK);
    }

    @Test
    void idsGivenToTheCallerAreACopy() {
        fillDrinks();
        catalog.productIds(DRINKS)[0] = 99;

        assertThat(catalog.productIds(DRINKS)).containsExactlyInAnyOrder(TEA, MILK);
    }

    @Test
    void nullIdsAreRefusedAndTheMessageSaysWhatToDo() {
        assertThatNullPointerException()
                .isThrownBy(() -> writer.replaceCatalog(DRINKS, nullIds()))
                .withMessageContaining("removeCatalog(id)");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, Long.MIN_VALUE, Long.MAX_VALUE})
    void anyLongIsAnId(long id) {
        for (int side = 0; side < 2; side++) {
            catalog.applyBatch(
                    batch -> {
                        assertThat(batch.upsertProduct(id, "it")).isNull();
                        assertThat(batch.addToCatalog(id, id)).isTrue();
                        assertThat(batch.addToCatalog(id, 5)).isTrue();
                    });
            assertThat(catalog.product(id)).isEqualTo("it");
            assertThat(catalog.catalogContains(id, id)).isTrue();
            assertThat(catalog.productIds(id)).containsExactlyInAnyOrder(id, 5);
            assertThat(productsOf(id)).isEqualTo(Map.of(id, "it"));
            assertThat(catalog.<long[]>read(CatalogView::catalogIds)).containsExactly(id);

            catalog.applyBatch(
                    batch -> {
                        assertThat(batch.removeProduct(id)).isEqualTo("it");
                        assertThat(batch.removeFromCatalog(id, id)).isTrue();
                    });
            assertThat(catalog.containsProduct(id)).isFalse();
            assertThat(catalog.productIds(id)).containsExactly(5);

            catalog.applyBatch(batch -> assertThat(batch.removeCatalog(id)).isTrue());
            assertThat(catalog.catalogCount()).isZero();
        }
    }

    // ---------------------------------------------------------------- options

    @Test
    void optionsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProductCatalog.builder().expectedProducts(-1))
                .withMessageContaining("-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProductCatalog.builder().stallTimeout(Duration.ofNanos(-1)));
    }

    @Test
    void roomIsMadeForTheExpectedProducts() {
        ProductCatalog<String> roomy =
                ProductCatalog.<String>builder().expectedProducts(100_000).build();
        roomy.applyBatch(batch -> batch.upsertProduct(TEA, "tea"));
        assertThat(roomy.product(TEA)).isEqualTo("tea");
        assertThat(roomy).hasToString("ProductCatalog[version 1, 1 products, 0 catalogs]");
    }

    // --------------------------------------------------------------- refreshes

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

    private void fillDrinks() {
        catalog.applyBatch(
                batch -> {
                    batch.upsertProduct(TEA, "tea");
                    batch.upsertProduct(MILK, "milk");
                    batch.addToCatalog(DRINKS, TEA);
                    batch.addToCatalog(DRINKS, MILK);
                });
    }

    private Map<Long, String> productsOf(long catalogId) {
        Map<Long, String> products = new HashMap<>();
        catalog.forEachProduct(catalogId, products::put);
        return products;
    }

    @SuppressWarnings("NullAway") // as a caller without null checks may
    private static String nullProduct() {
        return null;
    }

    @SuppressWarnings("NullAway") // as above
    private static long[] nullIds() {
        return null;
    }
}
