// SPDX-License-Identifier: Apache-2.0
/** The left-right protocol, and maps that stand on it. */
module org.leftright {
    requires org.agrona;
    // For events, if there is a flight recorder.
    requires static jdk.jfr;
    requires static org.jspecify;

    exports org.leftright;
}
