// SPDX-License-Identifier: Apache-2.0
package org.leftright.kafka;

import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.serialization.StringSerializer;
import org.leftright.catalog.ProductCatalog;

/** Feeds of products that are texts, with a checkpoint in a folder. */
record Checkpoints(Path folder) {
    Path file() {
        return folder.resolve("catalog.checkpoint");
    }

    /** Its deserializer refuses what begins with an x. */
    KafkaCatalogFeedBuilder<String> builder(FeedTopics topics, ProductCatalog<String> into) {
        return topics.builder(into, FeedTopics.PICKY).checkpoint(file(), new StringSerializer());
    }

    /** Runs a feed until it has written its checkpoint of what the topics hold. */
    void write(FeedTopics topics) throws Exception {
        write(topics, builder(topics, ProductCatalog.create()));
    }

    void write(FeedTopics topics, KafkaCatalogFeedBuilder<String> builder) throws Exception {
        KafkaCatalogFeed<String> feed = topics.startFeed(builder);
        await().until(() -> Files.exists(file()));
        feed.close();
    }
}
