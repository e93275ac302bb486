module consumer {
    requires org.leftright.catalog;
}
