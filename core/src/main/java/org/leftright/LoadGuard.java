// SPDX-License-Identifier: Apache-2.0
package org.leftright;

/** Keeps the sink of a bulk load to its thread and its time. */
final class LoadGuard {
    private final Thread thread = Thread.currentThread();
    private volatile boolean ended;

    void check() {
        if (ended || Thread.currentThread() != thread) {
            throw new IllegalStateException(
                    "entries can be loaded by the thread that called load(...), until that returns:"
                            + " not from parallel streams, nor later");
        }
    }

    void end() {
        ended = true;
    }
}
