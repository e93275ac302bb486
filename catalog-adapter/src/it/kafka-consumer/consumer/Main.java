// SPDX-License-Identifier: Apache-2.0
package consumer;

import java.time.Duration;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.leftright.catalog.KafkaCatalogFeed;
import org.leftright.catalog.ProductCatalog;

/** A service that serves what a broker holds: the feed needs Kafka's client. */
public class Main {
    public static void main(String[] args) throws Exception {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        System.setProperty("org.slf4j.simpleLogger.log.org.leftright", "info");
        ProductCatalog<String> catalog = ProductCatalog.create();
        try (KafkaCatalogFeed<String> feed =
                KafkaCatalogFeed.builder(catalog, new StringDeserializer())
                        .bootstrapServers(args[0])
                        .productsTopic(args[1])
                        .build()) {
            feed.start();
            feed.awaitReady(Duration.ofSeconds(30));
            System.out.print(catalog.product(17));
        }
    }
}
