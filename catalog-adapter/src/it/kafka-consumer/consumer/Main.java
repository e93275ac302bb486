// SPDX-License-Identifier: Apache-2.0
package consumer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.leftright.catalog.ProductCatalog;
import org.leftright.kafka.KafkaCatalogFeed;
import org.leftright.kafka.KafkaCatalogFeedBuilder;

/**
 * A service that serves what a broker holds: the feed needs Kafka's client. Given a file, it keeps
 * a checkpoint there.
 */
public class Main {
    public static void main(String[] args) throws Exception {
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        System.setProperty("org.slf4j.simpleLogger.log.org.leftright", "info");
        ProductCatalog<String> catalog = ProductCatalog.create();
        KafkaCatalogFeedBuilder<String> builder =
                KafkaCatalogFeed.builder(catalog, new StringDeserializer())
                        .bootstrapServers(args[0])
                        .productsTopic(args[1]);
        Path checkpoint = args.length > 2 ? Path.of(args[2]) : null;
        if (checkpoint != null) {
            builder.checkpoint(checkpoint, new StringSerializer());
        }
        try (KafkaCatalogFeed<String> feed = builder.build()) {
            feed.start();
            feed.awaitReady(Duration.ofMinutes(3));
            while (checkpoint != null && !Files.exists(checkpoint)) {
                Thread.sleep(10);
            }
            System.out.print(catalog.product(17));
        }
    }
}
