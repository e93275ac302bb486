// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.leftright.catalog.CatalogView;
import org.leftright.catalog.ProductCatalog;

/** A reader as none should be: again and again it waits for something slow inside a section. */
final class SlowReader implements AutoCloseable {
    private static final long ANSWER_MS = 3_000;
    private static final long PAUSE_MS = 2_000;

    private final ProductCatalog<Product> catalog;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "slow-reader");

    /**
     * Creates a reader.
     *
     * @param catalog what it reads
     */
    SlowReader(ProductCatalog<Product> catalog) {
        this.catalog = catalog;
    }

    /** Begins to read. */
    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closing.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
                catalog.read(this::renderWithStock);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The mistake: the stock should be asked for before the section, or after it. */
    private String renderWithStock(CatalogView<Product> view) {
        return view.productCount() + " products, in stock: " + askTheWarehouse();
    }

    private boolean askTheWarehouse() {
        try {
            return closing.await(ANSWER_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        closing.countDown();
        Unhurried.join(thread);
    }
}
