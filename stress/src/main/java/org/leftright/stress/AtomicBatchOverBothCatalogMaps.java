// SPDX-License-Identifier: Apache-2.0
/*
 * Build, then run this test alone:
 *     mvn -q -pl stress -am package -DskipTests
 *     java -jar stress/target/stress.jar -t AtomicBatchOverBothCatalogMaps
 */
package org.leftright.stress;

import org.leftright.catalog.CatalogView;
import org.leftright.catalog.CatalogWriter;
import org.leftright.catalog.ProductCatalog;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressMeta;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The bug: a reader finds an id in a catalog whose product the same version does not have, or the
 * product without the catalog's entry.
 *
 * <p>How it could be reached: the two maps of the catalog are made visible one after the other, or
 * a section's side changes under it. Each batch takes the product before out of both maps and puts
 * the next one into both.
 */
@JCStressTest
@JCStressMeta(Verdicts.class)
@State
public class AtomicBatchOverBothCatalogMaps {
    private static final long CATALOG = 7;

    private final ProductCatalog<Long> products = ProductCatalog.create();
    private volatile int refreshing;
    private volatile int refreshed;

    public AtomicBatchOverBothCatalogMaps() {
        batch(0);
    }

    @Actor
    public void writer() {
        for (int number = 1; number <= 8; number++) {
            refreshing = number;
            batch(number);
            refreshed = number;
        }
    }

    @Actor
    public void reader(L_Result result) {
        Observer observer = new Observer();
        for (int i = 0; i < 8; i++) {
            int before = refreshed;
            products.read(view -> read(observer, before, view));
        }
        result.r1 = observer.verdict();
    }

    private void batch(long number) {
        products.applyBatch(
                (CatalogWriter<Long> batch) -> {
                    batch.removeProduct(number - 1);
                    batch.removeFromCatalog(CATALOG, number - 1);
                    batch.upsertProduct(number, number);
                    batch.addToCatalog(CATALOG, number);
                });
    }

    private boolean read(Observer observer, int before, CatalogView<Long> view) {
        long[] ids = view.productIds(CATALOG);
        if (ids.length != 1) {
            observer.report(Verdict.TORN);
            return false;
        }
        Pause.spin(2);
        Long product = view.product(ids[0]);
        observer.saw(before, ids[0], product == null ? -1 : product, refreshing);
        return true;
    }
}
