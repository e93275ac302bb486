// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What one must not do with a catalog. Each case is named by its exception and message, leaves
 * contents, version, attachment and pending ops as they were, and the catalog as usable as before.
 */
class CatalogMisuseTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String PLANNED = "planned";
    private static final String IN_BATCH = "inside batch(...)";
    private static final String IN_SECTION = "from inside a section of the same thread";
    private static final String WAITS = "would wait for a section of its own thread";

    /**
     * @param does what is done
     * @param exception what it must throw, exactly
     * @param message what the message must contain
     * @param version the version that is live afterwards; the first unless another thread refreshes
     */
    record Case(
            String does,
            Class<? extends Throwable> exception,
            String message,
            long version,
            Consumer<ProductCatalog<String>> act) {
        @Override
        public String toString() {
            return does;
        }
    }

    private static Case nothing(String does, String message, Consumer<ProductCatalog<String>> act) {
        return new Case(does, NullPointerException.class, message, 1, act);
    }

    private static Case argument(
            String does, String message, Consumer<ProductCatalog<String>> act) {
        return new Case(does, IllegalArgumentException.class, message, 1, act);
    }

    private static Case state(String does, String message, Consumer<ProductCatalog<String>> act) {
        return new Case(does, IllegalStateException.class, message, 1, act);
    }

    private static Case inOldSection(
            String does, String message, Consumer<CatalogWriter<String>> act) {
        return new Case(does, IllegalStateException.class, message, 2, c -> inOldSection(c, act));
    }

    static Stream<Case> misuses() {
        return Stream.of(nulls(), options(), handles(), sections(), batches(), userCode())
                .flatMap(List::stream);
    }

    private static List<Case> nulls() {
        return List.of(
                nothing(
                        "upserts null",
                        "to take one away, call removeProduct(id)",
                        c -> c.writer().upsertProduct(1, null)),
                nothing(
                        "replaces a catalog by null",
                        "to take a catalog away, call removeCatalog(id)",
                        c -> c.writer().replaceCatalog(7, null)),
                nothing("applies no batch", "batch", c -> c.applyBatch(null)),
                nothing("applies no batch, with offsets", "batch", c -> c.applyBatch("o", null)),
                nothing("reads with no function", "fn", c -> c.read(null)),
                nothing(
                        "reads a handle with no function",
                        "fn",
                        c -> withReader(c, reader -> reader.read(null))),
                nothing("visits ids with nothing", "action", c -> c.forEachProductId(7, null)),
                nothing("visits a catalog with nothing", "action", c -> c.forEachProduct(7, null)),
                nothing(
                        "visits a view's ids with nothing",
                        "action",
                        c -> inSection(c, view -> view.forEachProductId(7, null))),
                nothing(
                        "visits a view's catalog with nothing",
                        "action",
                        c -> inSection(c, view -> view.forEachProduct(7, null))),
                nothing(
                        "visits a view with nothing",
                        "action",
                        c -> inSection(c, view -> view.forEachProduct(null))),
                nothing("settles for no time", "limit", c -> c.writer().settle(null)));
    }

    private static List<Case> options() {
        return List.of(
                argument(
                        "waits a negative time for stragglers",
                        "stallTimeout must not be negative: PT-0.001S",
                        c -> ProductCatalog.builder().stallTimeout(Duration.ofMillis(-1))),
                nothing(
                        "waits no time for stragglers",
                        "timeout",
                        c -> ProductCatalog.builder().stallTimeout(null)),
                nothing(
                        "has nobody told of stragglers",
                        "listener",
                        c -> ProductCatalog.builder().stragglerListener(null)),
                argument(
                        "expects fewer products than none",
                        "expectedProducts must not be negative: -1",
                        c -> ProductCatalog.builder().expectedProducts(-1)),
                argument(
                        "settles for a negative time",
                        "must not be negative: PT-0.000000001S",
                        c -> c.writer().settle(Duration.ofNanos(-1))));
    }

    private static List<Case> handles() {
        return List.of(
                state(
                        "reads with a closed handle",
                        "this read handle is closed: make a new one",
                        c -> {
                            CatalogReader<String> reader = c.reader();
                            reader.close();
                            reader.read(CatalogView::version);
                        }),
                state(
                        "reads with another thread's handle",
                        "make one in each reading thread",
                        c -> withReader(c, reader -> elsewhere(() -> reader.read(view -> view)))),
                state(
                        "closes another thread's handle",
                        "a read handle is for the thread that made it",
                        c -> withReader(c, reader -> elsewhere(reader::close))),
                state(
                        "closes a handle in its own section",
                        "close the section before the handle",
                        c ->
                                withReader(
                                        c,
                                        reader ->
                                                reader.read(
                                                        view -> {
                                                            reader.close();
                                                            return null;
                                                        }))),
                state(
                        "uses a view after its section",
                        "the section is closed",
                        c -> c.<CatalogView<String>>read(view -> view).product(1)),
                state(
                        "uses a handle's view after its section",
                        "the section is closed",
                        c ->
                                withReader(
                                        c,
                                        reader ->
                                                reader.<CatalogView<String>>read(view -> view)
                                                        .productIds(7))),
                state(
                        "uses another thread's view",
                        "enter a section in each thread that reads",
                        c -> inSection(c, view -> elsewhere(() -> view.product(1)))));
    }

    private static List<Case> sections() {
        return List.of(
                state("refreshes in a section", IN_SECTION, c -> inSection(c, v -> refresh(c))),
                state(
                        "refreshes with offsets in a section",
                        IN_SECTION,
                        c -> inSection(c, view -> c.writer().refresh("o"))),
                state(
                        "tries to refresh in a section",
                        IN_SECTION,
                        c -> inSection(c, view -> c.writer().tryRefresh())),
                state(
                        "applies a batch in a section",
                        IN_SECTION,
                        c -> inSection(c, view -> c.applyBatch(batch -> batch.removeProduct(1)))),
                state(
                        "applies a batch in a visit",
                        IN_SECTION,
                        c -> c.forEachProductId(7, id -> c.applyBatch(b -> b.removeProduct(id)))),
                state(
                        "refreshes in a section of a handle",
                        IN_SECTION,
                        c -> withReader(c, reader -> reader.<Long>read(view -> refresh(c)))),
                inOldSection(
                        "writes in a section that the write would wait for",
                        WAITS,
                        w -> w.upsertProduct(2, "two")),
                inOldSection(
                        "clears in a section that it would wait for", WAITS, CatalogWriter::clear),
                inOldSection(
                        "reads what is pending in a section that it would wait for",
                        WAITS,
                        w -> w.product(1)),
                inOldSection(
                        "settles in a section that it would wait for", WAITS, w -> w.settle(LONG)));
    }

    private static List<Case> batches() {
        return List.of(
                state("refreshes in a batch", IN_BATCH, c -> inBatch(c, CatalogWriter::refresh)),
                state(
                        "refreshes with offsets in a batch",
                        IN_BATCH,
                        c -> inBatch(c, batch -> batch.refresh("o"))),
                state(
                        "tries to refresh in a batch",
                        IN_BATCH,
                        c -> inBatch(c, CatalogWriter::tryRefresh)),
                state("discards in a batch", IN_BATCH, c -> inBatch(c, CatalogWriter::discard)),
                state(
                        "applies a batch in a batch",
                        IN_BATCH,
                        c -> inBatch(c, batch -> c.applyBatch(inner -> inner.clear()))),
                nothing(
                        "upserts null at the end of a batch",
                        "the product is null",
                        c -> inBatch(c, batch -> batch.upsertProduct(3, null))));
    }

    private static List<Case> userCode() {
        return List.of(
                planned(
                        "has a batch that throws",
                        new UnsupportedOperationException(PLANNED),
                        (c, failure) -> inBatch(c, batch -> fail(failure))),
                planned(
                        "has a batch that throws an error",
                        new OutOfMemoryError(PLANNED),
                        (c, failure) -> inBatch(c, batch -> fail(failure))),
                new Case(
                        "has a batch that throws a checked exception",
                        CompletionException.class,
                        PLANNED,
                        1,
                        c -> inBatch(c, batch -> fail(new IOException(PLANNED)))),
                planned(
                        "has a batch that throws after a clear",
                        new ArithmeticException(PLANNED),
                        (c, failure) ->
                                inBatch(
                                        c,
                                        batch -> {
                                            batch.clear();
                                            fail(failure);
                                        })),
                planned(
                        "reads with a function that throws",
                        new ArithmeticException(PLANNED),
                        (c, failure) -> inSection(c, view -> fail(failure))),
                planned(
                        "visits with an action that throws",
                        new ArithmeticException(PLANNED),
                        (c, failure) -> c.forEachProduct(7, (id, p) -> fail(failure))),
                planned(
                        "visits ids with an action that throws an error",
                        new StackOverflowError(PLANNED),
                        (c, failure) -> c.forEachProductId(7, id -> fail(failure))));
    }

    private static Case planned(
            String does, Throwable failure, BiConsumer<ProductCatalog<String>, Throwable> act) {
        return new Case(does, failure.getClass(), PLANNED, 1, c -> act.accept(c, failure));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misuses")
    void isNamedAndChangesNothing(Case misuse) {
        ProductCatalog<String> catalog =
                ProductCatalog.<String>builder().stallTimeout(LONG).build();
        catalog.applyBatch(
                "first",
                batch -> {
                    batch.upsertProduct(1, "one");
                    batch.replaceCatalog(7, new long[] {1, 5});
                });

        assertThatThrownBy(() -> misuse.act.accept(catalog))
                .isExactlyInstanceOf(misuse.exception)
                .hasMessageContaining(misuse.message);

        assertThat(catalog.version()).isEqualTo(misuse.version);
        assertUnchanged(catalog);
        assertUsable(catalog);
    }

    private static void assertUnchanged(ProductCatalog<String> catalog) {
        assertThat(catalog.writer().pendingOpCount()).isZero();
        assertThat(catalog.attachment()).isEqualTo("first");
        assertThat(contents(catalog)).isEqualTo(List.of(Map.of(1L, "one"), Map.of(7L, "[1, 5]")));
    }

    /** Several refreshes, so that both sides are seen; no epoch may have been left odd. */
    private static void assertUsable(ProductCatalog<String> catalog) {
        for (long id = 10; id < 14; id++) {
            long product = id;
            catalog.applyBatch(
                    batch -> {
                        batch.upsertProduct(product, "new");
                        batch.addToCatalog(7, product);
                    });
            assertThat(catalog.product(id)).isEqualTo("new");
            assertThat(catalog.catalogContains(7, id)).isTrue();
            assertThat(catalog.product(1)).isEqualTo("one");
            assertThat(catalog.catalogContains(7, 1)).isTrue();
            assertThat(catalog.catalogCount()).isOne();
        }
        assertThat(catalog.stats().abandonCount()).isZero();
        assertThat(catalog.stats().handleCount()).isZero();
    }

    private static List<Object> contents(ProductCatalog<String> catalog) {
        return catalog.read(
                view -> {
                    Map<Long, String> products = new TreeMap<>();
                    view.forEachProduct(products::put);
                    Map<Long, String> catalogs = new TreeMap<>();
                    for (long id : view.catalogIds()) {
                        long[] ids = view.productIds(id);
                        Arrays.sort(ids);
                        catalogs.put(id, Arrays.toString(ids));
                    }
                    return List.of(products, catalogs);
                });
    }

    private static long refresh(ProductCatalog<String> catalog) {
        return catalog.writer().refresh();
    }

    private static void withReader(
            ProductCatalog<String> catalog, Consumer<CatalogReader<String>> act) {
        try (CatalogReader<String> reader = catalog.reader()) {
            act.accept(reader);
        }
    }

    private static void inSection(
            ProductCatalog<String> catalog, Consumer<CatalogView<String>> act) {
        catalog.read(
                view -> {
                    act.accept(view);
                    return null;
                });
    }

    /** Runs in a section whose side another thread's refresh has hidden since. */
    private static void inOldSection(
            ProductCatalog<String> catalog, Consumer<CatalogWriter<String>> act) {
        inSection(
                catalog,
                view -> {
                    elsewhere(
                            () ->
                                    catalog.applyBatch(
                                            batch ->
                                                    batch.upsertProduct(
                                                            1,
                                                            String.valueOf("one".toCharArray()))));
                    act.accept(catalog.writer());
                });
    }

    /** Runs in a batch that has changed something of everything. */
    private static void inBatch(
            ProductCatalog<String> catalog, Consumer<CatalogWriter<String>> act) {
        catalog.applyBatch(
                "second",
                batch -> {
                    batch.upsertProduct(1, "uno");
                    batch.upsertProduct(2, "two");
                    batch.removeFromCatalog(7, 1);
                    batch.addToCatalog(8, 2);
                    act.accept(batch);
                });
    }

    /** Runs in another thread; what that throws is thrown here. */
    private static void elsewhere(Runnable task) {
        try {
            CompletableFuture.runAsync(task, act -> new Thread(act, "elsewhere").start()).join();
        } catch (CompletionException e) {
            CatalogMisuseTest.<RuntimeException>fail(e.getCause());
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void fail(Throwable failure) throws T {
        throw (T) failure;
    }
}
