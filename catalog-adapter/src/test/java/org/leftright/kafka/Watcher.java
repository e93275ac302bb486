// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import org.leftright.GroupReadHandle;
import org.leftright.GroupView;
import org.leftright.LeftRightGroup;
import org.leftright.catalog.CatalogReader;
import org.leftright.catalog.CatalogView;
import org.leftright.catalog.ProductCatalog;

/** A thread that reads in sections all the time, and keeps what it should not have seen. */
final class Watcher implements AutoCloseable {
    private static final int ENOUGH = 10;

    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile long readCount;
    private volatile boolean done;

    /**
     * Begins to watch.
     *
     * @param wrongIn says what is wrong with a view, or an empty string
     */
    Watcher(ProductCatalog<String> catalog, Function<CatalogView<String>, String> wrongIn) {
        thread =
                start(
                        () -> {
                            try (CatalogReader<String> reader = catalog.reader()) {
                                watch(() -> reader.read(wrongIn));
                            }
                        });
    }

    /** Watches a group as the other constructor watches a catalog. */
    Watcher(LeftRightGroup group, Function<GroupView, String> wrongIn) {
        thread =
                start(
                        () -> {
                            try (GroupReadHandle reader = group.reader()) {
                                watch(() -> reader.read(wrongIn));
                            }
                        });
    }

    /**
     * Says what is wrong unless all products have the value of one batch, and the catalogs of the
     * same ids its entry.
     */
    static String wrongInBatch(CatalogView<String> view, int productCount) {
        Set<String> values = new HashSet<>();
        view.forEachProduct((id, value) -> values.add(value));
        if (values.size() != 1 || view.productCount() != productCount) {
            return values + " in " + view;
        }
        long entry = values.iterator().next().hashCode();
        for (long id = 0; id < productCount; id++) {
            if (!view.catalogContains(id, entry)) {
                return values + " and no such entry in catalog " + id;
            }
        }
        return "";
    }

    private Thread start(Runnable watching) {
        Thread started =
                new Thread(
                        () -> {
                            try {
                                watching.run();
                            } catch (RuntimeException | Error e) {
                                wrong.add(e.toString());
                            }
                        },
                        "watcher");
        started.start();
        return started;
    }

    private void watch(Supplier<String> wrongNow) {
        while (!done) {
            String seen = wrongNow.get();
            readCount++;
            if (!seen.isEmpty() && wrong.size() < ENOUGH) {
                wrong.add(seen);
            }
        }
    }

    long readCount() {
        return readCount;
    }

    /** All products are of the old kind, so many, or all of the new kind, so many. */
    static Watcher ofOldOrNew(ProductCatalog<String> catalog, int oldCount, int newCount) {
        return new Watcher(
                catalog,
                view -> {
                    int[] counts = {0, 0};
                    view.forEachProduct((id, p) -> counts[p.startsWith("old") ? 0 : 1]++);
                    return (counts[0] == oldCount && counts[1] == 0)
                                    || (counts[0] == 0 && counts[1] == newCount)
                            ? ""
                            : counts[0] + " old and " + counts[1] + " new in " + view;
                });
    }

    @Override
    public void close() {
        done = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(wrong).isEmpty();
        assertThat(readCount).isPositive();
    }
}
