// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.leftright.Straggler;
import org.leftright.catalog.CatalogReader;
import org.leftright.catalog.CatalogView;
import org.leftright.catalog.CatalogWriter;
import org.leftright.catalog.ProductCatalog;

/** A {@link ProductCatalog}: each product is in the catalog that its cell names, in no other. */
final class CatalogSubject extends Subject {
    private static final int CATALOGS = 4;
    private static final int UNUSED_CATALOG = CATALOGS;

    private final ProductCatalog<Cell> catalog;
    private final CatalogWriter<Cell> writer;

    CatalogSubject(Consumer<Straggler> listener) {
        this(
                ProductCatalog.<Cell>builder()
                        .stallTimeout(Duration.ofMillis(200))
                        .stragglerListener(listener)
                        .build());
    }

    private CatalogSubject(ProductCatalog<Cell> catalog) {
        this(catalog, catalog.writer());
    }

    private CatalogSubject(ProductCatalog<Cell> catalog, CatalogWriter<Cell> writer) {
        super(
                "ProductCatalog",
                catalog::stats,
                catalog::version,
                new Commands(
                        writer::refresh,
                        writer::refresh,
                        writer::tryRefresh,
                        writer::discard,
                        writer::settle,
                        writer::pendingOpCount,
                        (attachment, body) -> catalog.applyBatch(attachment, batch -> body.run())));
        this.catalog = catalog;
        this.writer = writer;
    }

    private static long home(Cell cell) {
        return cell.id % CATALOGS;
    }

    private record ViewSight(CatalogView<Cell> view) implements Sight {
        @Override
        public @Nullable Cell get(int key) {
            return view.product(key);
        }

        @Override
        public void forEach(Tally tally) {
            view.forEachProduct((key, cell) -> tally.add((int) key, cell));
        }

        @Override
        public long version() {
            return view.version();
        }

        @Override
        public @Nullable Object attachment() {
            return view.attachment();
        }

        @Override
        public @Nullable String ownFault() {
            int count = 0;
            for (int id = 0; id < CATALOGS; id++) {
                for (long productId : view.productIds(id)) {
                    Cell cell = view.product(productId);
                    if (cell == null || home(cell) != id) {
                        return "catalog " + id + " names product " + productId + ": " + cell;
                    }
                    count++;
                }
            }
            return count == view.productCount()
                    ? null
                    : count + " products in catalogs, " + view.productCount() + " products";
        }
    }

    @Override
    @Nullable Cell lookup(int key) {
        return catalog.product(key);
    }

    @Override
    public void read(Consumer<Sight> fn) {
        catalog.read(view -> shown(fn, new ViewSight(view)));
    }

    @Override
    public @Nullable Sight enter() {
        return null;
    }

    @Override
    Handle handle() {
        CatalogReader<Cell> handle = catalog.reader();
        return new Handle(
                fn -> handle.read(view -> shown(fn, new ViewSight(view))),
                () -> null,
                handle::close);
    }

    @Override
    void write(int key, @Nullable Cell cell, @Nullable Cell old, int way) {
        if (old != null) {
            writer.removeFromCatalog(home(old), key);
        }
        if (cell == null) {
            writer.removeProduct(key);
        } else {
            writer.upsertProduct(key, cell);
            writer.addToCatalog(home(cell), key);
        }
    }

    @Override
    boolean writesAreSingleOps() {
        return false;
    }

    @Override
    void rewrite(Cell[] cells, int way) {
        if (way % 2 == 0) {
            writer.clear();
        }
        long[] ids = new long[cells.length];
        for (int id = 0; id < CATALOGS; id++) {
            int count = 0;
            for (Cell cell : cells) {
                if (home(cell) == id) {
                    writer.upsertProduct(cell.key, cell);
                    ids[count++] = cell.key;
                }
            }
            writer.replaceCatalog(id, Arrays.copyOf(ids, count));
        }
    }

    @Override
    @Nullable Cell pending(int key) {
        return writer.product(key);
    }

    @Override
    void forEachPending(Tally tally) {
        for (int key = 0; key < Model.KEYS; key++) {
            Cell cell = writer.product(key);
            if (cell != null && writer.catalogContains(home(cell), key)) {
                tally.add(key, cell);
            }
        }
    }

    @Override
    void writeTooLarge(Cell cell, int way) {
        // A third of the heap; the op's own copy and the set need more than the rest.
        int count = (int) Math.min(1 << 28, Runtime.getRuntime().maxMemory() / Long.BYTES / 3);
        writer.replaceCatalog(UNUSED_CATALOG, new long[count]);
    }
}
