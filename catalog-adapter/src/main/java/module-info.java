// SPDX-License-Identifier: Apache-2.0
/** Products and catalogs of products over the left-right map, and a feed from Kafka. */
module org.leftright.catalog {
    requires transitive org.leftright;
    // For the feed only: a catalog filled in another way runs without Kafka.
    requires static kafka.clients;
    // For meters only.
    requires static micrometer.core;
    requires static org.jspecify;

    exports org.leftright.catalog;
    exports org.leftright.kafka;
}
