// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.leftright.Straggler;

class CatalogSectionTest {
    private final List<Straggler> stragglers = new ArrayList<>();
    private final ProductCatalog<String> catalog =
            ProductCatalog.<String>builder()
                    .stallTimeout(Duration.ZERO)
                    .stragglerListener(stragglers::add)
                    .build();

    @BeforeEach
    void fill() {
        catalog.applyBatch(
                batch -> {
                    batch.upsertProduct(1, "one");
                    batch.addToCatalog(7, 1);
                });
    }

    @Test
    void allReadsOfASectionSeeOneVersionWhileOthersRefresh() {
        catalog.read(
                view -> {
                    assertSeesFirstVersion(view);
                    inAnotherThread(this::applySecondBatch);
                    inAnotherThread(this::applyThirdBatch);

                    assertSeesFirstVersion(view);
                    assertThat(catalog.product(1)).as("a lookup reads what is live").isNull();
                    return null;
                });

        assertThat(catalog.product(2)).isEqualTo("two");
        assertThat(catalog.catalogSize(7)).isEqualTo(100);
    }

    @Test
    void nestedSectionsSeeTheVersionOfTheOutermost() {
        catalog.read(
                outer -> {
                    inAnotherThread(this::applySecondBatch);
                    assertThat(catalog.<Long>read(CatalogView::version)).isOne();
                    assertThat(catalog.productIds(7)).containsExactly(1);
                    assertThat(catalog.catalogContains(7, 1)).as("a lookup is live").isFalse();
                    return null;
                });
        assertThat(catalog.<Long>read(CatalogView::version)).isEqualTo(2);
    }

    @Test
    void sectionThatStaysDoesNotStopTheWriterAndKeepsItsVersion() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread straggler =
                new Thread(
                        () ->
                                catalog.read(
                                        view -> {
                                            entered.countDown();
                                            await(leave);
                                            assertSeesFirstVersion(view);
                                            return null;
                                        }));
        straggler.setUncaughtExceptionHandler((thread, thrown) -> failure.set(thrown));
        straggler.start();
        await(entered);

        applySecondBatch();
        applyThirdBatch();
        catalog.applyBatch(batch -> batch.clear());

