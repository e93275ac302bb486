// SPDX-License-Identifier: Apache-2.0
package org.leftright.stress.lincheck;

import java.util.Arrays;

/**
 * What {@link SectionOperations} and {@link StragglerOperations} ought to return: the specification
 * of a left-right over one number, without sides, epochs or replays. Two numbers, pending and live,
 * and what each thread's open section saw when it was entered.
 */
public final class SpecifiedState {
    private static final int NO_SECTION = Integer.MIN_VALUE;

    private int pending;
    private int live;
    private int opCount;
    private long version;
    private final int[] seen = new int[8];

    /** Begins with zero. */
    public SpecifiedState() {
        Arrays.fill(seen, NO_SECTION);
    }

    public int add(int number) {
        opCount++;
        pending += number;
        return pending;
    }

    public void addAndFail() {
        throw new IllegalArgumentException("as intended");
    }

    public int set(int number) {
        opCount++;
        pending = number;
        return pending;
    }

    public long refresh() {
        if (opCount > 0) {
            live = pending;
            opCount = 0;
            version++;
        }
        return version;
    }

    /** Changes nothing that anybody sees. */
    public void settle() {}

    public int discard() {
        int count = opCount;
        pending = live;
        opCount = 0;
        return count;
    }

    public long batch(int first, int second) {
        add(first);
        add(second);
        return refresh();
    }

    public void batchAndFail(int number) {
        throw new IllegalArgumentException("as intended");
    }

    public String lookup() {
        return "" + live;
    }

    public String lookupThatRefreshes() {
        return lookup();
    }

    public String read() {
        return "" + live;
    }

    public String readByHandle() {
        return "" + live;
    }

    public String readAndCloseAgain() {
        return read();
    }

    public String readNested() {
        return "" + live;
    }

    // Sections that stay open between operations of their thread

    public String enter(int thread) {
        if (seen[thread] == NO_SECTION) {
            seen[thread] = live;
        }
        return "" + seen[thread];
    }

    public String look(int thread) {
        return seen[thread] == NO_SECTION ? "no section" : "" + seen[thread];
    }

    public void leave(int thread) {
        seen[thread] = NO_SECTION;
    }

    public int add(int thread, int number) {
        return seen[thread] == NO_SECTION ? add(number) : NO_SECTION;
    }

    public long refresh(int thread) {
        return seen[thread] == NO_SECTION ? refresh() : NO_SECTION;
    }

    /** The verifier knows a state again by this. */
    @Override
    public boolean equals(Object object) {
        return object instanceof SpecifiedState other
                && pending == other.pending
                && live == other.live
                && opCount == other.opCount
                && version == other.version
                && Arrays.equals(seen, other.seen);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new long[] {pending, live, opCount, version})
                + 31 * Arrays.hashCode(seen);
    }
}
