// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.leftright.Straggler;
import org.leftright.catalog.ProductCatalog;

/** Run alone: {@code mvn -pl bench -am test -Dtest=SlowReaderTest}. */
class SlowReaderTest {
    private final List<Straggler> stragglers = new CopyOnWriteArrayList<>();
    private final ProductCatalog<Product> catalog =
            ProductCatalog.<Product>builder()
                    .stallTimeout(Duration.ZERO)
                    .stragglerListener(stragglers::add)
                    .build();

    @Test
    @Timeout(60)
    void itStaysInASectionUntilTheWriterHasFoundIt() throws InterruptedException {
        try (SlowReader reader = new SlowReader(catalog)) {
            reader.start();
            for (long id = 0; stragglers.isEmpty(); id++) {
                long productId = id;
                catalog.applyBatch(batch -> batch.addToCatalog(1, productId));
                Thread.sleep(1);
            }
        }
        assertThat(stragglers.get(0).threadName()).isEqualTo("slow-reader");
    }
}
