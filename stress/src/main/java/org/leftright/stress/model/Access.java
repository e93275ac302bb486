// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.model;

/** How an access is ordered with the others of its thread; the names are those of VarHandle. */
enum Access {
    PLAIN,
    OPAQUE,
    ACQUIRE,
    RELEASE,
    VOLATILE;

    boolean acquires() {
        return this == ACQUIRE || this == VOLATILE;
    }

    boolean releases() {
        return this == RELEASE || this == VOLATILE;
    }
}
