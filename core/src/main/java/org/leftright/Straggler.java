// SPDX-License-Identifier: Apache-2.0
package org.leftright;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A reader that outlasted the stall timeout. The reader keeps its version of the data, unchanged,
 * and the writer has cloned the live side. All sections that its thread enters inside the open one
 * see the same version. {@link #toString()} says so, and what to do.
 *
 * <p>A straggler is reported when the writer gives up its wait. While the straggler stays, a
 * refresh reports it again when its side has been hidden for twice as long, and a second longer at
 * least.
 *
 * @param mapName the name given to the builder, or a default one
 * @param thread the thread that reads, null if it could not be told; {@code getStackTrace()} tells
 *     what it is doing
 * @param version the number of the version that was live at the report
 * @param heldVersion the number of the version that its section sees, -1 if it could not be told
 * @param hiddenSince when a flip hid its side; its section is at least as old
 * @param waitedNs the time from that flip to the report, in nanoseconds
 */
public record Straggler(
        String mapName,
        @Nullable Thread thread,
        long version,
        long heldVersion,
        Instant hiddenSince,
        long waitedNs) {
    /** The number of a version that could not be told. */
    static final long UNKNOWN = -1;

    private static final int STACK_DEPTH = 64;
    private static final @Nullable MethodHandle IS_VIRTUAL = findIsVirtual();

    /**
     * Returns the name of the thread.
     *
     * @return its name, "unknown" if the thread could not be told
     */
    public String threadName() {
        return thread == null ? "unknown" : thread.getName();
    }

    /**
     * Returns the id of the thread.
     *
     * @return its id, -1 if the thread could not be told
     */
    @SuppressWarnings("deprecation") // threadId() is not in 17
    public long threadId() {
        return thread == null ? -1 : thread.getId();
    }

    /**
     * Tells whether the thread is a virtual one.
     *
     * @return whether it is known to be one
     */
    public boolean isVirtual() {
        try {
            return thread != null && IS_VIRTUAL != null && (boolean) IS_VIRTUAL.invoke(thread);
        } catch (Throwable t) {
            throw new AssertionError(t); // it throws nothing
        }
    }

    /**
     * Returns by how many versions its sections are stale.
     *
     * @return the live version's number less that of its own, -1 if that could not be told
     */
    public long staleVersionCount() {
        return heldVersion == UNKNOWN ? UNKNOWN : version - heldVersion;
    }

    /** Logs a warning; used if there is no listener. */
    void log() {
        System.getLogger("org.leftright").log(System.Logger.Level.WARNING, this + stack());
    }

    /** The thread's stack now, a line for each frame; empty if the thread has ended or has none. */
    String stack() {
        StringBuilder lines = new StringBuilder();
        StackTraceElement[] frames = thread == null ? new StackTraceElement[0] : frames(thread);
        for (int i = 0; i < Math.min(frames.length, STACK_DEPTH); i++) {
            lines.append(System.lineSeparator()).append("    at ").append(frames[i]);
        }
        return lines.toString();
    }

    private static StackTraceElement[] frames(Thread thread) {
        try {
            return thread.getStackTrace();
        } catch (SecurityException notAllowed) {
            return new StackTraceElement[0];
        }
    }

    /** Says what has happened, and what to do. */
    @Override
    public String toString() {
        return "straggler: thread \""
                + threadName()
                + "\" (id "
                + threadId()
                + (isVirtual() ? ", virtual" : "")
                + ") stays in a section of \""
                + mapName
                + "\" that began before version "
                + version
                + ", "
                + waitedNs / 1_000_000
                + " ms ago (since "
                + hiddenSince
                + " at least). "
                + staleness()
                + " Other readers are not affected; the writer"
                + " has given that side up and copies the live one. To fix it: close each section"
                + " in a try or use read(...), wait for nothing inside, and where the data is needed"
                + " for long take a snapshot().";
    }

    private String staleness() {
        return "Its own reads are stale"
                + (heldVersion == UNKNOWN
                        ? ""
                        : ": they see version "
                                + heldVersion
                                + ", which is "
                                + staleVersionCount()
                                + (staleVersionCount() == 1 ? " version" : " versions")
                                + " behind")
                + ", and so does each section that this thread enters in the same way (by the"
                + " same handle, or without a handle), until that section is closed.";
    }

    private static @Nullable MethodHandle findIsVirtual() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (ReflectiveOperationException beforeVirtualThreads) {
            return null;
        }
    }
}
