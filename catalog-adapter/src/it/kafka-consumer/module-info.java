module consumer {
    requires org.leftright.catalog;
    requires kafka.clients;
}