        assertThat(catalog.productCount()).isZero();
        assertThat(catalog.stats().abandonCount()).isPositive();
        assertThat(stragglers).extracting(Straggler::thread).containsExactly(straggler);
        leave.countDown();
        straggler.join();
        assertThat(failure.get()).isNull();
    }

    @Test
    void viewIsRefusedAfterItsSection() {
        CatalogView<String> kept = catalog.read(view -> view);

        assertClosed(() -> kept.product(1));
        assertClosed(() -> kept.containsProduct(1));
        assertClosed(kept::productCount);
        assertClosed(kept::catalogCount);
        assertClosed(() -> kept.catalogContains(7, 1));
        assertClosed(() -> kept.catalogSize(7));
        assertClosed(() -> kept.productIds(7));
        assertClosed(kept::catalogIds);
        assertClosed(() -> kept.forEachProductId(7, id -> {}));
        assertClosed(() -> kept.forEachProduct(7, (id, product) -> {}));
        assertClosed(() -> kept.forEachProduct((id, product) -> {}));
        assertClosed(kept::version);
        assertClosed(kept::refreshTime);
        assertClosed(kept::attachment);
    }

    @Test
    void viewIsRefusedInAnotherThread() {
        catalog.read(
                view -> {
                    inAnotherThread(() -> assertClosed(() -> view.product(1)));
                    return null;
                });
    }

    @Test
    void anActionMayVisitInItsTurn() {
        catalog.applyBatch(
                batch -> {
                    batch.upsertProduct(2, "two");
                    batch.addToCatalog(8, 2);
                });
        List<String> visited = new ArrayList<>();
        catalog.read(
                view -> {
                    view.forEachProduct(
                            7,
                            (id, product) -> {
                                visited.add(product);
                                view.forEachProduct(8, (i, inner) -> visited.add("in it " + inner));
                                catalog.forEachProduct(
                                        8, (i, inner) -> visited.add("beside it " + inner));
                                assertThatThrownBy(
                                                () ->
                                                        view.forEachProduct(
                                                                8,
                                                                (i, inner) -> {
                                                                    throw new RuntimeException();
                                                                }))
                                        .isInstanceOf(RuntimeException.class);
                                view.forEachProduct(9, (i, inner) -> visited.add("none"));
                            });
                    view.forEachProduct(8, (id, product) -> visited.add("then " + product));
                    return null;
                });
        assertThat(visited).containsExactly("one", "in it two", "beside it two", "then two");
    }

    @Test
    void functionOrActionThatThrowsEndsItsSection() {
        RuntimeException planned = new RuntimeException("planned");
        assertThatThrownBy(
                        () ->
                                catalog.read(
                                        view -> {
                                            throw planned;
                                        }))
                .isSameAs(planned);
        assertThatThrownBy(
                        () ->
                                catalog.forEachProduct(
                                        7,
                                        (id, product) -> {
                                            throw planned;
                                        }))
                .isSameAs(planned);
        try (CatalogReader<String> reader = catalog.reader()) {
            assertThatThrownBy(
                            () ->
                                    reader.read(
                                            view -> {
                                                throw planned;
                                            }))
                    .isSameAs(planned);
        }

        applySecondBatch();
        assertThat(catalog.writer().settle(Duration.ZERO)).as("nobody holds a side").isTrue();
        assertThat(catalog.stats().abandonCount()).isZero();
    }

    // ---------------------------------------------------------------- handles

    @Test
    void handleReadsOneVersionForEachOutermostSection() {
        try (CatalogReader<String> reader = catalog.reader()) {
            reader.read(
                    view -> {
                        inAnotherThread(this::applySecondBatch);
                        assertSeesFirstVersion(view);
                        reader.read(
                                nested -> {
                                    assertSeesFirstVersion(nested);
                                    return null;
                                });
                        assertSeesFirstVersion(view);
                        return null;
                    });
            assertThat(reader.<String>read(view -> view.product(2))).isEqualTo("two");
            assertThat(catalog.stats().handleCount()).isOne();
        }
        assertThat(catalog.stats().handleCount()).isZero();
    }

    @Test
    void handleIsForTheThreadThatMadeIt() {
        try (CatalogReader<String> reader = catalog.reader()) {
            inAnotherThread(
                    () ->
                            assertThatIllegalStateException()
                                    .isThrownBy(() -> reader.read(CatalogView::version)));
        }
    }

    @Test
    void closedHandleIsRefusedAndMayBeClosedAgain() {
        CatalogReader<String> reader = catalog.reader();
        reader.close();
        reader.close();
        assertThatIllegalStateException().isThrownBy(() -> reader.read(CatalogView::version));
    }

    @Test
    void handleIsNotClosedInsideItsOwnSection() {
        try (CatalogReader<String> reader = catalog.reader()) {
            reader.read(
                    view -> {
                        assertThatIllegalStateException().isThrownBy(reader::close);
                        return null;
                    });
            assertThat(reader.<Long>read(CatalogView::version)).isOne();
        }
    }

    private void applySecondBatch() {
        catalog.applyBatch(
                batch -> {
                    batch.removeProduct(1);
                    batch.removeFromCatalog(7, 1);
                    batch.upsertProduct(2, "two");
                    batch.addToCatalog(7, 2);
                    batch.addToCatalog(8, 2);
                });
    }

    /** The second after a refresh on the set that the first section may hold. */
    private void applyThirdBatch() {
        catalog.applyBatch(
                batch -> {
                    for (int id = 3; id < 102; id++) {
                        batch.addToCatalog(7, id);
                    }
                });
    }

    private static void assertSeesFirstVersion(CatalogView<String> view) {
        assertThat(view.version()).isOne();
        assertThat(view.product(1)).isEqualTo("one");
        assertThat(view.containsProduct(2)).isFalse();
        assertThat(view.productCount()).isOne();
        assertThat(view.catalogCount()).isOne();
        assertThat(view.catalogContains(7, 1)).isTrue();
        assertThat(view.catalogSize(7)).isOne();
        assertThat(view.productIds(7)).containsExactly(1);
        assertThat(view.catalogIds()).containsExactly(7);
        assertThat(view).hasToString("CatalogView[version 1, 1 products, 1 catalogs]");
        List<String> visited = new ArrayList<>();
        view.forEachProductId(7, id -> visited.add("id " + id));
        view.forEachProduct(7, (id, product) -> visited.add(id + " " + product));
        view.forEachProduct((id, product) -> visited.add("all " + id + " " + product));
        assertThat(visited).containsExactly("id 1", "1 one", "all 1 one");
    }

    private static void assertClosed(Runnable read) {
        assertThatIllegalStateException()
                .isThrownBy(read::run)
                .withMessageContaining("section is closed");
    }

    private static void inAnotherThread(Runnable task) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(task);
        thread.setUncaughtExceptionHandler((t, thrown) -> failure.set(thrown));
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
