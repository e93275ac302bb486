// SPDX-License-Identifier: Apache-2.0
package org.leftright;

/** Keeps the sink of a bulk load to its thread and its time. */
final class LoadGuard {
    private final WriterLock<?> writer;
    private final Thread thread = Thread.currentThread();
    private volatile boolean ended;

    /** Set while an entry is put, which may call the key's equals; the thread's own. */
    private boolean isPutting;

    LoadGuard(WriterLock<?> writer) {
        this.writer = writer;
    }

    /** Refuses a count that no map can hold, before anything is done. */
    static void checkCount(int expectedCount) {
        if (expectedCount < 0 || expectedCount >= LongTable.MAX_CAPACITY) {
            throw new IllegalArgumentException(
                    "expectedCount is "
                            + expectedCount
                            + ": give a number from 0 to "
                            + (LongTable.MAX_CAPACITY - 1)
                            + ", the most entries that a map can hold");
        }
    }

    void check() {
        if (ended || Thread.currentThread() != thread) {
            throw new IllegalStateException(
                    "entries can be loaded by the thread that called load(...), until that returns:"
                            + " not from parallel streams, nor later");
        }
        if (writer.isReadingPending()) {
            throw new IllegalStateException(
                    "an entry cannot be loaded while a function reads the pending state: gather"
                            + " the entries first, and load them after the read");
        }
    }

    /** Begins to put an entry, after which the caller calls {@link #endPut}. */
    void beginPut() {
        check();
        if (isPutting) {
            throw new IllegalStateException(
                    "a load from inside a load, by a key's hashCode, equals or compareTo that it"
                            + " calls: load the entry after that");
        }
        isPutting = true;
    }

    void endPut() {
        isPutting = false;
    }

    void end() {
        ended = true;
    }
}
