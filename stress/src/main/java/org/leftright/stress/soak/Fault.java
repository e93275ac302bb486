// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

/** The kinds of faults; a soak is red unless each was injected. */
enum Fault {
    STRAGGLER("readers that stayed in a section for seconds"),
    DIED_IN_SECTION("threads that ended inside a section"),
    HANDLE_DROPPED("handles dropped unclosed"),
    HANDLE_DROPPED_IN_SECTION("handles dropped with a section in use"),
    THREAD_CHURN("threads that came, read and went"),
    VIRTUAL_THREAD("virtual threads that came, read and went"),
    VIRTUAL_PARKED("virtual threads that parked in a section"),
    CLOSED_AGAIN("sections closed again while a later one was open"),
    READ_THREW("functions that threw inside a section"),
    INTERRUPT("writers interrupted while they waited"),
    FUNCTION_THREW("functions given to a write that threw"),
    BATCH_THREW("batches that threw"),
    LOAD_THREW("loads that threw"),
    OP_THREW("ops that threw, most of them halfway"),
    REPLAY_THREW("replays that threw"),
    UNDO_THREW("undos that threw"),
    COPIER_THREW("copiers that threw"),
    LISTENER_THREW("straggler listeners that threw"),
    INJECTED_OUT_OF_MEMORY("of those that threw: OutOfMemoryError"),
    HEAP_FILLED("times that the heap was filled up for a while"),
    WRITE_TOO_LARGE("writes for which the heap was too small"),
    OUT_OF_MEMORY_IN_WRITE("real OutOfMemoryErrors met by writers"),
    OUT_OF_MEMORY_IN_READ("real OutOfMemoryErrors met by readers");

    final String meaning;

    Fault(String meaning) {
        this.meaning = meaning;
    }

    boolean isPossible() {
        return (this != VIRTUAL_THREAD && this != VIRTUAL_PARKED) || VirtualThreads.exist();
    }
}
