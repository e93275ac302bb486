// SPDX-License-Identifier: Apache-2.0
package org.leftright;

/** Why a hidden side has to be rebuilt from the live one. */
enum RebuildReason {
    FIRST_WRITE("first write"),
    ABANDONED("abandoned to stragglers"),
    SNAPSHOT("kept by a snapshot"),
    FAILED_OP("failed op"),
    FAILED_REPLAY("failed replay"),
    DISCARD("discard that could not be undone op by op"),
    OUT_OF_MEMORY("no memory to note readers");

    /** What the event and the log say. */
    final String text;

    RebuildReason(String text) {
        this.text = text;
    }
}
