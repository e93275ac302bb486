// SPDX-License-Identifier: Apache-2.0
package consumer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.leftright.catalog.LeftRightMetrics;
import org.leftright.catalog.ProductCatalog;

/** A service that shows the figures of its catalog, and does not use Kafka. */
public class Main {
    public static void main(String[] args) {
        MeterRegistry registry = new SimpleMeterRegistry();
        ProductCatalog<String> catalog = ProductCatalog.create();
        LeftRightMetrics.of("catalog", catalog, ProductCatalog::stats).bindTo(registry);
        catalog.applyBatch(batch -> batch.upsertProduct(17, "tea"));
        System.out.print(registry.get("leftright.refreshes").functionCounter().count());
    }
}
