// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.soak;

import org.jspecify.annotations.Nullable;

/**
 * Shows that HotSpot skips {@code finally} blocks when memory ends. Compiled code keeps an object
 * in registers; when it has to go on in the interpreter, that object is allocated. If that fails,
 * HotSpot throws OutOfMemoryError and pops all frames of the compiled method without their
 * handlers. No library can end a section, or release a lock, in a frame that was popped so.
 *
 * <pre>
 * java -Xmx24m -XX:+UseSerialGC -cp stress/target/stress.jar org.leftright.stress.soak.LostFinally
 * java -Xmx24m -XX:+UseSerialGC -XX:-EliminateAllocations -cp stress/target/stress.jar \
 *     org.leftright.stress.soak.LostFinally
 * </pre>
 *
 * <p>Prints how often a try block was entered and its finally block was not. Exits with 0 if never.
 */
public final class LostFinally {
    private static final int WARM_UP = 200_000;

    private static int enteredCount;
    private static int finallyCount;
    private static @Nullable Pair escaped;

    private record Pair(long first, long second) {}

    private LostFinally() {}

    /**
     * Runs it.
     *
     * @param args none
     */
    public static void main(String[] args) {
        for (int i = 0; i < WARM_UP; i++) {
            enter(1);
        }
        Hoard hoard = new Hoard();
        hoard.fill();
        boolean failed = false;
        try {
            enter(-1);
        } catch (OutOfMemoryError e) {
            failed = true;
        }
        hoard.release();
        int lostCount = enteredCount - finallyCount;
        System.out.println(
                (failed && escaped == null
                                ? "memory ended in the try block; "
                                : "memory did not end; ")
                        + lostCount
                        + " finally blocks were skipped");
        System.exit(failed && lostCount == 0 ? 0 : 1);
    }

    /** A negative number has never been seen when this is compiled. */
    private static long enter(int number) {
        enteredCount++;
        try {
            Pair pair = new Pair(number, number + 1L);
            if (number < 0) {
                escaped = pair;
            }
            return pair.first + pair.second;
        } finally {
            finallyCount++;
        }
    }
}
