/** Products and product catalogs in one left-right, and a feed from Kafka. */
module org.leftright.catalog {
    requires transitive org.leftright;
    requires org.agrona;
    requires static org.jspecify;
    requires static kafka.clients;

    exports org.leftright.catalog;
}
