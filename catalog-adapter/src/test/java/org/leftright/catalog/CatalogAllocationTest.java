// SPDX-License-Identifier: Apache-2.0
package org.leftright.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Reads allocate nothing, whether compiled or interpreted; a section entered for a visit is one
 * small object, which the compiler removes where it can.
 */
class CatalogAllocationTest {
    private static final int READS = 10_000;
    private static final int SECTION = 64;
    private static final Function<CatalogView<String>, Integer> READ_TWICE =
            view -> view.catalogContains(7, 1) && view.product(1) != null ? 1 : 0;

    private final ProductCatalog<String> catalog = ProductCatalog.create();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long found;
    private final LongConsumer count = id -> found++;

    @BeforeEach
    void fill() {
        for (int side = 0; side < 2; side++) {
            catalog.applyBatch(
                    batch -> {
                        batch.upsertProduct(1, "one");
                        batch.addToCatalog(7, 1);
                    });
        }
    }

    @Test
    void lookupsAllocateNothing() {
        assertAllocatesNothing(
                () -> {
                    found += catalog.product(1) != null ? 1 : 0;
                    found += catalog.containsProduct(2) ? 1 : 0;
                    found += catalog.productCount() + catalog.catalogCount();
                    found += catalog.catalogContains(7, 1) ? 1 : 0;
                    found += catalog.catalogSize(7);
                });
    }

    @Test
    void aVisitAllocatesNoMoreThanItsSection() {
        assertAllocatesLessThan(SECTION, () -> catalog.forEachProductId(7, count));
    }

    @Test
    void sectionsAllocateNothing() {
        assertAllocatesNothing(() -> found += catalog.read(READ_TWICE));
        try (CatalogReader<String> reader = catalog.reader()) {
            assertAllocatesNothing(() -> found += reader.read(READ_TWICE));
        }
    }

    private void assertAllocatesNothing(Runnable reads) {
        // The measurement allocates a little itself; one object a read would be 16 bytes each.
        assertAllocatesLessThan(1, reads);
    }

    private void assertAllocatesLessThan(int bytesForEach, Runnable reads) {
        for (int i = 0; i < READS; i++) {
            reads.run();
        }
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        for (int i = 0; i < READS; i++) {
            reads.run();
        }
        long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        assertThat(found).isPositive();
        assertThat(after - before)
                .as("bytes in %d reads", READS)
                .isLessThan((long) bytesForEach * READS);
    }
}
