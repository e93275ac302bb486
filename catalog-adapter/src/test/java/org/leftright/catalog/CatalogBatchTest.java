// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogBatchTest {
    private final ProductCatalog<String> catalog = ProductCatalog.create();

    @BeforeEach
    void fill() {
        catalog.applyBatch(
                "first",
                batch -> {
                    batch.upsertProduct(1, "one");
                    batch.addToCatalog(7, 1);
                });
    }

    @Test
    void batchIsVisibleWholeOnceItReturns() {
        long version =
                catalog.applyBatch(
                        batch -> {
                            batch.upsertProduct(2, "two");
                            batch.addToCatalog(7, 2);
                            assertThat(catalog.product(2)).isNull();
                            assertThat(catalog.catalogContains(7, 2)).isFalse();
                            assertThat(batch.product(2)).isEqualTo("two");
                            assertThat(batch.catalogContains(7, 2)).isTrue();
                        });

        assertThat(version).isEqualTo(2).isEqualTo(catalog.version());
        assertThat(catalog.product(2)).isEqualTo("two");
        assertThat(catalog.catalogContains(7, 2)).isTrue();
        assertThat(catalog.attachment()).isEqualTo("first");
    }

    @Test
    void attachmentOfABatchIsVisibleWithIt() {
        catalog.applyBatch("second", batch -> batch.upsertProduct(2, "two"));
        assertThat(catalog.attachment()).isEqualTo("second");

        catalog.applyBatch(null, batch -> batch.upsertProduct(3, "three"));
        assertThat(catalog.attachment()).isNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void failedBatchLeavesNoTrace(boolean error) {
        Throwable failure = error ? new AssertionError("planned") : new RuntimeException("planned");

        assertThatThrownBy(
                        () ->
                                catalog.applyBatch(
                                        "second",
                                        batch -> {
                                            batch.upsertProduct(1, "uno");
                                            batch.upsertProduct(2, "two");
                                            batch.removeFromCatalog(7, 1);
                                            batch.addToCatalog(8, 2);
                                            CatalogBatchTest.<RuntimeException>fail(failure);
                                        }))
                .isSameAs(failure);

        assertThat(catalog.version()).isOne();
        assertThat(catalog.attachment()).isEqualTo("first");
        assertThat(catalog.writer().pendingOpCount()).isZero();
        catalog.applyBatch(batch -> batch.upsertProduct(3, "three"));
        assertThat(catalog.product(1)).isEqualTo("one");
        assertThat(catalog.product(2)).isNull();
        assertThat(catalog.productIds(7)).containsExactly(1);
        assertThat(catalog.catalogCount()).isOne();
    }

    @Test
    void nullInABatchFailsAllOfIt() {
        assertThatThrownBy(
                        () ->
                                catalog.applyBatch(
                                        batch -> {
                                            batch.upsertProduct(2, "two");
                                            batch.upsertProduct(3, nullProduct());
                                        }))
                .isInstanceOf(NullPointerException.class);
        assertThat(catalog.writer().product(2)).isNull();
    }

    @Test
    void aBatchMakesPendingOpsOfOthersVisibleToo() {
        catalog.writer().upsertProduct(2, "two");
        catalog.applyBatch(batch -> batch.upsertProduct(3, "three"));
        assertThat(catalog.product(2)).isEqualTo("two");
        assertThat(catalog.product(3)).isEqualTo("three");
    }

    @Test
    void aCheckedExceptionTakesABatchBackAndIsTheCause() {
        assertThatThrownBy(
                        () ->
                                catalog.applyBatch(
                                        "offsets",
                                        batch -> {
                                            batch.upsertProduct(2, "two");
                                            throw new IOException("half a file");
                                        }))
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("half a file");
        assertThat(catalog.containsProduct(2)).isFalse();
        assertThat(catalog.attachment()).isEqualTo("first");
    }

    @Test
    void aFailedBatchLeavesPendingOpsOfOthers() {
        CatalogWriter<String> writer = catalog.writer();
        catalog.applyBatch(batch -> batch.addToCatalog(7, 1));
        writer.upsertProduct(2, "two");
        writer.addToCatalog(7, 2);
        assertThatIllegalStateException()
                .isThrownBy(
                        () ->
                                catalog.applyBatch(
                                        batch -> {
                                            batch.upsertProduct(2, "three");
                                            batch.removeCatalog(7);
                                            throw new IllegalStateException("planned");
                                        }))
                .withMessage("planned");
        assertThat(writer.pendingOpCount()).isEqualTo(2);
        writer.refresh();
        assertThat(catalog.product(2)).isEqualTo("two");
        assertThat(catalog.productIds(7)).containsExactlyInAnyOrder(1L, 2L);
    }

    @Test
    void emptyBatchKeepsTheVersionUnlessItHasAnotherAttachment() {
        assertThat(catalog.applyBatch(batch -> {})).isOne();
        assertThat(catalog.applyBatch("first", batch -> {})).isOne();
        assertThat(catalog.applyBatch("second", batch -> {})).isEqualTo(2);
        assertThat(catalog.attachment()).isEqualTo("second");
        assertThat(catalog.product(1)).isEqualTo("one");
    }

    @Test
    void replayedBatchChangesNothing() {
        for (int i = 0; i < 3; i++) {
            catalog.applyBatch(
                    batch -> {
                        batch.upsertProduct(1, "one");
                        batch.addToCatalog(7, 1);
                        batch.removeFromCatalog(7, 2);
                        batch.removeProduct(2);
                    });
            assertThat(catalog.productCount()).isOne();
            assertThat(catalog.productIds(7)).containsExactly(1);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void fail(Throwable failure) throws T {
        throw (T) failure;
    }

    @SuppressWarnings("NullAway") // as a caller without null checks may
    private static String nullProduct() {
        return null;
    }
}
