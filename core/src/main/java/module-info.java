/** The left-right protocol, and maps that stand on it. */
module org.leftright {
    requires org.agrona;
    requires static org.jspecify;

    exports org.leftright;
}
