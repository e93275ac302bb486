// SPDX-License-Identifier: Apache-2.0
package org.leftright.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.leftright.Straggler;
import org.leftright.catalog.ProductCatalog;

/** Run alone: {@code mvn -pl bench -am test -Dtest=SlowReaderTest}. */
class SlowReaderTest {
    private final BlockingQueue<Straggler> stragglers = new LinkedBlockingQueue<>();
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
            Straggler found = null;
            for (long id = 0; found == null; id++) {
                long productId = id;
                catalog.applyBatch(batch -> batch.addToCatalog(1, productId));
                found = stragglers.poll(1, TimeUnit.MILLISECONDS);
            }
            assertThat(found.threadName()).isEqualTo("slow-reader");
        }
    }
}
