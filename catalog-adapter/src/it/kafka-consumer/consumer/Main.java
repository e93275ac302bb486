package consumer;

import org.apache.kafka.common.serialization.StringDeserializer;
import org.leftright.catalog.KafkaCatalogFeed;
import org.leftright.catalog.ProductCatalog;

/** The same with the feed: it is found, and needs Kafka. */
public class Main {
    public static void main(String[] args) {
        ProductCatalog<String> catalog = ProductCatalog.create();
        try {
            KafkaCatalogFeed.builder(catalog, new StringDeserializer()).build();
        } catch (RuntimeException e) { // no topics, no servers
            System.out.print("ok");
        }
    }
}
